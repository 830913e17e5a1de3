using ELearning.Api;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Coursewares;

/// <summary>A publication happens once and whole, whoever does it and wherever they stop.</summary>
public sealed class PublicationTests : IAsyncLifetime
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
    public async Task What_is_scheduled_is_published_at_its_time_by_one_of_two_processes()
    {
        await using var other = _host.Another();
        var at = _host.Time.GetUtcNow().AddHours(3);
        foreach (var title in new[] { "甲", "乙", "丙" })
            await _room.PublishAsync(await _room.ApprovedAsync(title), at);
        _host.Time.Advance(TimeSpan.FromHours(3) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await SweepAsync(_host));
        Assert.Equal("", await _room.CatalogueAsync());
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 3], (await Task.WhenAll(SweepAsync(_host), SweepAsync(other))).Order());
        Assert.Equal("丙/1 乙/1 甲/1", await _room.CatalogueAsync());
        Assert.Equal(3, await CountAsync("coursewareVersions"));

        // Without the lease both would look, and find nothing to do.
        await _host.Database.GetCollection<BsonDocument>("leases").DeleteManyAsync(new BsonDocument());
        Assert.Equal(0, await SweepAsync(other));
    }

    [Fact]
    public async Task Two_processes_that_publish_one_draft_at_the_same_moment_publish_it_once()
    {
        await using var other = _host.Another();
        for (var i = 0; i < 5; i++)
        {
            var draft = await _room.PublishAsync(await _room.ApprovedAsync($"课{i}"), _host.Time.GetUtcNow().AddMinutes(1));
            _host.Time.Advance(TimeSpan.FromMinutes(2));
            var desks = new[] { _host, other, _host, other }.Select(process => process.Get<EditorialDesk>());
            await Task.WhenAll(
                desks.Select(async desk =>
                {
                    try
                    {
                        await desk.TidyAsync(draft.Id, default);
                    }
                    catch (ContentError error) when (error.Code == ContentErrorCode.Conflict) { }
                })
            );
            Assert.Equal((1, CoursewareState.Published), ((await _room.FindAsync(draft.Id))!.PublishedVersion, (await _room.FindAsync(draft.Id))!.State));
        }
        Assert.Equal(5, await CountAsync("coursewareVersions"));
    }

    [Fact]
    public async Task A_time_in_the_past_is_refused_and_a_schedule_can_be_called_off()
    {
        var draft = await _room.ApprovedAsync();
        var error = await Assert.ThrowsAsync<ContentError>(() => _room.PublishAsync(draft, _host.Time.GetUtcNow()));
        Assert.Equal((ContentErrorCode.InvalidInput, "publishAt"), (error.Code, error.Arguments[0]));
        draft = await _room.UnscheduleAsync(await _room.PublishAsync(draft, _host.Time.GetUtcNow().AddHours(1)));
        _host.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await SweepAsync(_host));
        Assert.Equal("党的历史/1", (await _room.PublishAsync(draft)).State == CoursewareState.Published ? await _room.CatalogueAsync() : "");
    }

    [Fact]
    public async Task What_is_fit_no_more_at_its_time_is_called_off_and_its_history_says_why()
    {
        var draft = await _room.PublishAsync(await _room.ApprovedAsync(), _host.Time.GetUtcNow().AddHours(1));
        await _host.Database.GetCollection<BsonDocument>("media").DeleteOneAsync(new BsonDocument("_id", _room.Film));
        _host.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await SweepAsync(_host));
        Assert.Equal(0, await SweepAsync(_host));
        var last = (await _room.FindAsync(draft.Id))!.History[^1];
        Assert.Equal((CoursewareAct.Unscheduled, "InvalidInput: chapters[0].mediaId Unknown "), (last.Act, last.Comment));
    }

    /// <summary>
    /// After each of the writes of a publication the process dies; nothing of it is seen until all of it is, and whoever comes next completes it.
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_publication_that_broke_off_after_any_step_is_invisible_or_whole_and_completed_by_the_sweep_or_the_next_call(int steps, bool shown)
    {
        foreach (var bySweep in new[] { true, false })
        {
            var title = bySweep ? "扫" : "叫";
            var draft = await _room.EditAsync(await _room.PublishedAsync($"{title}一"), $"{title}二");
            var approved = await _room.ReviewAsync(await _room.SubmitAsync(draft));
            var store = _host.Get<CoursewareDraftStore>();
            var decided = (await store.ReplaceAsync(LifeRules.Decide(approved, 2, Newsroom.Editor, _host.Time.GetUtcNow()), default))!;
            var before = await _host.Database.GetCollection<BsonDocument>("courseware").Find(new BsonDocument("_id", draft.Id)).SingleAsync();
            if (steps > 0)
                Assert.True(await _host.Get<CoursewareLibrary>().PublishAsync(decided.Content, 2, decided.Publication!.At, default));
            if (steps == 1)
                await _host.Database.GetCollection<BsonDocument>("courseware").ReplaceOneAsync(new BsonDocument("_id", draft.Id), before);

            var family = (await _host.Get<CoursewareLibrary>().FindAsync([draft.Id], default))[draft.Id];
            Assert.Equal(shown ? ($"{title}二", 2) : ($"{title}一", 1), (family.Content.Title, family.Version));
            if (bySweep)
                Assert.Equal(1, await SweepAsync(_host));
            else
                Assert.Equal(ContentErrorCode.Conflict, (await Assert.ThrowsAsync<ContentError>(() => _room.EditAsync(decided))).Code);
            family = (await _host.Get<CoursewareLibrary>().FindAsync([draft.Id], default))[draft.Id];
            var done = (await _room.FindAsync(draft.Id))!;
            Assert.Equal(($"{title}二", 2, decided.Publication!.At), (family.Content.Title, family.Version, family.PublishedAt));
            Assert.Equal((CoursewareState.Published, 2, null), (done.State, done.PublishedVersion, done.DueAt));
        }
    }

    [Fact]
    public async Task A_retirement_that_broke_off_is_completed_by_the_sweep()
    {
        var draft = await _room.PublishedAsync();
        await _host.Get<CoursewareDraftStore>().ReplaceAsync(LifeRules.Retire(draft, "过时", Newsroom.Editor, _host.Time.GetUtcNow()), default);
        Assert.Equal("党的历史/1", await _room.CatalogueAsync());
        Assert.Equal(1, await SweepAsync(_host));
        Assert.Equal("", await _room.CatalogueAsync());
        Assert.Equal(0, await SweepAsync(_host));
    }

    [Fact]
    public async Task A_publisher_that_was_slow_does_not_bring_back_what_was_retired_meanwhile()
    {
        var draft = await _room.PublishedAsync();
        var version = (await _host.Get<CoursewareLibrary>().FindVersionsAsync([(draft.Id, 1)], default)).Values.Single();
        await _room.RetireAsync(draft);
        // As if it had slept between freezing the version and showing it.
        Assert.True(await _host.Get<CoursewareLibrary>().PublishAsync(draft.Content, 1, version.PublishedAt, default));
        Assert.Equal("", await _room.CatalogueAsync());
        // Nor does one who was slow to retire take away what was published meanwhile.
        await _room.NextAsync((await _room.FindAsync(draft.Id))!, "再版");
        await _host.Get<CoursewareLibrary>().RetireAsync(draft.Id, 1, default);
        Assert.Equal("再版/2", await _room.CatalogueAsync());
    }

    [Fact]
    public async Task A_number_that_was_given_away_is_not_used_twice()
    {
        var approved = await _room.ApprovedAsync();
        var decided = (await _host.Get<CoursewareDraftStore>().ReplaceAsync(LifeRules.Decide(approved, 1, Newsroom.Editor, _host.Time.GetUtcNow()), default))!;
        await _host.Get<CoursewareLibrary>().PublishAsync(approved.Content with { Title = "别处发布" }, default);
        await _host.Get<EditorialDesk>().TidyAsync(decided.Id, default);
        Assert.Equal("党的历史/2", await _room.CatalogueAsync());
        Assert.Equal(2, (await _room.FindAsync(decided.Id))!.PublishedVersion);
    }

    [Fact]
    public async Task The_whole_catalogue_is_counted_without_the_retired()
    {
        var retired = await _room.PublishedAsync("甲");
        await _room.PublishedAsync("乙");
        await _room.RetireAsync(retired);
        var library = _host.Get<CoursewareLibrary>();
        Assert.Equal(1, (await library.ListAsync(null, null, [], new(WithTotal: true), default)).TotalCount);
        Assert.Equal(
            1,
            (await library.ListAsync(null, new FieldFilter("subjects", FilterOperator.Some, Subject.History), [], new(WithTotal: true), default)).TotalCount
        );
        Assert.Equal(0, (await library.ListAsync("甲", null, [], new(WithTotal: true), default)).TotalCount);
        Assert.Equal("乙", (await library.ListAsync("乙", null, [], new(), default)).Nodes.Single().Content.Title);
    }

    [Fact]
    public async Task A_running_process_publishes_what_is_due()
    {
        await _room.PublishAsync(await _room.ApprovedAsync(), _host.Time.GetUtcNow().AddMinutes(1));
        using var sweeping = new Sweeping([_host.Get<CoursewareSweeper>()]);
        await sweeping.StartAsync(default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await _room.CatalogueAsync() == "")
        {
            patience.Token.ThrowIfCancellationRequested();
            _host.Time.Advance(CoursewareSweeper.Interval);
        }
        await sweeping.StopAsync(default);
    }

    private static Task<int> SweepAsync(ContentFixture process) => process.Get<CoursewareSweeper>().SweepAsync(default);

    private Task<long> CountAsync(string collection) => _host.Database.GetCollection<BsonDocument>(collection).CountDocumentsAsync(new BsonDocument());
}
