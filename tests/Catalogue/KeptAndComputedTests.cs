using CsCheck;
using ELearning.Content;
using ELearning.Tests.Coursewares;

namespace ELearning.Tests.Catalogue;

/// <summary>
/// Whatever changes and whoever asks what: an answer out of memory is to the byte the one that is worked out from the database, for that caller. Two processes
/// keep, and both change; a third keeps nothing.
/// </summary>
public sealed class KeptAndComputedTests
{
    private const int Courses = 4;
    private static readonly string[] Titles = ["红船", "党史", "茶艺", "宪法"];

    private static readonly (string Query, object? Variables)[] Queries =
    [
        ("{ courseware(first: 3) { totalCount nodes { id version title creditHours publishedAt } } }", null),
        ("query($n: Int) { courseware(first: $n) { nodes { title teachers { name } chapters { id title durationSeconds } } } }", new { n = 2 }),
        ("query($n: Int) { courseware(first: $n) { nodes { title teachers { name } chapters { id title durationSeconds } } } }", new { n = 50 }),
        ("{ courseware(order: [{ title: ASC }]) { pageInfo { endCursor hasNextPage } nodes { title } } }", null),
        ("{ courseware(where: { origin: { eq: LOCAL } }) { totalCount nodes { title kind audience } } }", null),
        ("{ courseware(search: \"红船\") { totalCount nodes { title } } }", null),
        ("{ courseware(first: 2) { nodes { chapters { media { url contentType } captions { language } } } } }", null),
        ("{ coursewareFacets { kinds { value count } origins { value count } } }", null),
        ("query($id: ID!) { coursewareById(id: $id) { version title teachers { name title } } }", new { id = School.Id("Courseware", "c0") }),
        ("{ teachers(first: 50) { totalCount nodes { name status organisation { name level } courseware(first: 2) { nodes { title } } } } }", null),
        ("query($id: ID!) { teacherById(id: $id) { name status sharedWith { name } } }", new { id = School.Id("Teacher", School.Suspended) }),
        ("{ viewer { subject } courseware(first: 3) { nodes { title teachers { name organisation { name } } } } }", null),
    ];

    /// <param name="What">Which kind of change, and on what.</param>
    /// <param name="Here">Made by the process that is asked; else by the other one.</param>
    private sealed record Step(int What, int On, int Title, bool Here, (int Query, int Caller)[] Asked);

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 6],
        Gen.Int[0, Courses - 1],
        Gen.Int[0, Titles.Length - 1],
        Gen.Bool,
        Gen.Select(Gen.Int[0, Queries.Length - 1], Gen.Int[0, 6]).Array[4],
        (what, on, title, here, asked) => new Step(what, on, title, here, asked)
    );

    [Fact]
    public async Task What_is_kept_is_what_is_worked_out()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        await using var plain = school.Host.Beside(("GraphQL:Answers:Bytes", "0"), ("Catalogue:CopyBytes", "0"));
        var film = (await school.Host.Service<CoursewareLibrary>().LastAsync(School.History, default))!.Content.Chapters[0].MediaId;
        var callers = new[] { school.Host, beside, plain }.Select(Callers).ToList();
        var (asked, kept) = (0, 0);
        await Steps
            .Array[12]
            .SampleAsync(
                async steps =>
                {
                    foreach (var step in steps)
                    {
                        await ChangeAsync(step.Here ? school.Host : beside, step, film);
                        if (!step.Here)
                            school.Host.Time.Advance(CatalogueStamp.Lateness);
                        foreach (var (query, caller) in step.Asked)
                        {
                            var (document, variables) = Queries[query];
                            var computed = (await callers[2][caller].AskAsync(document, variables)).Text;
                            var before = school.Host.RoundTrips;
                            for (var again = 0; again < 2; again++)
                            {
                                before = school.Host.RoundTrips;
                                Assert.Equal(computed, (await callers[0][caller].AskAsync(document, variables)).Text);
                            }
                            asked++;
                            kept += school.Host.RoundTrips == before ? 1 : 0;
                        }
                    }
                },
                iter: 12,
                threads: 1
            );
        Assert.True(kept * 2 > asked, $"Only {kept} of {asked} answers cost no round trip the second time.");
    }

    private static ApiClient[] Callers(ApiHost host) =>
        [
            host.ClientFor(School.Lin, "Member"),
            host.ClientWithin(SmallTown.County, "admin-county", "OrganisationAdmin"),
            host.ClientWithin(SmallTown.City, "editor-city", "Editor"),
            host.ClientWithin(SmallTown.County, "editor-county", "Editor"),
            host.ClientFor("catalogue", "Catalogue.Read"),
            host.ClientFor("pool", "Teachers.Read"),
            host.ClientFor("root", "Administrator"),
        ];

    private static async Task ChangeAsync(ApiHost host, Step step, string film)
    {
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        var library = host.Service<CoursewareLibrary>();
        switch (step.What)
        {
            case 0 or 1 or 2:
                await library.PublishAsync(
                    Teaching.Courseware($"c{step.On}", Titles[step.Title], film) with
                    {
                        TeacherIds = step.On % 2 == 0 ? [School.Active] : [School.Suspended, School.Active],
                        Origin = step.What == 0 ? CoursewareOrigin.Central : CoursewareOrigin.Local,
                    },
                    default
                );
                break;
            case 3 when await library.LastAsync($"c{step.On}", default) is { } last:
                await library.RetireAsync(last.Id, last.Version, default);
                break;
            case 4:
                await host.Service<TeacherPool>().AddManyAsync([Teaching.Teacher($"t{step.On}-{step.Title}", $"{Titles[step.Title]}老师")], default);
                break;
            case 5:
                // A name holds for a day at least.
                host.Time.Advance(TimeSpan.FromDays(1));
                await host.Service<OrganisationRegister>()
                    .RenameAsync(new(SmallTown.City, $"泉州{Titles[step.Title]}{step.On}", SchoolTime.Today(host.Time)), SmallTown.Clerk, default);
                break;
        }
    }
}
