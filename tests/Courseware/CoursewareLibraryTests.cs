using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Coursewares;

public sealed class CoursewareLibraryTests
{
    [Fact]
    public async Task Publishing_freezes_versions_and_saying_the_same_again_freezes_none()
    {
        await using var host = await ContentFixture.StartAsync();
        var first = await host.PublishAsync("history", "党的历史");
        Assert.Equal((1, 24.0, "one"), (first.Version, first.DurationSeconds, first.Content.Chapters[0].Key));
        host.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(first.PublishedAt, (await host.PublishAsync("history", "党的历史")).PublishedAt);
        Assert.Equal(2, (await host.PublishAsync("history", "党的历史（修订）")).Version);

        var library = host.Get<CoursewareLibrary>();
        Assert.Equal("党的历史（修订）", (await library.FindAsync(["history", "unknown"], default))["history"].Content.Title);
        var versions = await library.FindVersionsAsync([("history", 1), ("history", 2), ("history", 3)], default);
        Assert.Equal(["党的历史", "党的历史（修订）"], versions.OrderBy(entry => entry.Key.Version).Select(entry => entry.Value.Content.Title));
    }

    [Fact]
    public async Task A_publication_that_broke_off_is_completed_by_the_next_one()
    {
        await using var host = await ContentFixture.StartAsync();
        await host.PublishAsync("history", "一");
        await host.PublishAsync("history", "二");
        // As after a crash between the two writes: version 2 is frozen, the family still shows version 1.
        var old = await host.Database.GetCollection<BsonDocument>("coursewareVersions").Find(new BsonDocument("_id", "history/1")).SingleAsync();
        await host.Database.GetCollection<BsonDocument>("courseware").ReplaceOneAsync(new BsonDocument("_id", "history"), old.Set("_id", "history"));
        Assert.Equal(3, (await host.PublishAsync("history", "三")).Version);
        Assert.Equal("二", (await host.Get<CoursewareLibrary>().FindVersionsAsync([("history", 2)], default)).Values.Single().Content.Title);
    }

    [Fact]
    public async Task Publications_of_one_family_at_the_same_moment_each_get_a_version()
    {
        await using var host = await ContentFixture.StartAsync();
        await host.PublishAsync("history", "起");
        var published = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => host.PublishAsync("history", $"版本{i}")));
        Assert.Equal([2, 3, 4, 5], published.Select(courseware => courseware.Version).Order());
        Assert.Equal(5, (await host.Get<CoursewareLibrary>().FindAsync(["history"], default))["history"].Version);
    }

    [Fact]
    public async Task Search_finds_titles_summaries_and_teachers()
    {
        await using var host = await ContentFixture.StartAsync();
        await host.Get<TeacherPool>().AddManyAsync([Teaching.Teacher("t1", "林国栋")], default);
        await host.PublishAsync("history", "党的历史", summary: "从一艘红船说起", teacherIds: ["t1"]);
        await host.PublishAsync("farming", "现代农业 Tea", subjects: [Subject.ModernFarming]);
        Assert.Equal("history", await FoundAsync("历史"));
        Assert.Equal("history", await FoundAsync("红船"));
        Assert.Equal("history", await FoundAsync("林国栋"));
        Assert.Equal("history", await FoundAsync("党 历史"));
        Assert.Equal("farming", await FoundAsync("TEA"));
        Assert.Equal("", await FoundAsync("历史农业"));
        Assert.Equal("", await FoundAsync("！"));
        Assert.Equal("farming history", await FoundAsync(null));

        async Task<string> FoundAsync(string? search) =>
            string.Join(
                ' ',
                (await host.Get<CoursewareLibrary>().ListAsync(search, null, [], new PageRequest(), default)).Nodes.Select(courseware => courseware.Id).Order()
            );
    }

    [Fact]
    public async Task Lists_are_filtered_sorted_and_paged_newest_first()
    {
        await using var host = await ContentFixture.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await host.PublishAsync(
                $"c{i}",
                $"课{i}",
                subjects: [i % 2 == 0 ? Subject.History : Subject.Law],
                origin: i < 3 ? CoursewareOrigin.Central : CoursewareOrigin.Local
            );
            host.Time.Advance(TimeSpan.FromHours(1));
        }
        var library = host.Get<CoursewareLibrary>();
        var first = await library.ListAsync(null, null, [], new PageRequest(3, WithTotal: true), default);
        Assert.Equal(["c6", "c5", "c4"], first.Nodes.Select(courseware => courseware.Id));
        Assert.Equal((true, 7L), (first.HasNextPage, first.TotalCount));
        await host.PublishAsync("late", "新来");
        var second = await library.ListAsync(null, null, [], new PageRequest(3, first.Edges[^1].Cursor), default);
        Assert.Equal(["c3", "c2", "c1"], second.Nodes.Select(courseware => courseware.Id));

        var law = await library.ListAsync(
            null,
            new FieldFilter("subjects", FilterOperator.Some, Subject.Law),
            [new Sort("title", false)],
            new PageRequest(),
            default
        );
        Assert.Equal(["c1", "c3", "c5"], law.Nodes.Select(courseware => courseware.Id));
        var both = await library.ListAsync(
            "课",
            new AndFilter([
                new FieldFilter("origin", FilterOperator.Eq, CoursewareOrigin.Central),
                new FieldFilter("subjects", FilterOperator.Some, Subject.History),
            ]),
            [],
            new PageRequest(),
            default
        );
        Assert.Equal(["c2", "c0"], both.Nodes.Select(courseware => courseware.Id));
        await Assert.ThrowsAsync<ContentError>(() =>
            library.ListAsync(null, new FieldFilter("summary", FilterOperator.Eq, "x"), [], new PageRequest(), default)
        );
    }

    [Fact]
    public async Task The_courseware_of_many_teachers_comes_by_one_query_each_newest_first()
    {
        await using var host = await ContentFixture.StartAsync();
        await host.Get<TeacherPool>().AddManyAsync([Teaching.Teacher("t1", "甲"), Teaching.Teacher("t2", "乙"), Teaching.Teacher("t3", "丙")], default);
        for (var i = 0; i < 4; i++)
        {
            await host.PublishAsync($"c{i}", $"课{i}", teacherIds: i == 0 ? ["t1", "t2"] : ["t1"]);
            host.Time.Advance(TimeSpan.FromHours(1));
        }
        var pages = await host.Get<CoursewareLibrary>()
            .ByTeachersAsync(
                [
                    ["t1"],
                    ["t2"],
                    ["t3"],
                ],
                new PageRequest(2),
                default
            );
        Assert.Equal(["c3", "c2"], pages["t1"].Nodes.Select(courseware => courseware.Id));
        Assert.True(pages["t1"].HasNextPage);
        Assert.Equal(["c0"], pages["t2"].Nodes.Select(courseware => courseware.Id));
        Assert.Empty(pages["t3"].Nodes);
    }

    [Fact]
    public async Task Questions_belong_to_the_version_and_changing_them_makes_a_new_one()
    {
        await using var host = await ContentFixture.StartAsync();
        var input = Teaching.Courseware("history", "党的历史", await host.FilmAsync());
        var library = host.Get<CoursewareLibrary>();
        Assert.Equal(1, (await library.PublishAsync(input, default)).Version);
        Question[] one = [new("几章？", ["一", "二"], "一")];
        Assert.Equal(2, (await library.PublishAsync(input with { Questions = one }, default)).Version);
        Assert.Equal(2, (await library.PublishAsync(input with { Questions = [new("几章？", ["一", "二"], "一")] }, default)).Version);
        Assert.Equal(3, (await library.PublishAsync(input with { Questions = [one[0] with { Answer = "二" }] }, default)).Version);
        Assert.Equal(4, (await library.PublishAsync(input with { Questions = [one[0] with { Choices = ["一", "三"] }] }, default)).Version);
        var versions = await library.FindVersionsAsync([("history", 1), ("history", 2)], default);
        Assert.Equal((0, "几章？"), (versions[("history", 1)].Content.Questions.Count, versions[("history", 2)].Content.Questions.Single().Prompt));
    }

    [Fact]
    public async Task What_names_unknown_things_or_repeats_a_chapter_is_refused_with_its_path()
    {
        await using var host = await ContentFixture.StartAsync();
        var asset = await host.FilmAsync();
        await RefusedAsync("chapters[1].key", input => input with { Chapters = [new("one", "甲", asset), new("one", "乙", asset)] });
        await RefusedAsync("chapters[0].mediaId", input => input with { Chapters = [new("one", "甲", "unknown")] });
        await RefusedAsync("chapters[0].key", input => input with { Chapters = [new("a/b", "甲", asset)] });
        await RefusedAsync("teacherIds[0]", input => input with { TeacherIds = ["unknown"] });
        await RefusedAsync("title", input => input with { Title = " " });
        await RefusedAsync("questions", input => input with { Questions = [.. Enumerable.Repeat(new Question("几章？", ["一", "二"], "一"), 101)] });
        await RefusedAsync("questions[1].prompt", input => input with { Questions = [new("几章？", ["一", "二"], "一"), new(" ", ["一", "二"], "一")] });
        await RefusedAsync("questions[0].prompt", input => input with { Questions = [new(new string('长', 121), ["一", "二"], "一")] });
        await RefusedAsync("questions[0].choices", input => input with { Questions = [new("几章？", ["一"], "一")] });
        await RefusedAsync("questions[0].choices", input => input with { Questions = [new("几章？", ["一", "二", "三", "四", "五", "六", "七"], "一")] });
        await RefusedAsync("questions[0].choices[1]", input => input with { Questions = [new("几章？", ["一", ""], "一")] });
        await RefusedAsync("questions[0].choices[2]", input => input with { Questions = [new("几章？", ["一", "二", "一"], "一")] });
        await RefusedAsync("questions[0].answer", input => input with { Questions = [new("几章？", ["一", "二"], "三")] });

        async Task RefusedAsync(string field, Func<CoursewareContent, CoursewareContent> change)
        {
            var input = change(Teaching.Courseware("history", "党的历史", asset));
            var error = await Assert.ThrowsAsync<ContentError>(() => host.Get<CoursewareLibrary>().PublishAsync(input, default));
            Assert.Equal((ContentErrorCode.InvalidInput, field), (error.Code, error.Arguments[0]));
        }
    }
}
