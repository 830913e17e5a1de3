using ELearning.Content;
using ELearning.Tests.Coursewares;
using MongoDB.Bson;

namespace ELearning.Tests.Catalogue;

/// <summary>
/// What a process keeps in memory of the catalogue shows every change: one of its own at once, one of another process within a second.
/// </summary>
public sealed class SharedCatalogueTests : IAsyncLifetime
{
    private const string Names = """
        {
          courseware(first: 50) { totalCount nodes { id title version teachers { name } } }
          teachers(first: 50) { nodes { name organisation { name sector } } }
        }
        """;

    private static readonly Dictionary<string, Func<ApiHost, Task>> Changes = new()
    {
        ["a courseware is published"] = host => PublishAsync(host, "fresh", "新课"),
        ["a version is published"] = host => PublishAsync(host, School.History, "党的光辉历程（修订）"),
        ["a courseware is retired"] = host => host.Service<CoursewareLibrary>().RetireAsync(School.Farming, 1, default),
        ["an organisation is renamed"] = host =>
            host.Service<OrganisationRegister>().RenameAsync(new(SmallTown.City, "中共泉州市委", SchoolTime.Today(host.Time)), SmallTown.Clerk, default),
        ["the sector of an organisation changes"] = host =>
            host.Service<OrganisationRegister>()
                .ChangeSectorAsync(new(SmallTown.City, MemberCategory.Government, SchoolTime.Today(host.Time), "机关"), SmallTown.Clerk, default),
        ["a teacher is entered"] = host => host.Service<TeacherPool>().AddManyAsync([Teaching.Teacher("t-new", "陈新")], default),
    };

    private School _school = null!;

    public static TheoryData<string> Kinds => new(Changes.Keys);

    public async Task InitializeAsync() => _school = await School.OpenAsync();

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_change_is_seen_by_the_writer_at_once_and_by_others_within_a_second(string kind)
    {
        await using var beside = _school.Host.Beside();
        var (here, there) = (_school.Member, beside.ClientFor(School.Lin, "Member"));
        var before = (await here.QueryAsync(Names)).Text;
        Assert.Equal(before, (await there.QueryAsync(Names)).Text);
        await Changes[kind](_school.Host);
        var after = (await here.QueryAsync(Names)).Text;
        Assert.NotEqual(before, after);
        _school.Host.Time.Advance(CatalogueStamp.Lateness);
        Assert.Equal(after, (await there.QueryAsync(Names)).Text);
    }

    [Fact]
    public async Task What_everybody_reads_costs_no_round_trip_until_it_changes()
    {
        const string mixed = "{ me { name } courseware(first: 2) { totalCount nodes { title teachers { name } } } }";
        var (member, host) = (_school.Member, _school.Host);
        Assert.True(await host.RoundTripsOf(() => member.QueryAsync(Names)) > 0);
        await member.QueryAsync(mixed);
        await member.QueryAsync("{ me { name } }");
        Assert.Equal(0, await SinceAsync(() => member.QueryAsync(Names)));
        var own = await SinceAsync(() => member.QueryAsync("{ me { name } }"));
        Assert.Equal(own, await SinceAsync(() => member.QueryAsync(mixed)));

        async Task<long> SinceAsync(Func<Task> action)
        {
            var before = host.RoundTrips;
            await action();
            return host.RoundTrips - before;
        }
    }

    [Fact]
    public async Task Where_the_stamp_cannot_be_raised_the_next_request_raises_it()
    {
        var member = _school.Member;
        var before = (await member.QueryAsync(Names)).Text;
        var failing = true;
        _school.Host.OnCommand = command =>
        {
            if (failing && command.GetElement(0) is { Name: "findAndModify" } named && named.Value == "stamps")
                throw new IOException("The line is cut.");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => PublishAsync(_school.Host, "fresh", "新课"));
        failing = false;
        Assert.NotEqual(before, (await member.QueryAsync(Names)).Text);
    }

    /// <summary>As where a process was killed right after it had written.</summary>
    [Fact]
    public async Task A_change_whose_stamp_was_never_raised_is_seen_within_a_minute()
    {
        var member = _school.Member;
        await member.QueryAsync(Names);
        var teachers = _school.Host.Service<ContentDatabase>().Collection<BsonDocument>("teachers");
        await teachers.UpdateOneAsync(new BsonDocument("_id", School.Active), new BsonDocument("$set", new BsonDocument("teacher.name", "林新")));
        Assert.DoesNotContain("林新", (await member.QueryAsync(Names)).Text, StringComparison.Ordinal);
        _school.Host.Time.Advance(SharedAnswers.Lifetime);
        Assert.DoesNotContain("林国栋", (await member.QueryAsync(Names)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_is_heard_each_time()
    {
        var auditor = _school.Host.ClientWithin(SmallTown.City, "auditor", "Auditor");
        await auditor.QueryAsync(Names);
        await auditor.QueryAsync(Names);
        var root = _school.Administrator;
        var log = await root.QueryAsync("{ auditLog(where: { subject: { eq: \"auditor\" } }) { nodes { operation } } }");
        Assert.Equal(4, log["auditLog.nodes"]!.AsArray().Count);
    }

    private static async Task PublishAsync(ApiHost host, string id, string title)
    {
        var library = host.Service<CoursewareLibrary>();
        // The film that the school has stored.
        var film = (await library.LastAsync(School.History, default))!.Content.Chapters[0].MediaId;
        await library.PublishAsync(Teaching.Courseware(id, title, film), default);
    }
}
