using ELearning.Content;
using MongoDB.Bson;

namespace ELearning.Tests.Compliance;

/// <summary>A report is drawn up once for all who ask, not for nobody, and few at once.</summary>
public sealed class ReportDeskTests : IAsyncLifetime, IDisposable
{
    /// <summary>After which a test fails that would wait for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _goOn = new(initialState: true);
    private ContentFixture _content = null!;
    private ReportDesk _desk = null!;
    private int _readings;
    private int _ledgers;
    private TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        var member = await _content.RegisterAsync("QZ-0001");
        await _content.RegisterAsync("QZ-0002", SmallTown.Office, MemberCategory.Government);
        await _content.CreditAsync(member, "1", CreditForm.Lecture, 20, new(2025, 6, 1));
        _desk = _content.Get<ReportDesk>();
    }

    public async Task DisposeAsync()
    {
        _goOn.Set();
        await _content.DisposeAsync();
    }

    public void Dispose() => _goOn.Dispose();

    [Fact]
    public async Task Who_asks_while_a_report_is_drawn_up_gets_the_same_one()
    {
        Hold();
        var first = AskAsync(SmallTown.County, 2025);
        await _begun.Task.WaitAsync(Patience);
        var others = Enumerable.Range(0, 15).Select(_ => AskAsync(SmallTown.County, 2025)).ToList();
        _goOn.Set();

        var report = await first.WaitAsync(Patience);
        Assert.Equal(2, report.Counts.Members);
        Assert.All(await Task.WhenAll(others).WaitAsync(Patience), other => Assert.Same(report, other));
        Assert.Equal(1, _readings);
    }

    [Fact]
    public async Task It_is_kept_for_a_minute_and_says_of_when_it_is()
    {
        var before = await AskAsync(SmallTown.County, 2025);
        await _content.RegisterAsync("QZ-0003");
        _content.Time.Advance(ReportDesk.Lifetime - TimeSpan.FromTicks(1));
        Assert.Same(before, await AskAsync(SmallTown.County, 2025));
        Assert.Equal(ContentFixture.Beginning, before.AsOf);
        _content.Time.Advance(TimeSpan.FromTicks(1));

        var after = await AskAsync(SmallTown.County, 2025);

        Assert.Equal((3, ContentFixture.Beginning + ReportDesk.Lifetime), (after.Counts.Members, after.AsOf));
    }

    [Fact]
    public async Task It_goes_on_while_one_is_left_who_wants_it()
    {
        using var gone = new CancellationTokenSource();
        Hold();
        var (first, second) = (AskAsync(SmallTown.County, 2025, gone.Token), AskAsync(SmallTown.County, 2025));
        await _begun.Task.WaitAsync(Patience);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        _goOn.Set();

        Assert.Equal((2, 1), ((await second.WaitAsync(Patience)).Counts.Members, _readings));
    }

    [Fact]
    public async Task It_is_given_up_when_all_who_wanted_it_have_gone_and_drawn_up_anew_for_the_next()
    {
        using var gone = new CancellationTokenSource();
        Hold();
        var asked = Enumerable.Range(0, 3).Select(_ => AskAsync(SmallTown.County, 2025, gone.Token)).ToList();
        await _begun.Task.WaitAsync(Patience);
        await gone.CancelAsync();
        foreach (var each in asked)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => each.WaitAsync(Patience));
        }

        var next = AskAsync(SmallTown.County, 2025);
        _goOn.Set();

        // What was given up read the members and nothing more: the ledgers were read for the next alone.
        Assert.Equal((2, 2, 1), ((await next.WaitAsync(Patience)).Counts.Members, _readings, _ledgers));
    }

    [Fact]
    public async Task What_failed_is_tried_again_for_the_next()
    {
        _content.BeforeCommand = command =>
        {
            if (IsReadingMembers(command))
                throw new InvalidOperationException("broken");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(SmallTown.County, 2025));
        _content.BeforeCommand = null;
        Assert.Equal(2, (await AskAsync(SmallTown.County, 2025)).Counts.Members);
    }

    [Fact]
    public async Task Few_are_drawn_up_at_once_and_of_too_many_the_last_are_sent_away()
    {
        Hold(until: ReportDesk.AtOnce);
        var running = Enumerable.Range(0, ReportDesk.AtOnce).Select(i => AskAsync(SmallTown.County, 1990 + i)).ToList();
        await _begun.Task.WaitAsync(Patience);
        var waiting = Enumerable.Range(0, ReportDesk.MostWaiting).Select(i => AskAsync(SmallTown.Township, 2000 + i)).ToList();

        var error = await Assert.ThrowsAsync<ContentError>(() => AskAsync(SmallTown.Village, 2025).WaitAsync(Patience));

        Assert.Equal((ContentErrorCode.TooManyReports, ReportDesk.AtOnce), (error.Code, _readings));
        _goOn.Set();
        Assert.All(await Task.WhenAll([.. running, .. waiting]).WaitAsync(Patience), Assert.NotNull);
        Assert.Equal(1, (await AskAsync(SmallTown.Village, 2025)).Counts.Members);
    }

    [Fact]
    public async Task The_years_that_one_caller_asks_for_take_one_turn()
    {
        (string, int)[] years = [.. Enumerable.Range(1990, ReportDesk.MostWaiting + 20).Select(year => (SmallTown.County, year))];

        Assert.Equal(years.Length, (await _desk.ReportsAsync(years, default)).Count);
    }

    [Fact]
    public async Task What_a_report_will_take_is_known_beforehand_and_nothing_where_it_is_kept()
    {
        (string, int)[] asked = [(SmallTown.County, 2024), (SmallTown.County, 2025), (SmallTown.Village, 2025)];
        Assert.Equal(2 + 2, await _desk.MembersToReadAsync(asked, default));
        await AskAsync(SmallTown.County, 2025);
        Assert.Equal(2 + 1, await _desk.MembersToReadAsync(asked, default));
        Assert.Equal(0, await _desk.MembersToReadAsync([(SmallTown.County, 2025)], default));
    }

    [Fact]
    public async Task Members_are_read_a_batch_at_a_time_and_none_is_lost_between_two()
    {
        const int Many = 2_500;
        var register = _content.Get<MemberRegister>();
        var one = await register.FindByNumberAsync("QZ-0001", default);
        await register.RegisterManyAsync([.. Enumerable.Range(0, Many).Select(i => one! with { Number = $"MANY-{i:0000}" })], default);
        var largest = 0;
        // Of venues, of which there are few, no more is read than their recognitions.
        _content.BeforeCommand = command =>
            largest = command.GetValue("find", "") == "venues" ? largest : Math.Max(largest, command.GetValue("batchSize", 0).ToInt32());

        var report = await _desk.ReportsAsync([(SmallTown.County, 2025)], default);

        Assert.Equal((Many + 2, 20 * 2700L), (report.Values.Single().Counts.Members, report.Values.Single().CreditedSeconds));
        Assert.InRange(largest, 1, 100);
    }

    private async Task<ComplianceReport> AskAsync(string organisation, int year, CancellationToken cancellationToken = default) =>
        (await _desk.ReportsAsync([(organisation, year)], cancellationToken))[(organisation, year)];

    /// <summary>From here on whoever reads members waits; it is known when so many do.</summary>
    private void Hold(int until = 1)
    {
        (_begun, _readings, _ledgers) = (new(TaskCreationOptions.RunContinuationsAsynchronously), 0, 0);
        _goOn.Reset();
        _content.BeforeCommand = command =>
        {
            if (command.Names.First() == "find" && command["find"] == "credits")
                Interlocked.Increment(ref _ledgers);
            if (!IsReadingMembers(command))
                return;
            if (Interlocked.Increment(ref _readings) == until)
                _begun.TrySetResult();
            _goOn.Wait(Patience);
        };
    }

    private static bool IsReadingMembers(BsonDocument command) => command.Names.First() == "find" && command["find"] == "members";
}
