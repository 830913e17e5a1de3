using System.Globalization;
using ELearning.Content;
using ELearning.Tests.Study;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Coursewares;

public sealed class EditorialDeskTests : IAsyncLifetime
{
    private ContentFixture _host = null!;
    private Newsroom _room = null!;

    public async Task InitializeAsync()
    {
        _host = await ContentFixture.StartAsync();
        _room = await Newsroom.OpenAsync(_host);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Every_step_goes_where_the_table_says_or_is_refused_and_leaves_the_draft_as_it_was()
    {
        // A dash is StateNotAllowed.
        const string table = """
                         edit       submit     approve    send back  publish    schedule   unschedule retire     discard    tag
            draft        Draft      InReview   -          -          -          -          -          -          gone       Draft
            next draft   Draft      InReview   -          -          -          -          -          Draft      Published  Draft
            in review    Draft      -          Approved   Draft      -          -          -          -          gone       -
            approved     Draft      -          -          -          Published  Approved   -          -          gone       -
            scheduled    Draft      -          -          -          Published  Approved   Approved   -          gone       -
            next approved  Draft     -          -          -          Published  Approved   -          Approved   Published  -
            published    Draft      -          -          -          -          -          -          Retired    -          -
            bare         Draft      -          -          -          -          -          -          Retired    -          -
            retired      Draft      -          -          -          -          -          -          -          -          -
            next retired Draft      InReview   -          -          -          -          -          -          Retired    Draft
            """;
        (string Name, Func<CoursewareDraft, Task<CoursewareDraft?>> Do)[] steps =
        [
            ("edit", async draft => await _room.EditAsync(draft)),
            ("submit", async draft => await _room.SubmitAsync(draft)),
            ("approve", async draft => await _room.ReviewAsync(draft)),
            ("send back", async draft => await _room.ReviewAsync(draft, ReviewDecision.SendBack)),
            ("publish", async draft => await _room.PublishAsync(draft)),
            ("schedule", async draft => await _room.PublishAsync(draft, _host.Time.GetUtcNow().AddDays(2))),
            ("unschedule", async draft => await _room.UnscheduleAsync(draft)),
            ("retire", async draft => await _room.RetireAsync(draft)),
            ("discard", _room.DiscardAsync),
            ("tag", async draft => (await TagAsync([draft.Id])).Single() is { Error: { } error } ? throw error : await _room.FindAsync(draft.Id)),
        ];
        (string Name, Func<Task<CoursewareDraft>> Make)[] situations =
        [
            ("draft", () => _room.DraftAsync()),
            ("next draft", async () => await _room.EditAsync(await _room.PublishedAsync())),
            ("in review", async () => await _room.SubmitAsync(await _room.DraftAsync())),
            ("approved", () => _room.ApprovedAsync()),
            ("scheduled", async () => await _room.PublishAsync(await _room.ApprovedAsync(), _host.Time.GetUtcNow().AddDays(1))),
            ("next approved", async () => await _room.ReviewAsync(await _room.SubmitAsync(await _room.EditAsync(await _room.PublishedAsync())))),
            ("published", () => _room.PublishedAsync()),
            ("bare", () => _room.BareAsync(Ids.New(_host.Time))),
            ("retired", async () => await _room.RetireAsync(await _room.PublishedAsync())),
            ("next retired", async () => await _room.EditAsync(await _room.RetireAsync(await _room.PublishedAsync()))),
        ];
        var found = new List<string> { string.Concat(steps.Select(step => step.Name.PadRight(11))).PadLeft(15 + 110).TrimEnd() };
        foreach (var (name, make) in situations)
        {
            var row = name.PadRight(15);
            foreach (var (_, step) in steps)
            {
                var before = await make();
                string outcome;
                try
                {
                    var after = await step(before);
                    outcome = after?.State.ToString() ?? "gone";
                    Assert.Equal(after is null, await _room.FindAsync(before.Id) is null);
                    Assert.True(after is null || after.Version > before.Version, $"{name}: {after?.Version}");
                }
                catch (ContentError error) when (error.Code == ContentErrorCode.StateNotAllowed)
                {
                    outcome = "-";
                    Assert.Equal(before.Version, (await _room.FindAsync(before.Id))?.Version ?? 0);
                }
                row += outcome.PadRight(11);
            }
            found.Add(row.TrimEnd());
        }
        Assert.Equal(Words(table), Words(string.Join('\n', found)));

        static string Words(string text) =>
            string.Join('\n', text.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task A_draft_is_reviewed_published_edited_again_and_retired_and_its_history_tells_it_all()
    {
        var draft = await _room.ReviewAsync(await _room.SubmitAsync(await _room.DraftAsync()), ReviewDecision.SendBack);
        Assert.Equal("", await _room.CatalogueAsync());
        draft = await _room.ReviewAsync(await _room.SubmitAsync(await _room.EditAsync(await _room.EditAsync(draft))));
        Assert.Equal((Newsroom.Reviewer, draft.Version - 1), (draft.SignOff!.Reviewer, draft.SignOff.Version));
        _host.Time.Advance(TimeSpan.FromHours(1));
        draft = await _room.PublishAsync(draft);
        Assert.Equal("党的历史/1", await _room.CatalogueAsync());
        Assert.Equal(_host.Time.GetUtcNow(), (await _host.Get<CoursewareLibrary>().FindAsync([draft.Id], default))[draft.Id].PublishedAt);

        var next = await _room.EditAsync(draft, "党的历史（修订）");
        Assert.Equal("党的历史/1", await _room.CatalogueAsync());
        next = await _room.PublishAsync(await _room.ReviewAsync(await _room.SubmitAsync(next)));
        Assert.Equal("党的历史（修订）/2", await _room.CatalogueAsync());

        var retired = await _room.RetireAsync(next);
        Assert.Equal("", await _room.CatalogueAsync());
        Assert.True(retired.Retirement!.IsDone);
        Assert.Equal(
            ["党的历史", "党的历史（修订）"],
            (await _host.Get<CoursewareLibrary>().FindVersionsAsync([(draft.Id, 1), (draft.Id, 2)], default))
                .Values.Select(version => version.Content.Title)
                .Order()
        );

        Assert.Null((await _room.NextAsync(retired, "重新上架")).Retirement);
        Assert.Equal("重新上架/3", await _room.CatalogueAsync());
        Assert.Equal(
            "Created Submitted SentBack Edited Submitted Approved Published Edited Submitted Approved Published Retired Edited Submitted Approved Published",
            string.Join(' ', (await _room.FindAsync(draft.Id))!.History.Select(step => step.Act))
        );
    }

    [Fact]
    public async Task Who_comes_second_is_told_what_the_draft_has_become()
    {
        var draft = await _room.DraftAsync();
        var first = await _room.EditAsync(draft, "先到的标题", Newsroom.Colleague);
        var error = await Assert.ThrowsAsync<ContentError>(() => _room.EditAsync(draft, "后到的标题"));
        Assert.Equal((ContentErrorCode.Conflict, "先到的标题", first.Version), (error.Code, Newer(error).Content.Title, Newer(error).Version));
        Assert.Equal(ContentErrorCode.Conflict, (await Assert.ThrowsAsync<ContentError>(() => _room.SubmitAsync(draft))).Code);
        Assert.Equal(ContentErrorCode.Conflict, (await Assert.ThrowsAsync<ContentError>(() => _room.DiscardAsync(draft))).Code);

        // All at one moment: one wins, and each of the others sees the winner.
        var edits = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async i =>
                {
                    try
                    {
                        return (await _room.EditAsync(first, $"标题{i}")).Content.Title;
                    }
                    catch (ContentError late) when (late.Code == ContentErrorCode.Conflict)
                    {
                        return $"!{Newer(late).Content.Title}";
                    }
                })
        );
        var winner = Assert.Single(edits, title => !title.StartsWith('!'));
        Assert.Equal(5, edits.Count(title => title == $"!{winner}"));

        static CoursewareDraft Newer(ContentError error) => Assert.IsType<CoursewareDraft>(error.Detail);
    }

    [Fact]
    public async Task Two_editors_who_begin_the_next_draft_of_one_courseware_do_not_overwrite_each_other()
    {
        var bare = await _room.BareAsync("bare");
        var begun = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async i =>
                {
                    try
                    {
                        return (await _room.EditAsync(bare, $"标题{i}")).Content.Title;
                    }
                    catch (ContentError error) when (error.Code == ContentErrorCode.Conflict)
                    {
                        return null;
                    }
                })
        );
        Assert.Equal(Assert.Single(begun, title => title is not null), (await _room.FindAsync("bare"))!.Content.Title);
        Assert.Equal("无稿课件/1", await _room.CatalogueAsync());
    }

    [Theory]
    [InlineData("editor", null, false)]
    [InlineData("colleague", null, false)]
    [InlineData("other-subject", "member-7", false)]
    [InlineData("reviewer", null, true)]
    [InlineData("reviewer", "member-8", true)]
    public async Task Nobody_signs_off_what_they_made_or_edited_since_the_last_publication(string subject, string? member, bool allowed)
    {
        var draft = await _room.DraftAsync();
        draft = await _room.EditAsync(draft, by: new("someone", "member-7"));
        draft = await _room.SubmitAsync(await _room.EditAsync(draft, by: Newsroom.Colleague));
        var review = _room.ReviewAsync(draft, by: new(subject, member));
        if (allowed)
        {
            // Whoever edited what is published by now may sign off the next one.
            var published = await _room.PublishAsync(await review);
            Assert.Equal(
                CoursewareState.Approved,
                (await _room.ReviewAsync(await _room.SubmitAsync(await _room.EditAsync(published)), by: Newsroom.Colleague)).State
            );
        }
        else
        {
            Assert.Equal(ContentErrorCode.ReviewNotIndependent, (await Assert.ThrowsAsync<ContentError>(() => review)).Code);
            Assert.Equal(CoursewareState.InReview, (await _room.FindAsync(draft.Id))!.State);
        }
    }

    [Fact]
    public async Task A_key_of_one_mutation_is_none_of_another()
    {
        var first = await _room.DraftAsync(key: "k1");
        var copy = await _room.Desk.DuplicateAsync(new(first.Id, null, "副本", "k1"), Newsroom.Here, Newsroom.Editor, default);
        var again = await _room.Desk.DuplicateAsync(new(first.Id, null, "副本", "k1"), Newsroom.Here, Newsroom.Editor, default);

        Assert.NotEqual(first.Id, copy.Id);
        Assert.Equal((copy.Id, "副本"), (again.Id, again.Content.Title));
    }

    [Fact]
    public async Task Creating_twice_with_one_key_creates_once_and_other_input_under_it_is_refused()
    {
        var first = await _room.DraftAsync(key: "k1");
        await _room.EditAsync(first, "改过");
        Assert.Equal((first.Id, "改过"), (await Again(_room.DraftAsync(key: "k1"))));
        Assert.Equal(ContentErrorCode.IdempotencyKeyReused, (await Assert.ThrowsAsync<ContentError>(() => _room.DraftAsync("另一门", "k1"))).Code);
        Assert.NotEqual(first.Id, (await _room.Desk.CreateAsync(new(SmallTown.County, _room.Complete(), "k1"), Newsroom.Here, Newsroom.Colleague, default)).Id);

        static async Task<(string, string)> Again(Task<CoursewareDraft> created) => ((await created).Id, (await created).Content.Title);
    }

    [Fact]
    public async Task An_editor_acts_within_the_grant_and_names_no_file_from_outside()
    {
        var draft = await _room.DraftAsync();
        var elsewhere = Scope.Within(SmallTown.Township);
        Assert.Equal(
            ContentErrorCode.NotFound,
            (
                await Assert.ThrowsAsync<ContentError>(() =>
                    _room.Desk.EditAsync(draft.Id, draft.Version, new() { Title = "x" }, elsewhere, Newsroom.Editor, default)
                )
            ).Code
        );
        Assert.Equal(
            ContentErrorCode.NotFound,
            (
                await Assert.ThrowsAsync<ContentError>(() =>
                    _room.Desk.CreateAsync(new(SmallTown.County, _room.Complete(), null), elsewhere, Newsroom.Editor, default)
                )
            ).Code
        );
        Assert.Equal(
            ContentErrorCode.NotFound,
            (
                await Assert.ThrowsAsync<ContentError>(async () =>
                    await _room.Desk.EditAsync((await _room.BareAsync("bare")).Id, 0, new() { Title = "x" }, elsewhere, Newsroom.Editor, default)
                )
            ).Code
        );
        Assert.Empty((await _room.Desk.ListAsync(elsewhere, null, [], new(), default)).Edges);
        Assert.Equal(draft.Id, (await _room.Desk.ListAsync(Scope.Within(SmallTown.City), null, [], new(), default)).Nodes.Single().Id);

        // The county's film is not the township's to show, nor the city's to find out about.
        await _room.Desk.CreateAsync(new(SmallTown.Township, _room.Complete() with { Chapters = [] }, null), elsewhere, Newsroom.Editor, default);
        await RefusedAsync(
            "chapters[0].mediaId",
            InputFault.Unknown,
            () => _room.Desk.CreateAsync(new(SmallTown.Township, _room.Complete(), null), elsewhere, Newsroom.Editor, default)
        );
    }

    [Fact]
    public async Task What_cannot_be_published_is_not_submitted()
    {
        var image = await _host.StoreAsync("poster.png", "image/png");
        var captions = await _host.FileAsync("zh.vtt", "text/vtt");
        var city = await _host.StoreAsync("party-history.mp4", "video/mp4", SmallTown.City);
        var village = await _host.StoreAsync("party-history.mp4", "video/mp4", SmallTown.Village);
        await _host
            .Get<OrganisationTree>()
            .AddAsync(new("350521", "中共惠安县委员会", OrganisationLevel.County, null, SmallTown.City, new(1949, 9, 1)), default);
        var foreign = await _host.StoreAsync("party-history.mp4", "video/mp4", "350521");

        await SubmitAsync("chapters", InputFault.Required, new() { Chapters = [] });
        await SubmitAsync("chapters[0].mediaId", InputFault.NotAllowed, Chapter(image.Id));
        await SubmitAsync("chapters[0].mediaId", InputFault.NotAllowed, Chapter(captions.Id));
        await SubmitAsync("chapters[0].mediaId", InputFault.NotAllowed, Chapter(foreign.Id));
        await SubmitAsync("chapters[0].captions[0].mediaId", InputFault.NotAllowed, Chapter(_room.Film, new CaptionTrack("zh-CN", image.Id)));
        await SubmitAsync("posterId", InputFault.NotAllowed, new() { PosterId = _room.Film });
        await SubmitAsync("teacherIds[0]", InputFault.Unknown, new() { TeacherIds = ["nobody"] });
        await SubmitAsync(null, default, Chapter(city.Id));
        await SubmitAsync(null, default, Chapter(village.Id));
        await SubmitAsync(null, default, Chapter(_room.Film, new CaptionTrack("zh-CN", captions.Id)) with { PosterId = image.Id });

        // Gone since it was named.
        var draft = await _room.DraftAsync();
        await _host.Database.GetCollection<BsonDocument>("media").DeleteOneAsync(new BsonDocument("_id", _room.Film));
        await RefusedAsync("chapters[0].mediaId", InputFault.Unknown, () => _room.SubmitAsync(draft));

        static CoursewareChanges Chapter(string media, params CaptionTrack[] tracks) => new() { Chapters = [new(null, "第一章", media, tracks)] };

        async Task SubmitAsync(string? field, InputFault fault, CoursewareChanges changes)
        {
            var created = await _room.DraftAsync();
            var edited = await _room.Desk.EditAsync(created.Id, created.Version, changes, Scope.All, Newsroom.Editor, default);
            if (field is null)
                Assert.Equal(CoursewareState.InReview, (await _room.SubmitAsync(edited)).State);
            else
                await RefusedAsync(field, fault, () => _room.SubmitAsync(edited));
        }
    }

    [Fact]
    public async Task A_draft_is_held_to_limits_in_letters_not_in_bytes()
    {
        var draft = await _room.DraftAsync();
        Assert.Equal(CoursewareState.Draft, (await _room.EditAsync(draft, string.Concat(Enumerable.Repeat("𠮷", 200)))).State);
        draft = (await _room.FindAsync(draft.Id))!;
        await RefusedAsync("title", InputFault.TooLong, () => _room.EditAsync(draft, new string('长', 201)));
        await RefusedAsync("title", InputFault.Required, () => _room.EditAsync(draft, "  "));
        await RefusedAsync(
            "chapters[0].captions[1].language",
            InputFault.Duplicate,
            () =>
                _room.Desk.EditAsync(
                    draft.Id,
                    draft.Version,
                    new() { Chapters = [new(null, "一", _room.Film, [new("zh-CN", _room.Film), new("zh-cn", _room.Film)])] },
                    Newsroom.Here,
                    Newsroom.Editor,
                    default
                )
        );
        await RefusedAsync(
            "chapters[0].captions[0].language",
            InputFault.Malformed,
            () =>
                _room.Desk.EditAsync(
                    draft.Id,
                    draft.Version,
                    new() { Chapters = [new(null, "一", _room.Film, [new("../zh", _room.Film)])] },
                    Newsroom.Here,
                    Newsroom.Editor,
                    default
                )
        );
    }

    [Fact]
    public async Task New_chapters_get_keys_of_their_own_and_old_ones_keep_theirs()
    {
        var draft = await _room.DraftAsync();
        Assert.Equal("c1", draft.Content.Chapters.Single().Key);
        draft = await _room.Desk.EditAsync(
            draft.Id,
            draft.Version,
            new() { Chapters = [new(null, "新", _room.Film, null), new("c1", "旧", _room.Film, null), new(null, "再新", _room.Film, null)] },
            Newsroom.Here,
            Newsroom.Editor,
            default
        );
        Assert.Equal("c2 c1 c3", string.Join(' ', draft.Content.Chapters.Select(chapter => chapter.Key)));
    }

    [Fact]
    public async Task A_version_freezes_all_that_the_draft_says()
    {
        var image = await _host.StoreAsync("poster.png", "image/png");
        var captions = await _host.FileAsync("zh.vtt", "text/vtt");
        var draft = await _room.DraftAsync();
        draft = await _room.Desk.EditAsync(
            draft.Id,
            draft.Version,
            new()
            {
                LocalFeature = true,
                PosterId = image.Id,
                Audience = [MemberCategory.Rural, MemberCategory.Student],
                Chapters = [new("c1", "第一章", _room.Film, [new("zh-CN", captions.Id)])],
                Questions = [new("几章？", ["一", "二"], "一"), new("何时？", ["早", "晚"], "早") { Purpose = QuestionPurpose.Test }],
            },
            Newsroom.Here,
            Newsroom.Editor,
            default
        );
        draft = await _room.PublishAsync(await _room.ReviewAsync(await _room.SubmitAsync(draft)));

        var version = (await _host.Get<CoursewareLibrary>().FindVersionsAsync([(draft.Id, 1)], default)).Values.Single();
        Assert.Equal((true, image.Id, "Rural Student"), (version.Content.LocalFeature, version.Content.PosterId, string.Join(' ', version.Content.Audience)));
        Assert.Equal(
            (24000L, new CaptionTrack("zh-CN", captions.Id)),
            (version.Content.Chapters[0].DurationMilliseconds!.Value, version.Content.Chapters[0].Captions.Single())
        );
        Assert.Equal([QuestionPurpose.Presence, QuestionPurpose.Test], version.Content.Questions.Select(question => question.Purpose));
        // A test's question is never asked to see whether somebody is there.
        Assert.Equal(["几章？"], _host.Get<Proctor>().Ration(version.Content.Questions).Select(question => question.Prompt));
        var again = await _room.EditAsync(draft);
        Assert.Equal(draft.Content.Fingerprint, (again.Content with { Summary = draft.Content.Summary }).Fingerprint);
    }

    [Fact]
    public async Task A_session_goes_on_after_its_courseware_is_retired_and_none_starts_any_more()
    {
        var draft = await _room.PublishedAsync();
        var study = new StudyRoom(_host);
        var session = await study.StartAsync(draft.Id, "c1");
        await _room.RetireAsync(draft);
        Assert.Equal(24, (await study.BeatAsync(session.Id, 24, 0, 24)).Session!.VerifiedSeconds);
        Assert.Equal(session.Id, (await study.StartAsync(draft.Id, "c1")).Id);
        await study.FinishAsync(session.Id);
        var credit = Assert.Single(await study.LedgerAsync());
        Assert.Equal((24, draft.Id, 1), (credit.Seconds, credit.CoursewareId, credit.CoursewareVersion));
        Assert.Equal(ContentErrorCode.CoursewareRetired, (await study.RefusedAsync(room => room.StartAsync(draft.Id, "c1"))).Code);
        Assert.True((await _host.Get<LedgerAudit>().VerifyAsync(credit.MemberId, default)).Verified);
    }

    [Fact]
    public async Task Many_drafts_are_tagged_at_once_and_each_answers_for_itself()
    {
        var one = await _room.DraftAsync("甲");
        var two = await _room.SubmitAsync(await _room.DraftAsync("乙"));
        var tagged = await _room.Desk.TagAsync(
            new([one.Id, two.Id, "unknown", one.Id], [Subject.Law, Subject.History], [], [MemberCategory.Rural], []),
            Newsroom.Here,
            Newsroom.Colleague,
            default
        );
        Assert.Equal([null, ContentErrorCode.StateNotAllowed, ContentErrorCode.NotFound], tagged.Select(entry => entry.Error?.Code));
        Assert.Equal("History Law", string.Join(' ', tagged[0].Draft!.Content.Subjects));
        // Whoever tagged has edited.
        Assert.Contains(Newsroom.Colleague, tagged[0].Draft!.Editors);
        Assert.Equal(tagged[0].Draft!.Version, (await TagAsync([one.Id])).Single().Draft!.Version - 1);
        await RefusedAsync(
            "coursewareIds",
            InputFault.TooLong,
            () => TagAsync([.. Enumerable.Range(0, 101).Select(i => i.ToString(CultureInfo.InvariantCulture))])
        );
        await RefusedAsync("coursewareIds", InputFault.Required, () => TagAsync([]));
    }

    [Fact]
    public async Task A_draft_or_a_version_becomes_the_draft_of_a_new_family()
    {
        var draft = await _room.EditAsync(await _room.PublishedAsync("原来的"), "改过的");
        var ofDraft = await _room.Desk.DuplicateAsync(new(draft.Id, null, null, "k"), Newsroom.Here, Newsroom.Colleague, default);
        var ofVersion = await _room.Desk.DuplicateAsync(new(draft.Id, 1, "副本", null), Newsroom.Here, Newsroom.Colleague, default);
        Assert.Equal(("改过的", 1, CoursewareState.Draft), (ofDraft.Content.Title, ofDraft.Version, ofDraft.State));
        Assert.Equal(("副本", draft.Content.Chapters[0].MediaId), (ofVersion.Content.Title, ofVersion.Content.Chapters[0].MediaId));
        Assert.Equal(ofDraft.Id, (await _room.Desk.DuplicateAsync(new(draft.Id, null, null, "k"), Newsroom.Here, Newsroom.Colleague, default)).Id);
        Assert.Equal([Newsroom.Colleague], ofDraft.Editors);
        Assert.Null(ofDraft.PublishedVersion);
        Assert.Equal(
            ContentErrorCode.NotFound,
            (
                await Assert.ThrowsAsync<ContentError>(() => _room.Desk.DuplicateAsync(new(draft.Id, 2, null, null), Newsroom.Here, Newsroom.Editor, default))
            ).Code
        );
    }

    [Fact]
    public async Task Drafts_are_listed_by_state_organisation_subject_and_time()
    {
        var old = await _room.DraftAsync("甲");
        _host.Time.Advance(TimeSpan.FromHours(1));
        var reviewed = await _room.SubmitAsync(await _room.DraftAsync("乙"));
        Assert.Equal([reviewed.Id, old.Id], await IdsAsync(null));
        Assert.Equal([reviewed.Id], await IdsAsync(new FieldFilter("state", FilterOperator.Eq, CoursewareState.InReview)));
        Assert.Equal([old.Id], await IdsAsync(new FieldFilter("updatedAt", FilterOperator.Lt, _host.Time.GetUtcNow())));
        Assert.Equal([reviewed.Id, old.Id], await IdsAsync(new FieldFilter("organisationId", FilterOperator.Eq, SmallTown.City)));
        Assert.Empty(await IdsAsync(new FieldFilter("organisationId", FilterOperator.Eq, SmallTown.Township)));
        Assert.Empty(await IdsAsync(new FieldFilter("subjects", FilterOperator.Some, Subject.Law)));
        Assert.Equal([old.Id], await IdsAsync(new FieldFilter("title", FilterOperator.StartsWith, "甲")));

        async Task<IEnumerable<string>> IdsAsync(Filter? filter) =>
            (await _room.Desk.ListAsync(Newsroom.Here, filter, [], new(), default)).Nodes.Select(draft => draft.Id);
    }

    private Task<IReadOnlyList<TaggedCourseware>> TagAsync(IReadOnlyList<string> ids) =>
        _room.Desk.TagAsync(new(ids, [Subject.Ethics], [], [], []), Newsroom.Here, Newsroom.Editor, default);

    private static async Task RefusedAsync(string field, InputFault fault, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<ContentError>(call);
        Assert.Equal((ContentErrorCode.InvalidInput, field, fault), (error.Code, error.Arguments[0], error.Arguments[1]));
    }
}
