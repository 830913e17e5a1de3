using ELearning.Content;

namespace ELearning.Tests.Compliance;

public sealed class ComplianceReviewTests : IAsyncLifetime
{
    private ContentFixture _content = null!;
    private ComplianceReview _review = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        _review = _content.Get<ComplianceReview>();
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task A_report_adds_up_the_subtree_by_status_category_and_child()
    {
        var met = await _content.RegisterAsync("QZ-0001");
        await _content.CreditAsync(met, "1", CreditForm.Lecture, 20, new(2025, 6, 1));
        var reversed = await _content.CreditAsync(met, "2", CreditForm.Lecture, 3, new(2025, 6, 2));
        await _content.Get<CreditLedger>().ReverseAsync(reversed.Id, "r", new("a", null), default);
        await _content.CreditAsync(met, "3", CreditForm.Lecture, 3, new(2026, 1, 2));
        await _content.WithHistoryAsync(await _content.RegisterAsync("QZ-0002"));
        await _content.WithHistoryAsync(await _content.RegisterAsync("QZ-0003", SmallTown.Office, MemberCategory.Government));
        await _content.RegisterAsync("QZ-0005", SmallTown.Office, MemberCategory.Government);
        await _content.RegisterAsync("QZ-0004", SmallTown.Office, MemberCategory.Other);

        var report = await _review.ReportAsync(SmallTown.County, 2025, default);

        Assert.Equal(new StatusCounts(5, Compliant: 1, OnTrack: 0, BelowNorm: 1, NonCompliant: 1, NoFigure: 1, NotRecorded: 1), report.Counts);
        Assert.Equal(20 * 2700, report.CreditedSeconds);
        Assert.Equal(
            [
                new(MemberCategory.Rural, new(2, 1, 0, 1, 0, 0, 0)),
                new(MemberCategory.Government, new(2, 0, 0, 0, 1, 0, 1)),
                new(MemberCategory.Other, new(1, 0, 0, 0, 0, 1, 0)),
            ],
            report.ByCategory
        );
        Assert.Equal([new(SmallTown.Township, new(2, 1, 0, 1, 0, 0, 0)), new ChildCounts(SmallTown.Street, new(3, 0, 0, 0, 1, 1, 1))], report.Children);
        Assert.Equal((_content.Time.GetUtcNow(), "quanzhou-2010"), (report.AsOf, report.Policy!.Id));
        Assert.Equal(new StatusCounts(5, 0, 4, 0, 0, 1, 0), (await _review.ReportAsync(SmallTown.County, 2026, default)).Counts);
    }

    [Fact]
    public async Task A_floating_member_is_counted_once_above_both_organisations_and_once_in_each()
    {
        var member = await _content.RegisterAsync("QZ-0001", category: MemberCategory.Floating);
        await _content
            .Get<MemberRegister>()
            .JoinAsync(new(member.Id, SmallTown.Office, MembershipKind.Receiving, new(new(2024, 1, 1), null)), SmallTown.Clerk, default);

        var report = await _review.ReportAsync(SmallTown.County, 2025, default);

        Assert.Equal(1, report.Counts.Members);
        Assert.Equal([1, 1], report.Children.Select(child => child.Counts.Members));
    }

    [Fact]
    public async Task Who_moved_is_counted_where_the_membership_was_held_on_the_last_day_of_the_year()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        await _content
            .Get<MemberRegister>()
            .JoinAsync(new(member.Id, SmallTown.Office, MembershipKind.Home, new(new(2026, 1, 1), null)), SmallTown.Clerk, default);

        Assert.Equal(1, (await _review.ReportAsync(SmallTown.Village, 2025, default)).Counts.Members);
        Assert.Equal(0, (await _review.ReportAsync(SmallTown.Village, 2026, default)).Counts.Members);
        Assert.Equal(1, (await _review.ReportAsync(SmallTown.Office, 2026, default)).Counts.Members);
    }

    [Fact]
    public async Task Duties_are_those_of_the_level_and_of_the_members_and_are_never_guessed()
    {
        await _content.RegisterAsync("QZ-0001");
        async Task<string[]> Duties(string id) => [.. (await _review.ReportAsync(id, 2025, default)).Duties.Select(duty => duty.Rule.Id)];

        Assert.Equal(["P1.city", "P2.city", "P3.regular", "P4A", "P5.once", "M.meeting", "A.plan", "A.report"], await Duties(SmallTown.City));
        Assert.Equal(
            ["P1.county", "P1.once", "P2.county", "P3.regular", "P5.once", "M.meeting", "B.bases", "A.plan", "A.report"],
            await Duties(SmallTown.County)
        );
        Assert.Equal(["R1.once", "P5.once", "M.meeting", "B.bases", "A.plan", "A.report"], await Duties(SmallTown.Township));
        Assert.Equal(["R3.once", "P5.once"], await Duties(SmallTown.Office));
        Assert.All((await _review.ReportAsync(SmallTown.County, 2025, default)).Duties, duty => Assert.Equal(DutyStatus.NotRecorded, duty.Status));
    }

    [Fact]
    public async Task Standings_of_many_members_are_each_their_own()
    {
        var met = await _content.RegisterAsync("QZ-0001");
        var missed = await _content.WithHistoryAsync(await _content.RegisterAsync("QZ-0002", SmallTown.Office, MemberCategory.Government));
        await _content.CreditAsync(met, "1", CreditForm.Online, 16, new(2025, 6, 1));

        var standings = await _review.StandingsAsync([met.Id, missed.Id, "nobody"], 2025, default);

        Assert.Equal(
            [(met.Id, ComplianceStatus.Compliant), (missed.Id, ComplianceStatus.NonCompliant)],
            standings.Values.OrderBy(standing => standing.Status).Select(standing => (standing.MemberId, standing.Status))
        );
    }

    [Fact]
    public async Task A_year_before_any_policy_has_no_figure_and_no_duties()
    {
        await _content.RegisterAsync("QZ-0001");

        var report = await _review.ReportAsync(SmallTown.City, 2009, default);

        Assert.Empty(report.Duties);
        Assert.Null(report.Policy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1920)]
    [InlineData(10000)]
    public async Task A_year_that_cannot_be_is_refused(int year)
    {
        var error = await Assert.ThrowsAsync<ContentError>(() => _review.ReportAsync(SmallTown.City, year, default));

        Assert.Equal("year", error.Arguments[0]);
    }

    [Fact]
    public async Task An_unknown_organisation_has_no_report() =>
        Assert.Equal(ContentErrorCode.NotFound, (await Assert.ThrowsAsync<ContentError>(() => _review.ReportAsync("999", 2025, default))).Code);
}
