using ELearning.Content;
using ELearning.Tests.Study;
using Microsoft.Extensions.Options;
using MongoDB.Bson;

namespace ELearning.Tests.Storage;

/// <summary>What is kept for a time and goes; what proves credits stays.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private ContentFixture _content = null!;

    public async Task InitializeAsync() => _content = await ContentFixture.StartAsync(new KeyValuePair<string, string?>("Auditing:Keep", "400.00:00:00"));

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task Old_entries_of_the_audit_log_go_batch_by_batch_and_no_other()
    {
        await AddAsync(RetentionSweeper.BatchSize + 3);
        _content.Time.Advance(TimeSpan.FromDays(1));
        await AddAsync(2);
        _content.Time.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await SweepAsync());
        _content.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(RetentionSweeper.BatchSize + 3, await SweepAsync());
        Assert.Equal(2, await CountAsync("audit"));
    }

    [Fact]
    public async Task One_process_sweeps_at_a_time()
    {
        await using var other = _content.Another();
        await AddAsync(1);
        _content.Time.Advance(TimeSpan.FromDays(401));
        await SweepAsync();
        await AddAsync(1);
        _content.Time.Advance(TimeSpan.FromDays(401));
        await _content.Get<RetentionSweeper>().SweepAsync(default);
        Assert.Equal(0, await other.Get<RetentionSweeper>().SweepAsync(default));
    }

    [Fact]
    public async Task Sessions_of_long_ago_and_what_was_counted_in_past_years_go_and_the_credit_is_proved_all_the_same()
    {
        var room = new StudyRoom(_content, "m1");
        await room.PublishAsync("history", 600);
        var first = await room.StartAsync("history");
        await room.BeatAsync(first.Id, 30, 0, 30);
        await room.FinishAsync(first.Id);
        await SweepAsync();
        Assert.Equal((1, 1), (await CountAsync("sessions"), await CountAsync("coverage")));

        _content.Time.Advance(new DateTimeOffset(2027, 12, 31, 15, 59, 59, TimeSpan.Zero) - _content.Time.GetUtcNow());
        await SweepAsync();
        Assert.Equal((1, 1), (await CountAsync("sessions"), await CountAsync("coverage")));
        _content.Time.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync();
        Assert.Equal((1, 0), (await CountAsync("sessions"), await CountAsync("coverage")));
        _content.Time.Advance(new DateTimeOffset(2029, 4, 1, 0, 0, 0, TimeSpan.Zero) - _content.Time.GetUtcNow());
        await SweepAsync();
        Assert.Equal(0, await CountAsync("sessions"));

        Assert.Equal(30, Assert.Single(await room.LedgerAsync()).Seconds);
        Assert.Equal(1, await CountAsync("evidence"));
        Assert.True((await _content.Get<LedgerAudit>().VerifyAsync("m1", default)).Verified);
    }

    [Fact]
    public async Task A_list_of_sessions_ends_where_they_are_not_kept_any_more()
    {
        var room = new StudyRoom(_content, "m1");
        await room.PublishAsync("history", 600);
        await room.FinishAsync((await room.StartAsync("history")).Id);
        _content.Time.Advance(TimeSpan.FromDays(1090));
        await room.FinishAsync((await room.StartAsync("history")).Id);
        await room.FinishAsync((await room.StartAsync("history")).Id);
        _content.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(1, await CountAsync("coverage") - 1);
        await SweepAsync();

        var all = (await room.Desk.ListAsync(["m1"], new(10, WithTotal: true), default))["m1"];
        Assert.Equal(["m1/3", "m1/2"], all.Nodes.Select(session => session.Id));
        Assert.Equal((false, 3L), (all.HasNextPage, (long)all.TotalCount!));
        var newest = (await room.Desk.ListAsync(["m1"], new(1), default))["m1"];
        Assert.True(newest.HasNextPage);
        Assert.Empty((await room.Desk.ListAsync(["m1"], new(1, "2"), default))["m1"].Nodes);
        Assert.Equal(ContentErrorCode.NotFound, (await room.RefusedAsync(own => own.FinishAsync("m1/1"))).Code);
    }

    [Fact]
    public async Task A_list_of_sessions_backward_begins_with_the_oldest_that_is_kept()
    {
        var room = new StudyRoom(_content, "m1");
        await room.PublishAsync("history", 600);
        for (var i = 0; i < 3; i++)
            await room.FinishAsync((await room.StartAsync("history")).Id);
        await SweepAsync();
        Assert.Equal(["m1/2", "m1/1"], (await BackwardAsync(2)).Nodes.Select(session => session.Id));

        _content.Time.Advance(TimeSpan.FromDays(1097));
        await SweepAsync();
        Assert.Empty((await BackwardAsync(2)).Nodes);
        await room.FinishAsync((await room.StartAsync("history")).Id);
        await room.FinishAsync((await room.StartAsync("history")).Id);
        await room.StartAsync("history");
        foreach (var before in new[] { null, "1", "2" })
        {
            var oldest = await BackwardAsync(2, before);
            Assert.Equal(["m1/5", "m1/4"], oldest.Nodes.Select(session => session.Id));
            Assert.Equal((false, true), (oldest.HasNextPage, oldest.HasPreviousPage));
        }
        Assert.Equal(["m1/5", "m1/4"], (await BackwardAsync(2, "3")).Nodes.Select(session => session.Id));
        Assert.Equal(["m1/6", "m1/5"], (await BackwardAsync(2, "4")).Nodes.Select(session => session.Id));

        async Task<Page<StudySession>> BackwardAsync(int last, string? before = null) =>
            (await room.Desk.ListAsync(["m1"], new(last, before, Backward: true), default))["m1"];
    }

    [Fact]
    public async Task One_drop_that_fails_keeps_no_other_from_being_made_and_is_told_at_the_end()
    {
        await _content.BuildTownAsync();
        await _content.RegisterAsync("QZ-0001", key: "k1");
        await AddAsync(1);
        _content.Time.Advance(TimeSpan.FromDays(401));
        _content.BeforeCommand = command =>
        {
            if (command.Contains("find") && command["find"] == "audit")
                throw new InvalidOperationException("The audit log is broken.");
        };
        var told = await Assert.ThrowsAsync<AggregateException>(SweepAsync);
        _content.BeforeCommand = null;
        Assert.Contains("The audit log is broken.", told.ToString(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (await CountAsync("audit"), await CountAsync("idempotencyKeys")));
    }

    [Fact]
    public async Task An_idempotency_key_is_known_for_a_month()
    {
        await _content.BuildTownAsync();
        await _content.RegisterAsync("QZ-0001", key: "k1");
        // From a release that did not say when.
        await _content.Database.GetCollection<BsonDocument>("idempotencyKeys").InsertOneAsync(new BsonDocument { { "_id", "old" }, { "input", "" } });
        _content.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(ContentErrorCode.IdempotencyKeyReused, (await Assert.ThrowsAsync<ContentError>(() => _content.RegisterAsync("QZ-0002", key: "k1"))).Code);
        _content.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await SweepAsync());
        Assert.Equal("QZ-0002", (await _content.RegisterAsync("QZ-0002", key: "k1")).Number);
    }

    [Theory]
    [InlineData("Auditing:Keep", "00:00:01")]
    [InlineData("Retention:Sessions", "30.00:00:00")]
    [InlineData("Retention:IdempotencyKeys", "400.00:00:00")]
    public async Task A_time_that_is_out_of_range_stops_the_start(string key, string value)
    {
        await using var own = await ContentFixture.StartAsync(new KeyValuePair<string, string?>(key, value));
        Assert.Contains(key, Assert.Throws<ConfigurationError>(own.Get<IStartupValidator>().Validate).Message, StringComparison.Ordinal);
    }

    private Task<int> SweepAsync() => _content.Get<RetentionSweeper>().SweepAsync(default);

    private async Task<int> CountAsync(string collection) =>
        (int)await _content.Database.GetCollection<BsonDocument>(collection).CountDocumentsAsync(new BsonDocument());

    private async Task AddAsync(int count) =>
        await _content
            .Get<AuditLog>()
            .AddAsync(
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(_ => new AuditEntry
                        {
                            Subject = "root",
                            Kind = AuditKind.Read,
                            Operation = "members",
                            Result = AuditLog.Done,
                            Correlation = "1",
                        }),
                ],
                default
            );
}
