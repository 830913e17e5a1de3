using ELearning.Api;
using ELearning.Content;
using ELearning.Tests.Media;
using GraphQL.Types;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Coursewares;

/// <summary>What is not published exists for editors, reviewers and auditors of its subtree and for administrators, and for nobody else by any path.</summary>
public sealed class InvisibilityTests
{
    /// <summary>In every text of the draft, in its comments and in the name of its film.</summary>
    private const string Secret = "未公开";

    [Fact]
    public async Task No_path_leads_anybody_to_a_draft_but_those_who_make_it()
    {
        await using var school = await School.OpenAsync();
        var (fresh, next) = await WriteAsync(school);
        await school
            .Host.Service<GrantBook>()
            .GiveAsync(new(School.Wang, null, Role.Editor, SmallTown.City, new(new(2026, 1, 1), null)), SmallTown.Root, default);
        (string Name, ApiClient Client, bool Sees)[] callers =
        [
            ("nobody", school.Host.Anonymous(), false),
            ("member", school.Member, false),
            ("administrator of the county", school.Host.ClientWithin(SmallTown.City, "admin-city", "OrganisationAdmin"), false),
            ("partner", school.Host.ClientFor("partner", "Catalogue.Read", "Teachers.Read", "Standing.Read"), false),
            ("editor without a grant", school.Host.ClientFor("editor-free", "Editor"), false),
            ("editor elsewhere", school.Host.ClientWithin(School.OtherCounty, "editor-other", "Editor"), false),
            ("reviewer elsewhere", school.Host.ClientWithin(School.OtherCounty, "reviewer-other", "Reviewer"), false),
            ("auditor elsewhere", school.Host.ClientWithin(School.OtherCounty, "auditor-other", "Auditor"), false),
            ("member with an editor's grant", school.Host.ClientFor(School.Wang, "Member"), true),
            ("editor", school.Host.ClientWithin(SmallTown.County, "editor-county", "Editor"), true),
            ("reviewer", school.Host.ClientWithin(SmallTown.City, "reviewer-city", "Reviewer"), true),
            ("auditor", school.Host.ClientWithin(SmallTown.County, "auditor-county", "Auditor"), true),
            ("administrator", school.Administrator, true),
        ];
        const string Draft = "title summary chapters { title media { name url } } history { comment }";
        // What editors have a field for.
        (string Name, string Query)[] theirs =
        [
            ("the list of drafts", $"{{ coursewareDrafts {{ nodes {{ {Draft} }} }} }}"),
            ("the list by title", $"{{ coursewareDrafts(where: {{ title: {{ startsWith: \"{Secret}\" }} }}) {{ nodes {{ title }} }} }}"),
            ("a draft", $"{{ coursewareDraftById(id: \"{School.Id("CoursewareDraft", fresh)}\") {{ {Draft} }} }}"),
            ("a node", $"{{ node(id: \"{School.Id("CoursewareDraft", fresh)}\") {{ ... on CoursewareDraft {{ {Draft} }} }} }}"),
            ("nodes", $"{{ nodes(ids: [\"{School.Id("CoursewareDraft", next)}\"]) {{ id ... on CoursewareDraft {{ {Draft} }} }} }}"),
            ("the draft of what is published", $"{{ coursewareById(id: \"{School.Id("Courseware", next)}\") {{ draft {{ {Draft} }} }} }}"),
            ("the draft of what is listed", $"{{ courseware {{ nodes {{ draft {{ {Draft} }} }} }} }}"),
            ("the draft of what a teacher teaches", $"{{ teachers {{ nodes {{ courseware(first: 5) {{ nodes {{ draft {{ {Draft} }} }} }} }} }} }}"),
        ];
        // Where it must not be found by anybody: learners look there.
        (string Name, string Query)[] everybodys =
        [
            ("the catalogue", "{ courseware(first: 100) { nodes { title summary chapters { title media { name } } poster { name } } } }"),
            ("search", $"{{ courseware(search: \"{Secret}\") {{ totalCount nodes {{ title }} }} }}"),
            ("search of both", $"{{ courseware(first: 100, search: \"{Secret}课件\") {{ nodes {{ title }} }} }}"),
            ("the catalogue by title", $"{{ courseware(where: {{ title: {{ startsWith: \"{Secret}\" }} }}) {{ nodes {{ title }} }} }}"),
            ("a courseware", $"{{ coursewareById(id: \"{School.Id("Courseware", fresh)}\") {{ title summary }} }}"),
            (
                "a courseware with a next draft",
                $"{{ coursewareById(id: \"{School.Id("Courseware", next)}\") {{ title summary chapters {{ title media {{ name }} }} }} }}"
            ),
            ("a node of the family", $"{{ node(id: \"{School.Id("Courseware", fresh)}\") {{ ... on Courseware {{ title }} }} }}"),
            ("a chapter", $"{{ node(id: \"{School.Id("Chapter", $"{fresh}/c1")}\") {{ ... on Chapter {{ title media {{ name url }} }} }} }}"),
            ("a chapter of the next draft", $"{{ node(id: \"{School.Id("Chapter", $"{next}/c9")}\") {{ ... on Chapter {{ title media {{ name url }} }} }} }}"),
            ("a teacher's courseware", "{ teachers { nodes { courseware(first: 100) { nodes { title } } } } }"),
            ("versions", "{ courseware(first: 100) { nodes { versions { nodes { title summary } } } } }"),
            ("an organisation", $"{{ organisationById(id: \"{School.Id("Organisation", SmallTown.County)}\") {{ name }} }}"),
        ];

        var found = new List<string>();
        foreach (var (who, client, sees) in callers)
        {
            foreach (var (path, query) in theirs)
                await NoteAsync(who, path, client, query, sees);
            foreach (var (path, query) in everybodys)
                await NoteAsync(who, path, client, query, sees: false);
            // Whoever sees the draft may be told of it by a refusal, too.
            foreach (var mutation in EditorialOperations.OnOne.Where(mutation => mutation != "createCourseware" && !sees))
                await NoteAsync(who, mutation, client, EditorialOperations.Of(mutation), sees: false, new { input = Input(mutation, next) });
        }
        Assert.Empty(found);

        async Task NoteAsync(string who, string path, ApiClient client, string query, bool sees, object? variables = null)
        {
            var answer = (await client.AskAsync(query, variables)).Text;
            if (answer.Contains(Secret, StringComparison.Ordinal) != sees)
                found.Add($"{who}, {path}: {answer}");
        }
    }

    [Fact]
    public async Task No_study_session_starts_on_a_draft()
    {
        await using var school = await School.OpenAsync();
        var (fresh, next) = await WriteAsync(school);
        Assert.Equal(
            "NotFoundError",
            (await school.Member.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", fresh) } })).Refusal(
                "startStudySession"
            )
        );
        Assert.Equal(
            "NotFoundError",
            (
                await school.Member.QueryAsync(
                    ContractOperations.Start,
                    new { input = new { coursewareId = School.Id("Courseware", next), chapterId = School.Id("Chapter", $"{next}/c9") } }
                )
            ).Refusal("startStudySession")
        );
    }

    [Fact]
    public void Every_field_of_a_draft_asks_for_its_roles_and_nothing_else_leads_to_what_it_holds()
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<Query>()
            .AddSingleton<Mutation>()
            .AddServerOf<ApiSchema>(new ConfigurationBuilder().Build(), isDevelopment: true)
            .BuildServiceProvider();
        var schema = services.GetRequiredService<ISchema>();
        schema.Initialize();
        var draft = Assert.IsType<CoursewareDraftType>(schema.AllTypes["CoursewareDraft"]);
        Assert.All(draft.Fields, field => Assert.Equal(Rights.Drafts.Select(Claims.NameOf), FieldRights.RolesOf(field)));
        string[] held = ["DraftChapter", "Question", "SignOff", "Retirement", "CoursewareEvent"];
        Assert.Empty(
            from type in schema.AllTypes.OfType<IObjectGraphType>()
            where type != draft
            from field in type.Fields
            where held.Contains(Named(field.ResolvedType!).Name)
            select $"{type.Name}.{field.Name}"
        );

        static IGraphType Named(IGraphType type) => type is IProvideResolvedType { ResolvedType: { } inner } ? Named(inner) : type;
    }

    /// <summary>A draft never published, and a next one of something that is, both with a film that nobody else shows.</summary>
    private static async Task<(string Fresh, string Next)> WriteAsync(School school)
    {
        var desk = school.Host.Service<EditorialDesk>();
        await using var content = DemoMedia.Open("party-history.mp4");
        var film = (await school.Host.Service<MediaLibrary>().StoreAsync(content, $"{Secret}.mp4", "video/mp4", SmallTown.County, default)).Id;
        var published = Teaching.Courseware("half", "已公开课件", film) with { OrganisationId = SmallTown.County, TeacherIds = [School.Active] };
        await using var other = DemoMedia.Open("reading.m4a");
        var sound = (await school.Host.Service<MediaLibrary>().StoreAsync(other, "已公开.m4a", "audio/mp4", SmallTown.County, default)).Id;
        await school.Host.Service<CoursewareLibrary>().PublishAsync(published with { Chapters = [new("one", "第一章", sound)] }, default);
        var changes = new CoursewareChanges
        {
            Title = $"{Secret}课件",
            Summary = $"{Secret}简介",
            Kind = CoursewareKind.Video,
            Origin = CoursewareOrigin.Local,
            TeacherIds = [School.Active],
            Chapters = [new(null, $"{Secret}章节", film, null)],
        };
        var actor = new Actor("author", null);
        var fresh = await desk.CreateAsync(new(SmallTown.County, changes, "k"), Scope.All, actor, default);
        await desk.SubmitAsync(fresh.Id, fresh.Version, $"{Secret}意见", Scope.All, actor, default);
        await desk.EditAsync(
            "half",
            0,
            changes with
            {
                Chapters = [new("one", "第一章", sound, null), new("c9", $"{Secret}章节", film, null)],
            },
            Scope.All,
            actor,
            default
        );
        return (fresh.Id, "half");
    }

    /// <summary>At a version that never was: what is seen comes with the refusal alone, and nothing changes.</summary>
    private static object Input(string mutation, string id)
    {
        var coursewareId = School.Id("Courseware", id);
        return mutation switch
        {
            "reviewCourseware" => new
            {
                coursewareId,
                expectedVersion = 99,
                decision = "APPROVE",
            },
            "retireCourseware" => new
            {
                coursewareId,
                expectedVersion = 99,
                reason = "x",
            },
            "duplicateCourseware" => new { coursewareId, idempotencyKey = "table" },
            _ => new { coursewareId, expectedVersion = 99 },
        };
    }
}
