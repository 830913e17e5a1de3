namespace ELearning.Content;

/// <summary>
/// The rules of a policy applied to one member and year; no clock, no store, no figure of its own. A rule is listed in every year its window overlaps and
/// decided in the year in which the window ends, by what had been earned by then; category and position count as held on the earlier of today and the window's
/// end.
/// </summary>
public static class PolicyEvaluator
{
    /// <param name="policy">In force at the year's end, or today where the year has not ended; null for years before any.</param>
    /// <param name="credits">The member's whole ledger, reversals included.</param>
    public static Standing Evaluate(Policy? policy, Member member, IReadOnlyList<Credit> credits, int year, DateOnly today)
    {
        if (policy is null)
            return new(member.Id, year, ComplianceStatus.NoFigure, null, []);
        member = member.Valid();
        var calendar = DatePeriod.Year(year);
        var reversed = credits.Where(credit => credit.Reverses is not null).Select(credit => credit.Reverses!).ToHashSet();
        var obligations = new List<Obligation>();
        foreach (var rule in policy.Rules)
        {
            foreach (var window in WindowsOf(rule, member, calendar, today).Where(window => window.Overlaps(calendar)))
            {
                obligations.Add(Decide(policy, rule, window, member, credits, reversed, calendar, today));
            }
        }
        return new(member.Id, year, Worst(obligations), policy, obligations);
    }

    /// <summary>One window for each time the rule applies to the member: once, or once for each term in the position.</summary>
    private static IEnumerable<DatePeriod> WindowsOf(PolicyRule rule, Member member, DatePeriod calendar, DateOnly today)
    {
        IEnumerable<DatePeriod> Once(DatePeriod window) => AppliesOn(Reference(window, today), rule, member) ? [window] : [];
        IEnumerable<HeldPosition> Terms(Func<HeldPosition, DateOnly> on) =>
            member.Positions.Where(held => Names(rule.Positions, held.Position) && HoldsCategory(on(held), rule, member));
        return rule.Window switch
        {
            RuleWindow.CalendarYear => Once(calendar),
            RuleWindow.YearFromAdmission => Once(YearFrom(member.AdmittedOn)),
            RuleWindow.Open => Once(new(member.AdmittedOn, null)),
            RuleWindow.FromAppointment or RuleWindow.ServiceTerm => Terms(held => Reference(held.Period, today))
                .Select(held => held.Period)
                .Where(term => term.From <= today),
            RuleWindow.BeforeAppointment => Terms(held => held.Period.From)
                .Select(held => held.Period.From.AddDays(-1))
                .Select(eve => new DatePeriod(new(eve.Year, 1, 1), eve)),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Window, null),
        };
    }

    private static Obligation Decide(
        Policy policy,
        PolicyRule rule,
        DatePeriod window,
        Member member,
        IReadOnlyList<Credit> credits,
        HashSet<string> reversed,
        DatePeriod calendar,
        DateOnly today
    )
    {
        var reference = Reference(window, today);
        var leader =
            rule.LeaderHours is not null && member.Positions.Any(held => held.Period.Contains(reference) && Names(rule.LeaderPositions, held.Position));
        var counted = credits.Where(credit => window.Contains(credit.EarnedOn) && credit.EarnedOn <= calendar.To && Fills(credit, rule)).ToList();
        long? required = (leader ? rule.LeaderHours : rule.Hours) is { } hours ? (long)hours * policy.SecondsPerHour : null;
        var credited = Ceiled(counted, rule, policy);
        var times = counted.Count(credit => credit.Reverses is null && !reversed.Contains(credit.Id));
        var (status, reason) = Status(rule, required, credited, times, decided: window.To < today && window.To <= calendar.To, member, calendar);
        return new(rule, window, leader, required, credited, rule.Times, times, status, reason);
    }

    private static (ComplianceStatus, ObligationReason) Status(
        PolicyRule rule,
        long? required,
        long credited,
        int times,
        bool decided,
        Member member,
        DatePeriod calendar
    )
    {
        if (rule.BySkill && member.Skills.Any(skill => skill.RecordedOn <= calendar.To))
            return (ComplianceStatus.NoFigure, ObligationReason.OutcomeRecorded);
        if (required is null && rule.Times is null)
            return (ComplianceStatus.NoFigure, ObligationReason.NoFigure);
        var hoursMissing = required is not null && credited < required;
        var timesMissing = rule.Times is not null && times < rule.Times;
        // What is missing explains the row; where both are met, hours do.
        var byHours = hoursMissing || (required is not null && !timesMissing);
        if (!hoursMissing && !timesMissing)
            return (ComplianceStatus.Compliant, byHours ? ObligationReason.HoursMet : ObligationReason.TimesMet);
        if (!decided || rule.Strength is not (RuleStrength.Hard or RuleStrength.Norm))
            return (ComplianceStatus.OnTrack, byHours ? ObligationReason.HoursOpen : ObligationReason.TimesOpen);
        return (
            rule.Strength == RuleStrength.Hard ? ComplianceStatus.NonCompliant : ComplianceStatus.BelowNorm,
            byHours ? ObligationReason.HoursMissed : ObligationReason.TimesMissed
        );
    }

    private static bool Fills(Credit credit, PolicyRule rule) =>
        rule.EligibleForms.Contains(credit.Form) && (rule.VenueAtLeast is null || credit.VenueLevel <= rule.VenueAtLeast);

    private static long Ceiled(List<Credit> counted, PolicyRule rule, Policy policy)
    {
        var online = counted.Where(credit => credit.Form == CreditForm.Online).Sum(credit => (long)credit.Seconds);
        var total = counted.Sum(credit => (long)credit.Seconds);
        return rule.OnlineCeilingHours is { } ceiling ? total - Math.Max(0, online - (long)ceiling * policy.SecondsPerHour) : total;
    }

    private static bool AppliesOn(DateOnly day, PolicyRule rule, Member member) =>
        HoldsCategory(day, rule, member)
        && (rule.Positions.Count == 0 || member.Positions.Any(held => held.Period.Contains(day) && Names(rule.Positions, held.Position)));

    /// <summary>A first secretary is as a secretary for figures.</summary>
    private static bool Names(IReadOnlyList<MemberPosition> positions, MemberPosition held) =>
        positions.Contains(held) || (held == MemberPosition.FirstSecretary && positions.Contains(MemberPosition.Secretary));

    private static bool HoldsCategory(DateOnly day, PolicyRule rule, Member member) =>
        (rule.Categories.Count == 0 && rule.Backgrounds.Count == 0)
        || member.Categories.Any(held => held.Period.Contains(day) && rule.Categories.Contains(held.Category))
        || member.Backgrounds.Any(held => held.Period.Contains(day) && rule.Backgrounds.Contains(held.Background));

    /// <summary>From 29 February the year ends on 28 February, as it does from 1 March.</summary>
    private static DatePeriod YearFrom(DateOnly day)
    {
        var anniversary = day.AddYears(1);
        return new(day, anniversary.Day == day.Day ? anniversary.AddDays(-1) : anniversary);
    }

    private static DateOnly Reference(DatePeriod window, DateOnly today) => window.To < today ? window.To.Value : today;

    private static ComplianceStatus Worst(IEnumerable<Obligation> obligations)
    {
        var binding = obligations
            .Where(row => row.Rule.Strength is RuleStrength.Hard or RuleStrength.Norm && row.Status != ComplianceStatus.NoFigure)
            .Select(row => row.Status)
            .ToHashSet();
        ReadOnlySpan<ComplianceStatus> worstFirst =
        [
            ComplianceStatus.NonCompliant,
            ComplianceStatus.BelowNorm,
            ComplianceStatus.OnTrack,
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
