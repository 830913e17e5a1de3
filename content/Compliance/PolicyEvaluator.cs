namespace ELearning.Content;

/// <summary>
/// The rules of a policy applied to one member and year; no clock, no store, no figure of its own. A rule is listed in every year its window overlaps and
/// decided in the year in which the window ends, by what had been earned by then; category and position count as held on the earlier of today and the window's
/// end, and a post counts where it is held.
/// </summary>
public static class PolicyEvaluator
{
    /// <param name="policy">In force at the year's end, or today where the year has not ended; null for years before any.</param>
    public static Standing Evaluate(Policy? policy, StandingBasis basis, int year, DateOnly today)
    {
        if (policy is null)
            return new(basis.Member.Id, year, ComplianceStatus.NoFigure, null, []) { Basis = basis };
        // Of the member as a whole: to void the first home moves no beginning.
        var recordsFrom = RecordRules.BeginOf(basis.Member, basis.Organisations);
        basis = basis with { Member = basis.Member.Valid() };
        var calendar = DatePeriod.Year(year);
        var ledger = new WeighedLedger(policy, basis.Credits);
        var obligations = new List<Obligation>();
        foreach (var rule in policy.Rules)
        {
            foreach (var window in WindowsOf(policy, rule, basis, calendar, today).Where(window => window.Overlaps(calendar)))
            {
                obligations.Add(Decide(policy, rule, window, basis, ledger, recordsFrom, calendar, today));
            }
        }
        return new(basis.Member.Id, year, Worst(obligations), policy, obligations) { Basis = basis, RecordsFrom = recordsFrom };
    }

    /// <summary>One window for each time the rule applies to the member: once, or once for each post.</summary>
    private static IEnumerable<DatePeriod> WindowsOf(Policy policy, PolicyRule rule, StandingBasis basis, DatePeriod calendar, DateOnly today)
    {
        var member = basis.Member;
        return rule.Window switch
        {
            RuleWindow.CalendarYear => Once(calendar),
            RuleWindow.YearFromAdmission => Once(YearFrom(member.AdmittedOn)),
            RuleWindow.Open => Once(new(member.AdmittedOn, null)),
            RuleWindow.FromAppointment or RuleWindow.ServiceTerm => Posts(held => Reference(held.Period, today))
                .Select(held => held.Period)
                .Where(term => term.From <= today),
            RuleWindow.YearOfAppointment => member
                .Positions.Select(held => (Held: held, Year: DatePeriod.Year(held.Period.From.Year)))
                .Where(post => post.Held.Period.Contains(Reference(post.Year, today)) && IsPostOf(rule, post.Held, Reference(post.Year, today), basis))
                .Select(post => post.Year)
                .Distinct(),
            RuleWindow.BeforeAppointment => Posts(held => held.Period.From)
                .Select(held => held.Period.From.AddDays(-1))
                .Select(eve => new DatePeriod(new(eve.Year, 1, 1), eve)),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Window, null),
        };

        IEnumerable<DatePeriod> Once(DatePeriod window) => Addresses(policy, rule, basis, window, today) ? [window] : [];
        IEnumerable<HeldPosition> Posts(Func<HeldPosition, DateOnly> on) => member.Positions.Where(held => IsPostOf(rule, held, on(held), basis));
    }

    private static bool Addresses(Policy policy, PolicyRule rule, StandingBasis basis, DatePeriod window, DateOnly today)
    {
        var day = Reference(window, today);
        if (rule.Categories.Count + rule.Backgrounds.Count + rule.Positions.Count == 0)
            return true;
        return (IsOfCategory(policy, rule, basis.Member, window, day) && !(IsOutside(policy, basis.Member, window) && policy.Outside!.Rules.Contains(rule.Id)))
            || basis.Member.Backgrounds.Any(held => held.Period.Contains(day) && rule.Backgrounds.Contains(held.Background))
            || basis.Member.Positions.Any(held => held.Period.Contains(day) && IsPostOf(rule, held, day, basis));
    }

    private static bool IsOfCategory(Policy policy, PolicyRule rule, Member member, DatePeriod window, DateOnly day) =>
        member.Categories.Any(held => held.Period.Contains(day) && rule.Categories.Contains(held.Category))
        || (IsOutside(policy, member, window) && policy.Outside!.Categories.Any(rule.Categories.Contains));

    /// <summary>Outside the target of the plan is who holds such a category for more than half of a window that ends.</summary>
    private static bool IsOutside(Policy policy, Member member, DatePeriod window)
    {
        if (policy.Outside is not { } outside || window.To is not { } last)
            return false;
        var days = 0;
        var counted = window.From.AddDays(-1);
        foreach (
            var held in member
                .Categories.Where(held => outside.Categories.Contains(held.Category) && held.Period.Overlaps(window))
                .Select(held => held.Period)
                .OrderBy(held => held.From)
        )
        {
            var (from, to) = (held.From > counted ? held.From : counted.AddDays(1), held.To < last ? held.To.Value : last);
            if (from > to)
                continue;
            days += to.DayNumber - from.DayNumber + 1;
            counted = to;
        }
        return 2 * days > last.DayNumber - window.From.DayNumber + 1;
    }

    private static bool IsPostOf(PolicyRule rule, HeldPosition held, DateOnly day, StandingBasis basis) =>
        Names(rule.Positions, held.Position)
        && (rule.Sectors.Count == 0 || (basis.SectorOf(held.OrganisationId, day) is { } sector && rule.Sectors.Contains(sector)));

    /// <summary>
    /// The leaders' figure of a row needs the post in an organisation of the row's sector; one without sector, as a township's committee, gives the tier of the
    /// holder's own category.
    /// </summary>
    private static bool IsLeader(Policy policy, PolicyRule rule, StandingBasis basis, DatePeriod window, DateOnly day) =>
        rule.LeaderHours is not null
        && basis.Member.Positions.Any(held =>
            held.Period.Contains(day)
            && Names(rule.LeaderPositions, held.Position)
            && (
                basis.SectorOf(held.OrganisationId, day) is { } sector
                    ? rule.Categories.Contains(sector)
                    : IsOfCategory(policy, rule, basis.Member, window, day)
            )
        );

    private static Obligation Decide(
        Policy policy,
        PolicyRule rule,
        DatePeriod window,
        StandingBasis basis,
        WeighedLedger ledger,
        DateOnly? recordsFrom,
        DatePeriod calendar,
        DateOnly today
    )
    {
        var leader = IsLeader(policy, rule, basis, window, Reference(window, today));
        var (credited, times) = ledger.Count(rule, window, calendar);
        var row = new Obligation(
            rule,
            window,
            leader,
            (leader ? rule.LeaderHours : rule.Hours) is { } hours ? (long)hours * policy.SecondsPerHour : null,
            credited,
            rule.Times,
            times,
            ComplianceStatus.NoFigure,
            ObligationReason.NoFigure
        );
        if (rule.BySkill && basis.Member.Skills.Any(skill => skill.RecordedOn <= calendar.To))
            return row with { Reason = ObligationReason.OutcomeRecorded };
        if (row.RequiredSeconds is null && rule.Times is null)
            return row;
        var waiver = basis.Member.Waivers.FirstOrDefault(waived => waived.RuleId == rule.Id && waived.Year == (window.To?.Year ?? calendar.From.Year));
        if (waiver is not null)
            return row with { Reason = ObligationReason.Waived, Waiver = waiver };
        var (status, reason) = Status(row, decided: window.To < today && window.To <= calendar.To, recorded: !(window.From < recordsFrom));
        return row with { Status = status, Reason = reason };
    }

    private static (ComplianceStatus, ObligationReason) Status(Obligation row, bool decided, bool recorded)
    {
        var hoursMissing = row.CreditedSeconds < row.RequiredSeconds;
        var timesMissing = row.CreditedTimes < row.RequiredTimes;
        // What is missing explains the row; where both are met, hours do.
        var byHours = hoursMissing || (row.RequiredSeconds is not null && !timesMissing);
        if (!hoursMissing && !timesMissing)
            return (ComplianceStatus.Compliant, byHours ? ObligationReason.HoursMet : ObligationReason.TimesMet);
        if (!recorded)
            return (ComplianceStatus.NotRecorded, byHours ? ObligationReason.HoursNotRecorded : ObligationReason.TimesNotRecorded);
        if (!decided)
            return (ComplianceStatus.OnTrack, byHours ? ObligationReason.HoursOpen : ObligationReason.TimesOpen);
        return (
            row.Rule.Strength == RuleStrength.Hard ? ComplianceStatus.NonCompliant : ComplianceStatus.BelowNorm,
            byHours ? ObligationReason.HoursMissed : ObligationReason.TimesMissed
        );
    }

    /// <summary>A first secretary is as a secretary for figures.</summary>
    private static bool Names(IReadOnlyList<MemberPosition> positions, MemberPosition held) =>
        positions.Contains(held) || (held == MemberPosition.FirstSecretary && positions.Contains(MemberPosition.Secretary));

    /// <summary>From 29 February the year ends on 28 February, as it does from 1 March.</summary>
    private static DatePeriod YearFrom(DateOnly day)
    {
        var anniversary = day.AddYears(1);
        return new(day, anniversary.Day == day.Day ? anniversary.AddDays(-1) : anniversary);
    }

    private static DateOnly Reference(DatePeriod window, DateOnly today) => window.To < today ? window.To.Value : today;

    private static ComplianceStatus Worst(IEnumerable<Obligation> obligations)
    {
        var binding = obligations.Select(row => row.Status).ToHashSet();
        ReadOnlySpan<ComplianceStatus> worstFirst =
        [
            ComplianceStatus.NonCompliant,
            ComplianceStatus.BelowNorm,
            ComplianceStatus.OnTrack,
            ComplianceStatus.NotRecorded,
            ComplianceStatus.Compliant,
        ];
        foreach (var status in worstFirst)
        {
            if (binding.Contains(status))
                return status;
        }
        return ComplianceStatus.NoFigure;
    }
}
