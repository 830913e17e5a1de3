using ELearning.Content;

namespace ELearning.Tests.Compliance;

/// <summary>One row of a second opinion: what an <see cref="Obligation"/> says, without the words.</summary>
internal readonly record struct OpinionRow(
    string Rule,
    DateOnly From,
    DateOnly? To,
    bool Leader,
    long? RequiredSeconds,
    long CreditedSeconds,
    int? RequiredTimes,
    int CreditedTimes,
    ComplianceStatus Status
)
{
    public static OpinionRow Of(Obligation row) =>
        new(
            row.Rule.Id,
            row.Window.From,
            row.Window.To,
            row.LeaderTier,
            row.RequiredSeconds,
            row.CreditedSeconds,
            row.RequiredTimes,
            row.CreditedTimes,
            row.Status
        );
}

/// <summary>
/// The training policy read a second time, from its page and its source alone, without a look at <see cref="PolicyEvaluator"/> or the policy file: a method for
/// each row of the tables, the figures written where they are used. Slow and plain on purpose; only the records of the data model are shared.
/// </summary>
internal sealed class SecondOpinion(
    Member member,
    IReadOnlyList<Credit> ledger,
    IReadOnlyDictionary<string, Organisation> organisations,
    int year,
    DateOnly today
)
{
    // §3: one 学时 is 45 minutes.
    private const long Hour = 45 * 60;

    private static readonly MemberPosition[] _secretary = [MemberPosition.Secretary, MemberPosition.FirstSecretary];
    private static readonly MemberPosition[] _leadingCommittee = [MemberPosition.LeadingCommitteeMember, .. _secretary];
    private static readonly MemberPosition[] _committee = [MemberPosition.CommitteeMember, .. _leadingCommittee];
    private static readonly CreditForm[] _everyForm = Enum.GetValues<CreditForm>();
    private static readonly CreditForm[] _class = [CreditForm.CentralisedClass];

    private enum Strength
    {
        Hard,
        Norm,
    }

    private bool? _mostlyCadre;

    private DatePeriod Year { get; } = new(new(year, 1, 1), new(year, 12, 31));

    public IReadOnlyList<OpinionRow> Rows() =>
        [
            .. new[] { R1(), R2(), R3(), R4(), R5(), R6(), R7(), R8(), R9(), P1(), P1B(), P2(), P2Once(), P2B(), P3(), P4A(), P4B(), P5(), P5Once(), P6() }
                .SelectMany(rows => rows)
                // §3: an obligation is listed in every year that its window overlaps.
                .Where(row => row.From <= Year.To && (row.To is null || row.To >= Year.From)),
        ];

    /// <summary>§3: the worst of the rows; NO_FIGURE only where no row has a figure.</summary>
    public static ComplianceStatus Worst(IReadOnlyList<OpinionRow> rows)
    {
        ComplianceStatus[] order =
        [
            ComplianceStatus.NonCompliant,
            ComplianceStatus.BelowNorm,
            ComplianceStatus.OnTrack,
            ComplianceStatus.NotRecorded,
            ComplianceStatus.Compliant,
        ];
        foreach (var status in order)
            if (rows.Any(row => row.Status == status))
                return status;
        return ComplianceStatus.NoFigure;
    }

    // §1, 一.3: yearly hours by category.

    private IEnumerable<OpinionRow> R1() => Yearly("R1", Strength.Norm, 16, _committee, 24, MemberCategory.Rural);

    private IEnumerable<OpinionRow> R2() => Yearly("R2", Strength.Norm, 16, _committee, 24, MemberCategory.Community);

    private IEnumerable<OpinionRow> R3() => Yearly("R3", Strength.Hard, 24, _leadingCommittee, 40, MemberCategory.Government, MemberCategory.PublicInstitution);

    private IEnumerable<OpinionRow> R4() => Yearly("R4", Strength.Norm, 24, _leadingCommittee, 40, MemberCategory.StateEnterprise, MemberCategory.Financial);

    private IEnumerable<OpinionRow> R5()
    {
        // A 两新 instructor gets the leader figure whatever their category, a cadre too: the post gives the row.
        if (HoldsPost([MemberPosition.PartyBuildingInstructor], DayOf(Year), MemberCategory.NewOrganisation))
            return [Hours("R5", Year, Strength.Norm, 24, CreditOf(Year, _everyForm), leader: true)];
        return Yearly("R5", Strength.Norm, 16, [.. _committee, MemberPosition.PartyBuildingInstructor], 24, MemberCategory.NewOrganisation);
    }

    private IEnumerable<OpinionRow> R6() => Yearly("R6", Strength.Norm, 16, [], 16, MemberCategory.Student);

    private IEnumerable<OpinionRow> R7() => Yearly("R7", Strength.Norm, 16, _committee, 24, MemberCategory.Floating);

    private IEnumerable<OpinionRow> R8() => IsOf(MemberCategory.Other, DayOf(Year)) ? [NoFigure("R8", Year, CreditOf(Year, _everyForm))] : [];

    private IEnumerable<OpinionRow> R9() =>
        IsMostlyCadre() || IsOf(MemberCategory.Cadre, DayOf(Year)) ? [NoFigure("R9", Year, CreditOf(Year, _everyForm))] : [];

    private IEnumerable<OpinionRow> Yearly(
        string rule,
        Strength strength,
        int hours,
        MemberPosition[] leaders,
        int leaderHours,
        params MemberCategory[] sectors
    )
    {
        var day = DayOf(Year);
        if (IsMostlyCadre() || !sectors.Any(sector => IsOf(sector, day)))
            return [];
        // The post counts where it is held; an organisation without sector gives the tier of the holder's own category.
        var leader = HoldsPost(leaders, day, [.. sectors.Cast<MemberCategory?>(), null]);
        return [Hours(rule, Year, strength, leader ? leaderHours : hours, CreditOf(Year, _everyForm), leader)];
    }

    // §2, 二: key projects.

    private IEnumerable<OpinionRow> P1() =>
        HoldsPost(_secretary, DayOf(Year), MemberCategory.Rural, MemberCategory.Community)
            ? [Hours("P1", Year, Strength.Norm, 56, CreditOf(Year, _class, countyOrHigher: true))]
            : [];

    private IEnumerable<OpinionRow> P1B() => Appointments("P1B", MemberCategory.Rural, MemberCategory.Community);

    private IEnumerable<OpinionRow> P2() =>
        HoldsPost(_secretary, DayOf(Year), MemberCategory.NewOrganisation) ? [Hours("P2", Year, Strength.Norm, 40, CreditOf(Year, _class))] : [];

    private IEnumerable<OpinionRow> P2Once() => HoldsPost(_secretary, DayOf(Year), MemberCategory.NewOrganisation) ? [Once("P2.once", Year)] : [];

    private IEnumerable<OpinionRow> P2B() => Appointments("P2B", MemberCategory.NewOrganisation);

    // Decided (content/README.md): "open from appointment" for a post that has ended; the product closes the window with the post.
    private IEnumerable<OpinionRow> Appointments(string rule, params MemberCategory[] sectors)
    {
        foreach (var held in Positions())
        {
            if (_secretary.Contains(held.Position) && held.Period.From <= today && IsPlaceOf(held, DayOf(held.Period), sectors))
                yield return NoFigure(rule, held.Period, CreditOf(held.Period, _class));
        }
    }

    private IEnumerable<OpinionRow> P3()
    {
        // The calendar year in which a nomination begins; held, as every position, on the earlier of today and the window's end.
        var nominated = Positions().Any(held => held.Position == MemberPosition.Talent && held.Period.From.Year == year && IsHeld(held.Period, DayOf(Year)));
        return nominated ? [Hours("P3", Year, Strength.Norm, 24, CreditOf(Year, [CreditForm.CentralisedClass, CreditForm.Lecture]))] : [];
    }

    private IEnumerable<OpinionRow> P4A()
    {
        foreach (var held in Positions().Where(held => held.Position == MemberPosition.VillageOfficial))
        {
            var eve = held.Period.From.AddDays(-1);
            var window = new DatePeriod(new(eve.Year, 1, 1), eve);
            yield return NoFigure("P4A", window, CreditOf(window, _class));
        }
    }

    private IEnumerable<OpinionRow> P4B()
    {
        CreditForm[] forms = [CreditForm.CentralisedClass, CreditForm.Field, CreditForm.Lecture];
        foreach (var held in Positions().Where(held => held.Position == MemberPosition.VillageOfficial && held.Period.From <= today))
            yield return Hours("P4B", held.Period, Strength.Norm, 64, CreditOf(held.Period, forms, countyOrHigher: true));
    }

    private IEnumerable<OpinionRow> P5()
    {
        CreditForm[] forms = [CreditForm.CentralisedClass, CreditForm.Lecture, CreditForm.Seminar, CreditForm.ThemedActivity];
        return [Hours("P5", FirstYear(), Strength.Norm, 24, CreditOf(FirstYear(), forms))];
    }

    private IEnumerable<OpinionRow> P5Once() => [Once("P5.once", FirstYear())];

    /// <summary>P5: one year from admission, both days inclusive; that from 29 February is full with 28 February.</summary>
    private DatePeriod FirstYear()
    {
        var from = member.AdmittedOn;
        return new(from, from is { Month: 2, Day: 29 } ? new(from.Year + 1, 2, 28) : from.AddYears(1).AddDays(-1));
    }

    /// <summary>P6: open, so the category and the background are looked at as they are held today.</summary>
    // Decided (content/README.md): the page does not say from when; the product counts from the admission.
    private IEnumerable<OpinionRow> P6()
    {
        var isMeant = IsOf(MemberCategory.Rural, today) || member.Backgrounds.Any(held => held.Voided is null && IsHeld(held.Period, today));
        return isMeant ? [NoFigure("P6", new(member.AdmittedOn, null), 0)] : [];
    }

    // The rows, and their status by the head of the page and §3.

    private OpinionRow Hours(string rule, DatePeriod window, Strength strength, int hours, long credited, bool leader = false) =>
        new(rule, window.From, window.To, leader, hours * Hour, credited, null, 0, Decide(rule, window, strength, credited >= hours * Hour));

    /// <summary>§3: "once" is one source with at least 4 学时 net of reversals.</summary>
    private OpinionRow Once(string rule, DatePeriod window)
    {
        var times = Counting(window, _class).GroupBy(SourceOf).Count(source => source.Sum(credit => (long)credit.Seconds) >= 4 * Hour);
        return new(rule, window.From, window.To, false, null, CreditOf(window, _class), 1, times, Decide(rule, window, Strength.Hard, times >= 1));
    }

    private static OpinionRow NoFigure(string rule, DatePeriod window, long credited) =>
        new(rule, window.From, window.To, false, null, credited, null, 0, ComplianceStatus.NoFigure);

    private ComplianceStatus Decide(string rule, DatePeriod window, Strength strength, bool met)
    {
        if (member.Waivers.Any(waiver => waiver.Voided is null && waiver.RuleId == rule && waiver.Year == (window.To?.Year ?? year)))
            return ComplianceStatus.NoFigure;
        if (met)
            return ComplianceStatus.Compliant;
        if (window.From < RecordsFrom())
            return ComplianceStatus.NotRecorded;
        // §3: decided in the year in which it ends; the standings of the years before only list it.
        var isDecided = window.To < today && window.To <= Year.To;
        if (!isDecided)
            return ComplianceStatus.OnTrack;
        return strength == Strength.Hard ? ComplianceStatus.NonCompliant : ComplianceStatus.BelowNorm;
    }

    /// <summary>§3: the later of that of the first home and of that of the first registration; null where neither is known.</summary>
    private DateOnly? RecordsFrom()
    {
        // The first that was entered, even where it was voided: nothing moves where the records begin.
        var home = member.Memberships.FirstOrDefault(held => held.Kind == MembershipKind.Home);
        var ofHome = home?.Lineage.Reverse().Select(id => organisations.GetValueOrDefault(id)?.RecordsFrom).FirstOrDefault(from => from is not null);
        var ofMember = member.RecordsFrom ?? (member.RegisteredOn is { } on ? new DateOnly(on.Year, 1, 1) : null);
        return ofHome is null || ofMember > ofHome ? ofMember ?? ofHome : ofHome;
    }

    // What counts.

    private long CreditOf(DatePeriod window, CreditForm[] forms, bool countyOrHigher = false) =>
        Counting(window, forms, countyOrHigher).Sum(credit => (long)credit.Seconds);

    // Decided (content/README.md): whether the standing of a year before the one in which a window ends shows what was earned after that year; the product
    // does not.
    private IEnumerable<Credit> Counting(DatePeriod window, CreditForm[] forms, bool countyOrHigher = false) =>
        ledger.Where(credit =>
            IsHeld(window, credit.EarnedOn)
            && credit.EarnedOn <= Year.To
            && forms.Contains(credit.Form)
            && (!countyOrHigher || credit.VenueLevel is OrganisationLevel.Province or OrganisationLevel.City or OrganisationLevel.County)
        );

    /// <summary>A reversal belongs to the source of what it takes back.</summary>
    private CreditSource SourceOf(Credit credit) => credit.Reverses is { } reversed ? ledger.Single(other => other.Id == reversed).Source : credit.Source;

    // What is held, and when it is looked at.

    /// <summary>§3: category and position as held on the earlier of today and the window's end.</summary>
    private DateOnly DayOf(DatePeriod window) => window.To is { } end && end < today ? end : today;

    private static bool IsHeld(DatePeriod period, DateOnly day) => day >= period.From && (period.To is null || day <= period.To);

    private bool IsOf(MemberCategory category, DateOnly day) =>
        member.Categories.Any(held => held.Voided is null && held.Category == category && IsHeld(held.Period, day));

    /// <summary>CADRE on more than half of the days of the year.</summary>
    private bool IsMostlyCadre()
    {
        if (_mostlyCadre is { } known)
            return known;
        var days = 0;
        var asCadre = 0;
        for (var day = Year.From; day <= Year.To; day = day.AddDays(1))
        {
            days++;
            if (IsOf(MemberCategory.Cadre, day))
                asCadre++;
        }
        _mostlyCadre = asCadre * 2 > days;
        return asCadre * 2 > days;
    }

    private IEnumerable<HeldPosition> Positions() => member.Positions.Where(held => held.Voided is null);

    private bool HoldsPost(MemberPosition[] posts, DateOnly day, params MemberCategory[] sectors) =>
        Positions().Any(held => posts.Contains(held.Position) && IsHeld(held.Period, day) && IsPlaceOf(held, day, sectors));

    private bool HoldsPost(MemberPosition[] posts, DateOnly day, MemberCategory?[] sectorsOrNone) =>
        Positions().Any(held => posts.Contains(held.Position) && IsHeld(held.Period, day) && sectorsOrNone.Contains(SectorOf(held, day)));

    private bool IsPlaceOf(HeldPosition held, DateOnly day, MemberCategory[] sectors) => SectorOf(held, day) is { } sector && sectors.Contains(sector);

    private MemberCategory? SectorOf(HeldPosition held, DateOnly day)
    {
        if (!organisations.TryGetValue(held.OrganisationId, out var organisation))
            return null;
        foreach (var earlier in organisation.EarlierSectors)
            if (IsHeld(earlier.Period, day))
                return earlier.Sector;
        return organisation.Sector;
    }
}
