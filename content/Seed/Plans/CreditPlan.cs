namespace ELearning.Content;

/// <summary>
/// Two years of training before the online school: for every row the policy lists for a member, classes, lectures, viewings that meet it, fall short of it or
/// leave it empty. The policy decides what is asked and which forms count, so the history follows the rules in force and every status occurs. What was studied
/// online elsewhere comes in as sums; members with a name in the demonstration have none of these, theirs is played (<see cref="SeedStudy"/>).
/// </summary>
internal sealed class CreditPlan(Func<DateOnly, Policy?> policyOn, IReadOnlyDictionary<string, NewOrganisation> organisations, DateOnly today)
{
    private const int HalfHours = 2;

    private static readonly (CreditForm Form, int Share)[][] Mixes =
    [
        [(CreditForm.CentralisedClass, 50), (CreditForm.GroupViewing, 30), (CreditForm.Lecture, 20)],
        [(CreditForm.Online, 40), (CreditForm.Lecture, 35), (CreditForm.Field, 25)],
        [(CreditForm.External, 55), (CreditForm.Online, 45)],
        [(CreditForm.CentralisedClass, 60), (CreditForm.Online, 40)],
        [(CreditForm.GroupViewing, 40), (CreditForm.Field, 35), (CreditForm.Lecture, 25)],
        [(CreditForm.Seminar, 40), (CreditForm.ThemedActivity, 35), (CreditForm.Online, 25)],
    ];

    /// <summary>For rows that not every form fills: the key projects.</summary>
    private static readonly (CreditForm Form, int Share)[] ProjectMix = [(CreditForm.CentralisedClass, 60), (CreditForm.Lecture, 25), (CreditForm.Field, 15)];

    /// <summary>How a member fared in a year; the named subjects as content/README.md tells of them.</summary>
    private static readonly Dictionary<string, (Outcome Last, Outcome This)> Named = new()
    {
        [DemoSubjects.RuralMember] = (Outcome.Met, Outcome.None),
        [DemoSubjects.VillageSecretary] = (Outcome.Met, Outcome.Short),
        [DemoSubjects.GovernmentLeader] = (Outcome.Short, Outcome.Short),
        [DemoSubjects.NewOrganisationMember] = (Outcome.Met, Outcome.Met),
        [DemoSubjects.NewMember] = (Outcome.None, Outcome.Short),
        [DemoSubjects.FloatingMember] = (Outcome.Met, Outcome.Short),
        [DemoSubjects.Student] = (Outcome.Short, Outcome.Short),
        [DemoSubjects.Talent] = (Outcome.Met, Outcome.Short),
        [DemoSubjects.VillageOfficial] = (Outcome.Met, Outcome.Short),
        [DemoSubjects.NewOrganisationSecretary] = (Outcome.Short, Outcome.Met),
        [DemoSubjects.CommunityMember] = (Outcome.Met, Outcome.Met),
    };

    /// <summary>The organisations as far as a standing looks at them: the sector in which a post is held.</summary>
    private readonly IReadOnlyDictionary<string, Organisation> _tree = organisations.ToDictionary(
        pair => pair.Key,
        pair => new Organisation
        {
            Id = pair.Key,
            Name = pair.Value.Name,
            Level = pair.Value.Level,
            Sector = pair.Value.Sector,
            Lineage = [pair.Key],
            Existence = new(pair.Value.EstablishedOn, null),
        }
    );

    private readonly DateOnly _yesterday = today.DayOfYear == 1 ? today : today.AddDays(-1);

    private enum Outcome
    {
        Met,
        Short,
        None,
    }

    /// <summary>In the order of the days they were earned on, each member's running numbers with them.</summary>
    public IReadOnlyList<NewCredit> Make(IReadOnlyList<PlannedMember> members) =>
        [.. members.SelectMany(History).OrderBy(credit => credit.EarnedOn).ThenBy(credit => credit.Id, StringComparer.Ordinal)];

    private List<NewCredit> History(PlannedMember planned)
    {
        var posted = new List<NewCredit>();
        var ledger = new List<Credit>();
        foreach (var year in (int[])[today.Year - 1, today.Year])
        {
            if (policyOn(year == today.Year ? today : new DateOnly(year, 12, 31)) is not { } policy)
                continue;
            var rows = PolicyEvaluator.Evaluate(policy, BasisOf([]), year, today).Obligations.Count;
            // The pickiest rows first: what fills them fills the others too.
            var order = Enumerable.Range(0, rows).OrderBy(row => Now(row).Rule.EligibleForms.Count).ThenBy(row => Now(row).RequiredTimes is not null).ToList();
            foreach (var row in order)
            {
                foreach (var credit in Fill(planned, Now(row), year, policy))
                {
                    posted.Add(credit);
                    ledger.Add(AsPosted(credit, policy, ledger.Count + 1));
                }
            }

            Obligation Now(int row) => PolicyEvaluator.Evaluate(policy, BasisOf(ledger), year, today).Obligations[row];
        }
        return posted;

        StandingBasis BasisOf(IReadOnlyList<Credit> credits) => new(planned.Member, credits, _tree);
    }

    private IEnumerable<NewCredit> Fill(PlannedMember planned, Obligation row, int year, Policy policy)
    {
        var rule = row.Rule;
        var (from, to) = Days(planned, row, year);
        if (rule.EligibleForms.Count == 0 || from > to)
            return [];
        var outcome = OutcomeOf(planned, row, year);
        var halfHour = policy.SecondsPerHour / HalfHours;
        if (row.RequiredSeconds is { } required)
        {
            var key = $"{planned.Seat} {rule.Id} {Which(year)}";
            var percent = outcome switch
            {
                Outcome.Met => 100,
                Outcome.Short => 30 + Draw.Below(50, $"share {key}"),
                _ => 0,
            };
            // A window that goes on beyond the year is filled by halves.
            var open = row.Window.To is null || row.Window.To > new DateOnly(year, 12, 31);
            var missing = (open ? required / 2 : required) * percent / 100 - row.CreditedSeconds;
            var halves = (int)((missing + halfHour - 1) / halfHour) + (outcome == Outcome.Met ? Draw.Below(4, $"surplus {key}") : 0);
            return missing > 0 ? Split(planned, row, year, from, to, halves, halfHour, MixOf(planned, rule, key)) : [];
        }
        var hours =
            outcome != Outcome.Met ? 0
            : row.RequiredTimes is { } times ? (row.CreditedTimes < times ? 8 : 0)
            : DutyHours(row, year);
        return hours > 0
            ? Split(
                planned,
                row,
                year,
                from,
                to,
                hours * HalfHours,
                halfHour,
                [(rule.EligibleForms.Contains(CreditForm.CentralisedClass) ? CreditForm.CentralisedClass : rule.EligibleForms[0], 100)]
            )
            : [];
    }

    /// <summary>Where the text gives no figure: ten days before taking post, two days on appointment, a day of the unit's own training.</summary>
    private static int DutyHours(Obligation row, int year) =>
        row.Rule.Window switch
        {
            RuleWindow.BeforeAppointment => 80,
            RuleWindow.FromAppointment => row.Window.From.Year == year ? 16 : 0,
            _ => 8,
        };

    private Outcome OutcomeOf(PlannedMember planned, Obligation row, int year)
    {
        var last = year < today.Year;
        if (row.Rule.Window == RuleWindow.YearFromAdmission && planned.Role == SeatRole.PastNewMember)
            return NewMemberOutcome(planned, row.RequiredTimes is not null);
        if (row.Rule.Window == RuleWindow.ServiceTerm)
            return Draw.Percent(25, $"service {planned.Seat}") ? Outcome.Met : Outcome.Short;
        if (Named.TryGetValue(planned.Member.Number, out var named))
            return last ? named.Last : named.This;
        var drawn = Draw.Below(100, $"outcome {Which(year)} {planned.Seat}");
        return drawn < (last ? 74 : 36) ? Outcome.Met
            : drawn < (last ? 93 : 82) ? Outcome.Short
            : Outcome.None;
    }

    /// <summary>Four in ten did all, three never saw a class, three too few hours.</summary>
    private static Outcome NewMemberOutcome(PlannedMember planned, bool classRow)
    {
        var drawn = Draw.Below(10, $"new {planned.Seat}");
        return drawn < 4 ? Outcome.Met
            : NoClass(planned) ? (classRow ? Outcome.None : Outcome.Met)
            : (classRow ? Outcome.Met : Outcome.Short);
    }

    private static bool NoClass(PlannedMember planned) => planned.Role == SeatRole.PastNewMember && Draw.Below(10, $"new {planned.Seat}") is >= 4 and < 7;

    private static (CreditForm Form, int Share)[] MixOf(PlannedMember planned, PolicyRule rule, string key)
    {
        var mix = rule.EligibleForms.Count < Enum.GetValues<CreditForm>().Length ? ProjectMix : Draw.One(Mixes, $"mix {key}");
        var eligible = mix.Where(part => rule.EligibleForms.Contains(part.Form) && !IsAvoided(planned, part.Form)).ToArray();
        return eligible.Length > 0 ? eligible : [(rule.EligibleForms[^1], 100)];
    }

    private static bool IsAvoided(PlannedMember planned, CreditForm form) =>
        form switch
        {
            CreditForm.CentralisedClass => NoClass(planned),
            CreditForm.Online => DemoSubjects.Seats.ContainsKey(planned.Seat),
            _ => false,
        };

    private IEnumerable<NewCredit> Split(
        PlannedMember planned,
        Obligation row,
        int year,
        DateOnly from,
        DateOnly to,
        int halves,
        int halfHour,
        (CreditForm Form, int Share)[] mix
    )
    {
        var shares = mix.Sum(part => part.Share);
        var left = halves;
        foreach (var (index, (form, share)) in mix.Index())
        {
            var piece = index == mix.Length - 1 ? left : Math.Min(left, Math.Max(1, halves * share / shares));
            left -= piece;
            // Nobody studies online for longer than the daily ceiling allows.
            foreach (var (part, size) in (form == CreditForm.Online ? Enumerable.Repeat(16, piece / 16).Append(piece % 16) : [piece]).Index())
            {
                if (size > 0)
                    yield return Credit(planned, row.Rule, year, form, size * halfHour, EventDay(planned, row.Rule, year, form, part, from, to), part);
            }
        }
    }

    private NewCredit Credit(PlannedMember planned, PolicyRule rule, int year, CreditForm form, int seconds, DateOnly day, int part)
    {
        var organiser = TrainingEvents.OrganiserOf(organisations, planned.BranchCode, rule);
        var batch = $"batch-{organiser.Code}-{rule.Id}-{form}-{day:yyyyMMdd}";
        return new($"{planned.Member.Id}/{batch}/{part}", planned.Member.Id, form, seconds, day, new(CreditSourceKind.Batch, batch))
        {
            VenueLevel = TrainingEvents.VenueOf(organiser, form),
            Title = TrainingEvents.TitleOf(organiser, year, rule, form),
            PostedBy = $"admin-{MemberPlan.CountyOf(planned.BranchCode)}",
        };
    }

    private (DateOnly From, DateOnly To) Days(PlannedMember planned, Obligation row, int year)
    {
        var from = new[] { row.Window.From, new DateOnly(year, 1, 1), planned.Member.AdmittedOn.AddDays(1) }.Max();
        var to = new[] { row.Window.To ?? DateOnly.MaxValue, new DateOnly(year, 12, 31), _yesterday }.Min();
        return (from, to);
    }

    /// <summary>The usual day of the event where it fits; otherwise one that does, the same for all who share the reason.</summary>
    private DateOnly EventDay(PlannedMember planned, PolicyRule rule, int year, CreditForm form, int part, DateOnly from, DateOnly to)
    {
        var key = $"{TrainingEvents.OrganiserOf(organisations, planned.BranchCode, rule).Code} {rule.Id} {form} {part} {Which(year)}";
        var usual = TrainingEvents.UsualDay(year, form).AddDays(Draw.Below(12, $"day {key}") + part);
        return usual >= from && usual <= to ? usual : from.AddDays(Draw.Below(to.DayNumber - from.DayNumber + 1, $"other day {key}"));
    }

    private string Which(int year) => year < today.Year ? "last" : "this";

    private static Credit AsPosted(NewCredit credit, Policy policy, int number) =>
        new()
        {
            Id = credit.Id,
            MemberId = credit.MemberId,
            Number = number,
            Form = credit.Form,
            Seconds = credit.Seconds,
            EarnedOn = credit.EarnedOn,
            Source = credit.Source,
            VenueLevel = credit.VenueLevel,
            Policy = policy.Reference,
            PostedAt = SchoolTime.StartOf(credit.EarnedOn),
            Hash = "",
        };
}
