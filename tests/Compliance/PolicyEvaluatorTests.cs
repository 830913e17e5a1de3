using ELearning.Content;
using static ELearning.Content.ComplianceStatus;
using static ELearning.Content.CreditForm;
using static ELearning.Content.MemberCategory;
using static ELearning.Content.MemberPosition;

namespace ELearning.Tests.Compliance;

/// <summary>The policy as a table: every row, both tiers, each status, and the edges of each window. The year is 2025 unless said.</summary>
public sealed class PolicyEvaluatorTests
{
    /// <summary>Rule, category, position, required hours, whether the leader figure, what a miss is.</summary>
    public static TheoryData<string, MemberCategory, MemberPosition?, int, bool, ComplianceStatus> YearlyHours =>
        new()
        {
            { "R1", Rural, null, 16, false, BelowNorm },
            { "R1", Rural, CommitteeMember, 24, true, BelowNorm },
            { "R1", Rural, LeadingCommitteeMember, 24, true, BelowNorm },
            { "R1", Rural, Secretary, 24, true, BelowNorm },
            { "R1", Rural, PartyBuildingInstructor, 16, false, BelowNorm },
            { "R1", Rural, VillageOfficial, 16, false, BelowNorm },
            { "R1", Rural, Talent, 16, false, BelowNorm },
            { "R2", Community, null, 16, false, BelowNorm },
            { "R2", Community, CommitteeMember, 24, true, BelowNorm },
            { "R2", Community, LeadingCommitteeMember, 24, true, BelowNorm },
            { "R2", Community, Secretary, 24, true, BelowNorm },
            { "R3", Government, null, 24, false, NonCompliant },
            { "R3", Government, CommitteeMember, 24, false, NonCompliant },
            { "R3", Government, LeadingCommitteeMember, 40, true, NonCompliant },
            { "R3", Government, Secretary, 40, true, NonCompliant },
            { "R3", PublicInstitution, null, 24, false, NonCompliant },
            { "R3", PublicInstitution, CommitteeMember, 24, false, NonCompliant },
            { "R3", PublicInstitution, LeadingCommitteeMember, 40, true, NonCompliant },
            { "R3", PublicInstitution, Secretary, 40, true, NonCompliant },
            { "R4", StateEnterprise, null, 24, false, BelowNorm },
            { "R4", StateEnterprise, CommitteeMember, 24, false, BelowNorm },
            { "R4", StateEnterprise, LeadingCommitteeMember, 40, true, BelowNorm },
            { "R4", StateEnterprise, Secretary, 40, true, BelowNorm },
            { "R4", Financial, null, 24, false, BelowNorm },
            { "R4", Financial, CommitteeMember, 24, false, BelowNorm },
            { "R4", Financial, LeadingCommitteeMember, 40, true, BelowNorm },
            { "R4", Financial, Secretary, 40, true, BelowNorm },
            { "R5", MemberCategory.NewOrganisation, null, 16, false, BelowNorm },
            { "R5", MemberCategory.NewOrganisation, CommitteeMember, 24, true, BelowNorm },
            { "R5", MemberCategory.NewOrganisation, LeadingCommitteeMember, 24, true, BelowNorm },
            { "R5", MemberCategory.NewOrganisation, Secretary, 24, true, BelowNorm },
            { "R5", MemberCategory.NewOrganisation, PartyBuildingInstructor, 24, true, BelowNorm },
            { "R6", Student, null, 16, false, BelowNorm },
            { "R6", Student, CommitteeMember, 16, false, BelowNorm },
            { "R6", Student, LeadingCommitteeMember, 16, false, BelowNorm },
            { "R6", Student, Secretary, 16, false, BelowNorm },
            { "R7", Floating, null, 16, false, BelowNorm },
            { "R7", Floating, CommitteeMember, 24, true, BelowNorm },
            { "R7", Floating, LeadingCommitteeMember, 24, true, BelowNorm },
            { "R7", Floating, Secretary, 24, true, BelowNorm },
        };

    [Theory, MemberData(nameof(YearlyHours))]
    public void Yearly_hours_are_decided_in_seconds_on_the_first_of_january(
        string rule,
        MemberCategory category,
        MemberPosition? position,
        int hours,
        bool leader,
        ComplianceStatus miss
    )
    {
        Obligation Row(long seconds, string today) => Someone.Of(category).As(position).Earned(seconds, Online, "2025-12-31").Row(rule, 2025, today);
        var required = hours * 2700L;

        var met = Row(required, "2025-12-31");
        var open = Row(required - 1, "2025-12-31");
        var missed = Row(required - 1, "2026-01-01");

        Assert.Equal((required, leader, Compliant, ObligationReason.HoursMet), (met.RequiredSeconds, met.LeaderTier, met.Status, met.Reason));
        Assert.Equal((OnTrack, ObligationReason.HoursOpen, 1L), (open.Status, open.Reason, open.MissingSeconds));
        Assert.Equal((miss, ObligationReason.HoursMissed, 1L), (missed.Status, missed.Reason, missed.MissingSeconds));
        Assert.Equal(DatePeriod.Year(2025), missed.Window);
        Assert.Equal(Compliant, Row(required, "2026-01-01").Status);
    }

    /// <summary>Rule, sector of the post, position, hours, a form that fills it and one that does not, what a miss is.</summary>
    public static TheoryData<string, MemberCategory, MemberPosition, int, CreditForm, CreditForm, ComplianceStatus> KeyProjects =>
        new()
        {
            { "P1", Rural, Secretary, 56, CentralisedClass, Online, BelowNorm },
            { "P1", Community, Secretary, 56, CentralisedClass, Lecture, BelowNorm },
            { "P2", MemberCategory.NewOrganisation, Secretary, 40, CentralisedClass, Online, BelowNorm },
            { "P3", Other, Talent, 24, CentralisedClass, Online, BelowNorm },
            { "P3", Financial, Talent, 24, Lecture, Field, BelowNorm },
        };

    [Theory, MemberData(nameof(KeyProjects))]
    public void Key_projects_count_only_their_forms(
        string rule,
        MemberCategory sector,
        MemberPosition position,
        int hours,
        CreditForm fills,
        CreditForm doesNot,
        ComplianceStatus miss
    )
    {
        var required = hours * 2700L;
        Obligation Row(CreditForm form, long seconds, string today) =>
            Someone.Of(Other).As(position, "2025-02-01", at: sector).Earned(seconds, form, "2025-06-01", OrganisationLevel.County).Row(rule, 2025, today);

        Assert.Equal((required, Compliant), (Row(fills, required, "2026-01-01").RequiredSeconds, Row(fills, required, "2026-01-01").Status));
        Assert.Equal(OnTrack, Row(fills, required - 1, "2025-12-31").Status);
        Assert.Equal(miss, Row(fills, required - 1, "2026-01-01").Status);
        Assert.Equal((0L, miss), (Row(doesNot, required, "2026-01-01").CreditedSeconds, Row(doesNot, required, "2026-01-01").Status));
    }

    [Theory]
    [InlineData("P1", Government)]
    [InlineData("P1", MemberCategory.NewOrganisation)]
    [InlineData("P2", Rural)]
    [InlineData("P2.once", Community)]
    public void A_secretary_in_another_sector_is_not_addressed_whatever_their_own_category(string rule, MemberCategory sector) =>
        Assert.DoesNotContain(
            Someone.Of(Rural, Community, MemberCategory.NewOrganisation).As(Secretary, at: sector).Standing(2025, "2026-01-01").Obligations,
            row => row.Rule.Id == rule
        );

    [Theory]
    [InlineData(OrganisationLevel.Province, Compliant)]
    [InlineData(OrganisationLevel.City, Compliant)]
    [InlineData(OrganisationLevel.County, Compliant)]
    [InlineData(OrganisationLevel.Township, BelowNorm)]
    [InlineData(OrganisationLevel.Basic, BelowNorm)]
    [InlineData(null, BelowNorm)]
    public void A_class_for_village_secretaries_counts_from_county_level_up(OrganisationLevel? venue, ComplianceStatus expected) =>
        Assert.Equal(
            expected,
            Someone.Of(Rural).As(Secretary, at: Rural).Hours(56, CentralisedClass, "2025-06-01", venue).Row("P1", 2025, "2026-01-01").Status
        );

    [Fact]
    public void Once_a_year_is_hard_for_secretaries_of_new_organisations_and_needs_a_class_of_four_hours()
    {
        static Someone Sent() => Someone.Of(Government).As(Secretary, at: MemberCategory.NewOrganisation);
        var none = Sent().Hours(99, Lecture, "2025-06-01").Earned((4 * 2700) - 1, CentralisedClass, "2025-12-30");
        var once = Sent().Earned(2 * 2700, CentralisedClass, "2025-12-30").Earned(2 * 2700, CentralisedClass, "2025-12-31");

        Assert.Equal((1, 0, OnTrack, ObligationReason.TimesOpen), Times(none.Row("P2.once", 2025, "2025-12-31")));
        Assert.Equal((1, 0, NonCompliant, ObligationReason.TimesMissed), Times(none.Row("P2.once", 2025, "2026-01-01")));
        Assert.Equal((1, 1, Compliant, ObligationReason.TimesMet), Times(once.Row("P2.once", 2025, "2026-01-01")));
    }

    [Fact]
    public void A_reversed_class_counts_neither_as_hours_nor_as_a_time()
    {
        var member = Someone
            .Of(MemberCategory.NewOrganisation)
            .As(Secretary, at: MemberCategory.NewOrganisation)
            .Hours(40, CentralisedClass, "2025-06-01")
            .Reversed();

        Assert.Equal((0L, BelowNorm), (member.Row("P2", 2025, "2026-01-01").CreditedSeconds, member.Row("P2", 2025, "2026-01-01").Status));
        Assert.Equal((1, 0, NonCompliant, ObligationReason.TimesMissed), Times(member.Row("P2.once", 2025, "2026-01-01")));
    }

    [Fact]
    public void A_reversal_takes_the_hours_out_of_the_year_they_were_earned_in()
    {
        var member = Someone.Of(Rural).Hours(16, Online, "2025-12-31").Reversed().Hours(16, Online, "2026-01-01");

        Assert.Equal(BelowNorm, member.Standing(2025, "2026-02-01").Status);
        Assert.Equal(Compliant, member.Standing(2026, "2026-02-01").Status);
    }

    [Fact]
    public void Hours_count_in_the_calendar_year_they_were_earned_in_and_are_not_carried_over()
    {
        var member = Someone.Of(Rural).Hours(32, Online, "2025-01-01").Hours(8, Online, "2024-12-31").Hours(8, Online, "2026-01-01");

        Assert.Equal(32 * 2700, member.Row("R1", 2025, "2026-03-01").CreditedSeconds);
        Assert.Equal(8 * 2700, member.Row("R1", 2024, "2026-03-01").CreditedSeconds);
        Assert.Equal((8L * 2700, OnTrack), (member.Row("R1", 2026, "2026-03-01").CreditedSeconds, member.Row("R1", 2026, "2026-03-01").Status));
    }

    [Theory]
    [InlineData(2025, "2026-05-10", 12, "2025-11-01", OnTrack)]
    [InlineData(2025, "2026-05-10", 24, "2025-11-01", Compliant)]
    [InlineData(2025, "2026-12-31", 12, "2025-11-01", OnTrack)]
    [InlineData(2025, "2026-12-31", 24, "2026-02-01", OnTrack)]
    [InlineData(2026, "2026-05-09", 12, "2025-11-01", OnTrack)]
    [InlineData(2026, "2026-05-10", 12, "2025-11-01", BelowNorm)]
    [InlineData(2026, "2026-05-10", 24, "2025-11-01", Compliant)]
    [InlineData(2026, "2026-05-10", 24, "2026-05-09", Compliant)]
    [InlineData(2026, "2026-05-11", 24, "2026-05-10", BelowNorm)]
    [InlineData(2026, "2026-05-11", 24, "2025-05-10", Compliant)]
    [InlineData(2026, "2026-05-11", 24, "2025-05-09", BelowNorm)]
    public void A_new_members_year_rolls_from_admission_and_is_decided_in_the_year_it_ends(
        int year,
        string today,
        int hours,
        string on,
        ComplianceStatus expected
    )
    {
        var row = Someone.Of(Other).With(member => member with { AdmittedOn = Someone.Day("2025-05-10") }).Hours(hours, Lecture, on).Row("P5", year, today);

        Assert.Equal((24L * 2700, Someone.Since("2025-05-10", "2026-05-09"), expected), (row.RequiredSeconds, row.Window, row.Status));
    }

    [Theory]
    [InlineData("2026-05-09", CentralisedClass, OnTrack, Compliant)]
    [InlineData("2026-05-10", CentralisedClass, NonCompliant, Compliant)]
    [InlineData("2026-05-10", Lecture, NonCompliant, NonCompliant)]
    public void A_new_member_needs_one_class_within_the_year_of_admission(string today, CreditForm form, ComplianceStatus without, ComplianceStatus with)
    {
        var member = Someone.Of(Other).With(member => member with { AdmittedOn = Someone.Day("2025-05-10") });

        Assert.Equal(without, member.Row("P5.once", 2026, today).Status);
        Assert.Equal(with, member.Hours(4, form, "2026-05-09").Row("P5.once", 2026, today).Status);
    }

    [Fact]
    public void A_new_members_rows_are_listed_only_in_the_years_their_window_touches()
    {
        var member = Someone.Of(Rural).With(member => member with { AdmittedOn = Someone.Day("2025-05-10") });

        Assert.DoesNotContain(member.Standing(2024, "2027-01-01").Obligations, row => row.Rule.Id == "P5");
        Assert.DoesNotContain(member.Standing(2027, "2027-06-01").Obligations, row => row.Rule.Id == "P5");
    }

    [Theory]
    [InlineData("2025-01-01", "2025-12-31")]
    [InlineData("2024-02-29", "2025-02-28")]
    [InlineData("2023-03-01", "2024-02-29")]
    public void A_year_from_admission_has_its_last_day_before_the_anniversary(string admittedOn, string last) =>
        Assert.Equal(
            Someone.Day(last),
            Someone
                .Of(Other)
                .With(member => member with { AdmittedOn = Someone.Day(admittedOn) })
                .Row("P5", Someone.Day(admittedOn).Year, "2026-01-01")
                .Window.To
        );

    [Theory]
    [InlineData(2024, "2026-01-01", OnTrack)]
    [InlineData(2025, "2025-08-31", OnTrack)]
    [InlineData(2025, "2025-09-01", BelowNorm)]
    public void A_village_officials_hours_are_decided_when_the_term_ends(int year, string today, ComplianceStatus expected)
    {
        var member = Someone
            .Of(Rural)
            .As(VillageOfficial, "2022-09-01", "2025-08-31")
            .Hours(32, CentralisedClass, "2022-10-01", OrganisationLevel.County)
            .Hours(31, Field, "2024-10-01", OrganisationLevel.City)
            .Hours(9, Lecture, "2024-11-01", OrganisationLevel.Township)
            .Hours(9, Online, "2025-01-01");

        var row = member.Row("P4B", year, today);

        Assert.Equal(
            (64L * 2700, 63L * 2700, expected, Someone.Since("2022-09-01", "2025-08-31")),
            (row.RequiredSeconds, row.CreditedSeconds, row.Status, row.Window)
        );
        Assert.Equal(Compliant, member.Hours(1, Lecture, "2025-08-31", OrganisationLevel.County).Row("P4B", 2025, "2026-01-01").Status);
    }

    [Fact]
    public void A_serving_village_official_is_on_track_and_each_term_is_a_row_of_its_own()
    {
        var member = Someone.Of(Rural).As(VillageOfficial, "2020-01-01", "2025-03-31").As(VillageOfficial, "2025-06-01");

        var rows = member.Standing(2025, "2026-01-01").Obligations.Where(row => row.Rule.Id == "P4B").Select(row => (row.Window, row.Status));

        Assert.Equal([(Someone.Since("2020-01-01", "2025-03-31"), BelowNorm), (Someone.Since("2025-06-01"), OnTrack)], rows);
    }

    /// <summary>Rows without a figure: rule, category, position held since 2025-03-01, window.</summary>
    public static TheoryData<string, MemberCategory, MemberPosition?, string, string?> WithoutFigure =>
        new()
        {
            { "R8", Other, null, "2025-01-01", "2025-12-31" },
            { "R9", Cadre, null, "2025-01-01", "2025-12-31" },
            { "R9", Cadre, LeadingCommitteeMember, "2025-01-01", "2025-12-31" },
            { "P1B", Rural, Secretary, "2025-03-01", null },
            { "P1B", Community, Secretary, "2025-03-01", null },
            { "P2B", MemberCategory.NewOrganisation, Secretary, "2025-03-01", null },
            { "P4A", Rural, VillageOfficial, "2025-01-01", "2025-02-28" },
            { "P6", Rural, null, "2010-07-01", null },
        };

    [Theory, MemberData(nameof(WithoutFigure))]
    public void A_row_without_a_figure_is_shown_and_never_missed(string rule, MemberCategory category, MemberPosition? position, string from, string? to)
    {
        var row = Someone.Of(category).As(position, "2025-03-01", at: category).Row(rule, 2025, "2026-01-01");

        Assert.Equal(
            (null, null, NoFigure, ObligationReason.NoFigure, Someone.Since(from, to)),
            (row.RequiredSeconds, row.RequiredTimes, row.Status, row.Reason, row.Window)
        );
        Assert.Equal(rule == "P6" ? RuleStrength.Advocated : RuleStrength.Duty, row.Rule.Strength);
    }

    [Theory]
    [InlineData(Other)]
    [InlineData(Cadre)]
    public void A_member_with_no_figure_at_all_has_the_standing_no_figure(MemberCategory category) =>
        Assert.Equal(NoFigure, Someone.Of(category).Hours(99, Online, "2025-01-01").Standing(2025, "2026-01-01").Status);

    [Fact]
    public void A_recorded_skill_shows_as_an_outcome_for_rural_laid_off_and_demobilised_members()
    {
        static Member Skilled(Member member) => member with { Skills = [new("茶叶栽培", Someone.Day("2025-05-01"))] };
        var demobilised = Someone.Of(Financial).With(member => member with { Backgrounds = [new(MemberBackground.Demobilised, Someone.Since("2020-01-01"))] });

        Assert.Equal(ObligationReason.OutcomeRecorded, Someone.Of(Rural).With(Skilled).Row("P6", 2025, "2026-01-01").Reason);
        Assert.Equal(ObligationReason.NoFigure, Someone.Of(Rural).With(Skilled).Row("P6", 2024, "2026-01-01").Reason);
        Assert.Equal(ObligationReason.OutcomeRecorded, demobilised.With(Skilled).Row("P6", 2025, "2026-01-01").Reason);
        Assert.DoesNotContain(Someone.Of(Financial).Standing(2025, "2026-01-01").Obligations, row => row.Rule.Id == "P6");
    }

    [Fact]
    public void Of_several_rules_each_is_evaluated_on_its_own_and_the_standing_is_the_worst()
    {
        var member = Someone.Of(Rural, Government, Other).Hours(16, Online, "2025-05-01");

        Assert.Equal(["R1", "R3", "R8", "P6"], member.Standing(2025, "2026-01-01").Obligations.Select(row => row.Rule.Id));
        Assert.Equal((Compliant, NonCompliant), (member.Row("R1", 2025, "2026-01-01").Status, member.Row("R3", 2025, "2026-01-01").Status));
        Assert.Equal(NonCompliant, member.Standing(2025, "2026-01-01").Status);
        Assert.Equal(OnTrack, member.Standing(2025, "2025-12-31").Status);
        Assert.Equal(Compliant, member.Hours(8, Online, "2025-06-01").Standing(2025, "2026-01-01").Status);
    }

    [Fact]
    public void One_class_serves_every_rule_it_is_eligible_for()
    {
        var standing = Someone
            .Of(Rural)
            .As(Secretary, at: Rural)
            .Hours(56, CentralisedClass, "2025-05-01", OrganisationLevel.City)
            .Standing(2025, "2026-01-01");

        Assert.Equal(["R1", "P1"], standing.Obligations.Where(row => row.Status == Compliant).Select(row => row.Rule.Id));
        Assert.Equal(Compliant, standing.Status);
    }

    [Theory]
    [InlineData("2025-12-31", true)]
    [InlineData("2025-12-30", false)]
    public void The_position_held_when_the_window_ends_decides_the_tier(string to, bool leader) =>
        Assert.Equal(leader, Someone.Of(Government).As(Secretary, "2020-01-01", to).Row("R3", 2025, "2026-06-01").LeaderTier);

    [Fact]
    public void While_the_year_runs_the_position_held_today_decides_the_tier()
    {
        var member = Someone.Of(Government).As(Secretary, "2025-06-01", "2025-09-30");

        Assert.Equal([false, true, false], new[] { "2025-05-31", "2025-06-01", "2025-10-01" }.Select(today => member.Row("R3", 2025, today).LeaderTier));
    }

    [Fact]
    public void The_category_held_when_the_year_ends_decides_the_rule()
    {
        var member = new Someone().With(member =>
            member with
            {
                Categories =
                [
                    new(Student, true, Someone.Since("2020-09-01", "2025-06-30")),
                    new(MemberCategory.NewOrganisation, true, Someone.Since("2025-07-01")),
                ],
            }
        );

        Assert.Equal(["R5"], member.Standing(2025, "2026-01-01").Obligations.Select(row => row.Rule.Id));
        Assert.Equal(["R6"], member.Standing(2025, "2025-06-30").Obligations.Select(row => row.Rule.Id));
        Assert.Equal(["R6"], member.Standing(2024, "2026-01-01").Obligations.Select(row => row.Rule.Id));
        Assert.Empty(member.Standing(2019, "2026-01-01").Obligations);
    }

    [Fact]
    public void A_year_before_any_policy_has_no_figure_and_no_rows()
    {
        var standing = PolicyEvaluator.Evaluate(null, new(Someone.Of(Government).Member, [], Someone.Tree), 2009, Someone.Day("2026-01-01"));

        Assert.Equal((NoFigure, null), (standing.Status, standing.Policy));
        Assert.Empty(standing.Obligations);
    }

    [Fact]
    public void An_online_ceiling_of_another_policy_caps_only_online_hours()
    {
        var ceiled = Someone.Policy with { Rules = [.. Someone.Policy.Rules.Select(rule => rule with { OnlineCeilingHours = 10 })] };
        var ledger = new List<Credit>();
        foreach (var (form, hours) in new[] { (Online, 12), (Lecture, 5) })
        {
            ledger.Add(
                LedgerChain.Next(
                    new($"m/s/{form}", "m", form, hours * 2700, new(2025, 5, 1), new(CreditSourceKind.Batch, "b")),
                    ledger.LastOrDefault(),
                    ceiled.Reference,
                    default
                )
            );
        }

        var row = PolicyEvaluator.Evaluate(ceiled, new(Someone.Of(Rural).Member, ledger, Someone.Tree), 2025, Someone.Day("2026-01-01")).Obligations[0];

        Assert.Equal(15 * 2700, row.CreditedSeconds);
    }

    private static (int?, int, ComplianceStatus, ObligationReason) Times(Obligation row) => (row.RequiredTimes, row.CreditedTimes, row.Status, row.Reason);
}
