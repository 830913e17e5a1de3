using System.Text.Json;
using System.Text.Json.Nodes;
using ELearning.Content;
using ELearning.Tests.Media;
using Snapshooter.Xunit;

namespace ELearning.Tests.Coursewares;

/// <summary>The life of a courseware as its editors see it, through the API.</summary>
public sealed class EditorialApiTests
{
    [Fact]
    public async Task A_courseware_from_its_first_draft_to_its_retirement()
    {
        await using var school = await School.OpenAsync();
        var walk = new Walk(school);
        var film = await MediaIdAsync(school, "party-history.mp4", "video/mp4");
        var image = await MediaIdAsync(school, "poster.png", "image/png");
        await walk.AsEditorAsync(
            "createCourseware",
            new
            {
                organisationId = School.Id("Organisation", SmallTown.City),
                title = "支部书记怎么当",
                kind = "VIDEO",
                origin = "LOCAL",
                summary = "经验谈",
                idempotencyKey = "k1",
                chapters = new[] { new { title = "第一章", mediaId = film } },
            }
        );
        await walk.AsEditorAsync(
            "editCourseware",
            new
            {
                subjects = new[] { "GRASSROOTS_WORK" },
                audience = new[] { "RURAL", "COMMUNITY" },
                localFeature = true,
                teacherIds = new[] { School.Id("Teacher", School.Active) },
                posterId = image,
                questions = new object[]
                {
                    new
                    {
                        prompt = "几章？",
                        choices = new[] { "一", "二" },
                        answer = "一",
                    },
                    new
                    {
                        prompt = "讲什么？",
                        choices = new[] { "书记", "会计" },
                        answer = "书记",
                        purpose = "TEST",
                    },
                },
            }
        );
        await walk.AsEditorAsync("submitCourseware", new { comment = "请审" });
        await walk.AsReviewerAsync(new { decision = "SEND_BACK", comment = "片头太长" });
        await walk.AsEditorAsync("editCourseware", new { title = "支部书记怎么当（上）" });
        await walk.AsEditorAsync("submitCourseware", new { });
        await walk.AsReviewerAsync(new { decision = "APPROVE" });
        await walk.AsEditorAsync("publishCourseware", new { publishAt = "2026-04-01T00:00:00Z" });
        await walk.AsEditorAsync("unscheduleCourseware", new { });
        await walk.AsEditorAsync("publishCourseware", new { });
        await walk.AsEditorAsync("editCourseware", new { removePoster = true });
        await walk.AsEditorAsync("discardCourseware", new { });
        await walk.AsEditorAsync("duplicateCourseware", new { title = "支部书记怎么当（下）", idempotencyKey = "k2" }, versioned: false);
        await walk.AsEditorAsync("retireCourseware", new { reason = "有新版" });
        Snapshot.Match(walk.Text);
    }

    [Fact]
    public async Task Refusals_are_typed_and_a_conflict_shows_what_came_between()
    {
        await using var school = await School.OpenAsync();
        var walk = new Walk(school);
        await walk.AsEditorAsync(
            "createCourseware",
            new
            {
                organisationId = School.Id("Organisation", SmallTown.City),
                title = "空",
                kind = "VIDEO",
                origin = "LOCAL",
                idempotencyKey = "k1",
            }
        );
        await walk.AsEditorAsync("submitCourseware", new { });
        await walk.AsEditorAsync("publishCourseware", new { });
        await walk.AsEditorAsync("editCourseware", new { title = "改过" });
        await walk.SendAsync(
            walk.Editor,
            "editCourseware",
            new
            {
                coursewareId = walk.Courseware,
                expectedVersion = 1,
                title = "晚到",
            }
        );
        await walk.AsEditorAsync("editCourseware", new { posterId = School.Id("Media", "nothing") });
        await walk.AsEditorAsync(
            "editCourseware",
            new { chapters = new[] { new { title = "一", mediaId = await MediaIdAsync(school, "party-history.mp4", "video/mp4") } } }
        );
        await walk.AsEditorAsync("submitCourseware", new { });
        await walk.SendAsync(
            school.Host.ClientWithin(SmallTown.City, "editor", "Reviewer"),
            "reviewCourseware",
            new
            {
                coursewareId = walk.Courseware,
                expectedVersion = walk.Version,
                decision = "APPROVE",
            }
        );
        await walk.AsReviewerAsync(new { decision = "SEND_BACK" });
        await walk.AsEditorAsync("retireCourseware", new { reason = "x" });
        await walk.SendAsync(
            school.Host.ClientWithin(SmallTown.County, "editor-county", "Editor"),
            "editCourseware",
            new { coursewareId = walk.Courseware, expectedVersion = walk.Version }
        );
        Snapshot.Match(walk.Refusals);
    }

    [Fact]
    public async Task A_published_courseware_has_a_next_draft_and_the_versions_before_it()
    {
        await using var school = await School.OpenAsync();
        var walk = new Walk(school) { Courseware = School.Id("Courseware", School.History) };
        await walk.AsEditorAsync("editCourseware", new { title = "党的光辉历程（修订）" });
        const string Query =
            "query($id: ID!) { coursewareById(id: $id) { title version draft { title state } versions(first: 2) { totalCount nodes { version title } "
            + "pageInfo { hasNextPage } } } }";
        var id = new { id = walk.Courseware };
        Assert.Equal(
            """{"title":"党的光辉历程","version":1,"draft":{"title":"党的光辉历程（修订）","state":"DRAFT"},"versions":{"totalCount":1,"nodes":[{"version":1,"title":"党的光辉历程"}],"pageInfo":{"hasNextPage":false}}}""",
            Line(await walk.Editor.QueryAsync(Query, id))
        );
        await walk.AsEditorAsync("submitCourseware", new { });
        await walk.AsReviewerAsync(new { decision = "APPROVE" });
        await walk.AsEditorAsync("publishCourseware", new { });
        Assert.Equal(
            """{"title":"党的光辉历程（修订）","version":2,"draft":{"title":"党的光辉历程（修订）","state":"PUBLISHED"},"versions":{"totalCount":2,"nodes":[{"version":2,"title":"党的光辉历程（修订）"},{"version":1,"title":"党的光辉历程"}],"pageInfo":{"hasNextPage":false}}}""",
            Line(await walk.Editor.QueryAsync(Query, id))
        );
        var outside = (await school.Host.ClientWithin(SmallTown.County, "editor-county", "Editor").QueryAsync(Query, id))["coursewareById"]!;
        Assert.Null(outside["draft"]);
        Assert.Equal(0, outside["versions"]!["totalCount"]!.GetValue<int>());

        static string Line(ApiAnswer answer) =>
            answer["coursewareById"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    [Fact]
    public async Task Learners_see_posters_captions_and_audience_and_no_answers()
    {
        await using var school = await School.OpenAsync();
        var captions = await school
            .Host.Service<MediaStore>()
            .AddAsync(new("zh-captions", new string('0', 64), "字幕.vtt", "text/vtt", 10, null, SmallTown.City, school.Host.Time.GetUtcNow()), default);
        var walk = new Walk(school) { Courseware = School.Id("Courseware", School.Handbook) };
        await walk.AsEditorAsync(
            "editCourseware",
            new
            {
                posterId = await MediaIdAsync(school, "poster.png", "image/png"),
                audience = new[] { "STUDENT" },
                chapters = new[]
                {
                    new
                    {
                        key = "one",
                        title = "全文",
                        mediaId = await MediaIdAsync(school, "party-history.mp4", "video/mp4"),
                        captions = new[] { new { language = "zh-CN", mediaId = School.Id("Media", captions.Id) } },
                    },
                },
            }
        );
        await walk.AsEditorAsync("submitCourseware", new { });
        await walk.AsReviewerAsync(new { decision = "APPROVE" });
        await walk.AsEditorAsync("publishCourseware", new { });
        var learner = await school.Member.QueryAsync(
            "query($id: ID!) { coursewareById(id: $id) { version audience poster { url contentType } chapters { id captions { language url media { "
                + "contentType } } } } }",
            new { id = walk.Courseware }
        );
        Snapshot.Match(learner.Text);
        Assert.NotNull(
            (await school.Member.AskAsync("query($id: ID!) { coursewareById(id: $id) { questions { answer } } }", new { id = walk.Courseware })).Code
        );
    }

    [Fact]
    public async Task A_retired_courseware_is_found_only_through_what_was_earned_by_it()
    {
        await using var school = await School.OpenAsync();
        var walk = new Walk(school) { Courseware = School.Id("Courseware", School.History) };
        var start = new { input = new { coursewareId = walk.Courseware } };
        var session = (await school.Member.QueryAsync(ContractOperations.Start, start)).String("startStudySession.studySession.id");
        await walk.AsEditorAsync("retireCourseware", new { reason = "过时" });
        school.Host.Time.Advance(TimeSpan.FromSeconds(24));
        await school.Member.QueryAsync(
            ContractOperations.Beat,
            new
            {
                input = new
                {
                    sessionId = session,
                    sequence = 1,
                    positionSeconds = 24.0,
                    segments = new[] { new { startSeconds = 0.0, endSeconds = 24.0 } },
                },
            }
        );
        var finished = await school.Member.QueryAsync(ContractOperations.Finish, new { input = new { sessionId = session } });
        Assert.Equal(24, finished["finishStudySession.credits.0.seconds"]!.GetValue<int>());
        Assert.Equal(walk.Courseware, finished.String("finishStudySession.credits.0.courseware.id"));

        const string Watched = "{ me { studySessions(first: 1) { nodes { courseware { title } chapter { title media { url } } } } } }";
        Assert.Equal("党的光辉历程", (await school.Member.QueryAsync(Watched)).String("me.studySessions.nodes.0.courseware.title"));
        Assert.NotNull((await school.Member.QueryAsync(Watched))["me.studySessions.nodes.0.chapter.media.url"]);
        Assert.Null((await school.Member.QueryAsync(ContractOperations.CoursewareById, new { id = walk.Courseware }))["coursewareById"]);
        Assert.Equal(2, (await school.Member.QueryAsync(ContractOperations.Catalogue))["courseware.totalCount"]!.GetValue<int>());
        Assert.Equal(
            "CoursewareRetiredError",
            (await school.Host.ClientFor(School.Wang, "Member").QueryAsync(ContractOperations.Start, start)).Refusal("startStudySession")
        );
        Assert.Equal(
            "RETIRED",
            (await walk.Editor.QueryAsync(EditorialOperations.Drafts, new { where = new { state = new { eq = "RETIRED" } } })).String(
                "coursewareDrafts.nodes.0.state"
            )
        );
    }

    [Fact]
    public async Task Many_drafts_are_tagged_and_each_answers_for_itself()
    {
        await using var school = await School.OpenAsync();
        var walk = new Walk(school) { Courseware = School.Id("Courseware", School.History) };
        await walk.AsEditorAsync("editCourseware", new { });
        var answer = await walk.Editor.QueryAsync(
            EditorialOperations.Tag,
            new
            {
                input = new
                {
                    coursewareIds = new[] { walk.Courseware, School.Id("Courseware", School.Farming), School.Id("Courseware", "nothing") },
                    addSubjects = new[] { "LAW" },
                    removeSubjects = new[] { "HISTORY" },
                    addAudience = new[] { "STUDENT" },
                },
            }
        );
        Snapshot.Match(answer.Text);
    }

    private static async Task<string> MediaIdAsync(School school, string file, string contentType)
    {
        await using var content = DemoMedia.Open(file);
        return School.Id("Media", (await school.Host.Service<MediaLibrary>().StoreAsync(content, file, contentType, SmallTown.City, default)).Id);
    }

    /// <summary>One courseware through its mutations, each with the version the one before it left.</summary>
    private sealed class Walk(School school)
    {
        private static readonly JsonSerializerOptions Readable = new()
        {
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        private readonly JsonArray _answers = [];
        private readonly JsonArray _refusals = [];

        public ApiClient Editor { get; } = school.Host.ClientWithin(SmallTown.City, "editor", "Editor");

        public ApiClient Reviewer { get; } = school.Host.ClientWithin(SmallTown.City, "reviewer", "Reviewer");

        public string? Courseware { get; set; }

        public int Version { get; private set; }

        public string Text => _answers.ToJsonString(Readable);

        public string Refusals => _refusals.ToJsonString(Readable);

        public Task AsEditorAsync(string mutation, object input, bool versioned = true) => SendAsync(Editor, mutation, With(input, versioned));

        public Task AsReviewerAsync(object input) => SendAsync(Reviewer, "reviewCourseware", With(input, true));

        public async Task SendAsync(ApiClient client, string mutation, object input)
        {
            school.Host.Time.Advance(TimeSpan.FromMinutes(1));
            var answer = (await client.QueryAsync(EditorialOperations.Of(mutation), new { input })).Json["data"]!;
            _answers.Add(answer.DeepClone());
            if (answer[mutation]!["errors"] is { } errors)
                _refusals.Add(new JsonObject { [mutation] = errors.DeepClone() });
            if (answer[mutation]!["draft"] is not { } draft || mutation == "duplicateCourseware")
                return;
            (Courseware, Version) = (draft["coursewareId"]!.GetValue<string>(), draft["version"]!.GetValue<int>());
        }

        private JsonObject With(object input, bool versioned)
        {
            var given = JsonSerializer.SerializeToNode(input)!.AsObject();
            if (Courseware is not null)
                given["coursewareId"] = Courseware;
            if (Courseware is not null && versioned)
                given["expectedVersion"] = Version;
            return given;
        }
    }
}
