using static ELearning.Content.MemberCategory;

namespace ELearning.Content;

/// <summary>What somebody is in a branch; decides positions, categories and admission.</summary>
internal enum SeatRole
{
    Plain,
    Secretary,
    FreshSecretary,
    FormerSecretary,
    Leading,
    Committee,
    Instructor,
    Talent,
    Official,
    FreshOfficial,
    EndedOfficial,
    NewMember,
    PastNewMember,
    Graduate,
    Cadre,
    CadreOnly,
    Retired,
    FloatingPlain,
    FloatingSecretary,
}

/// <param name="Seat">The branch and the place in it, <c>350582-101-01/2</c>: what everything about the member is drawn from.</param>
internal sealed record PlannedMember(Member Member, SeatRole Role, string Seat, string BranchCode);

/// <summary>The members of every branch. A crew is the same in every branch of a sector, but for one seat that goes round.</summary>
internal sealed class MemberPlan
{
    private static readonly Dictionary<MemberCategory, (SeatRole[] Always, SeatRole[] InTurn)> Crews = new()
    {
        [Rural] = (
            [SeatRole.Secretary, SeatRole.Committee, SeatRole.Plain],
            [
                SeatRole.NewMember,
                SeatRole.Official,
                SeatRole.Talent,
                SeatRole.PastNewMember,
                SeatRole.FormerSecretary,
                SeatRole.EndedOfficial,
                SeatRole.Graduate,
                SeatRole.FreshOfficial,
            ]
        ),
        [Community] = (
            [SeatRole.Secretary, SeatRole.Committee, SeatRole.Plain],
            [SeatRole.Plain, SeatRole.NewMember, SeatRole.PastNewMember, SeatRole.Graduate, SeatRole.FormerSecretary]
        ),
        [MemberCategory.NewOrganisation] = (
            [SeatRole.Secretary, SeatRole.Plain],
            [SeatRole.Instructor, SeatRole.NewMember, SeatRole.Committee, SeatRole.PastNewMember]
        ),
        [Government] = ([SeatRole.Secretary, SeatRole.Leading, SeatRole.Plain], [SeatRole.Cadre, SeatRole.CadreOnly]),
        [PublicInstitution] = ([SeatRole.Secretary, SeatRole.Plain], [SeatRole.Talent, SeatRole.Plain, SeatRole.PastNewMember]),
        [StateEnterprise] = ([SeatRole.Leading, SeatRole.Plain], [SeatRole.Talent, SeatRole.Plain]),
        [Financial] = ([SeatRole.Secretary, SeatRole.Plain], [SeatRole.Plain, SeatRole.NewMember]),
        [Student] = ([SeatRole.Secretary, SeatRole.Committee, SeatRole.Plain, SeatRole.Plain, SeatRole.NewMember], [SeatRole.PastNewMember, SeatRole.Plain]),
        [Floating] = ([SeatRole.FloatingSecretary, SeatRole.FloatingPlain], [SeatRole.FloatingPlain]),
        [Other] = ([SeatRole.Retired, SeatRole.Retired], [SeatRole.Plain]),
    };

    /// <summary>Seats that <see cref="DemoSubjects"/> names, so that they do not depend on whose turn it is.</summary>
    private static readonly Dictionary<string, SeatRole> Fixed = new()
    {
        ["350582-101-01/0"] = SeatRole.Secretary,
        ["350582-101-01/3"] = SeatRole.NewMember,
        ["350582-101-02/3"] = SeatRole.Official,
        ["350582-102-01/3"] = SeatRole.Talent,
        ["350582-901/3"] = SeatRole.Cadre,
        ["350582-101-51/0"] = SeatRole.Secretary,
    };

    private static readonly string[] RuralSkills =
    [
        "铁观音制作（中级）",
        "果树嫁接与修剪",
        "近海养殖技术",
        "农机驾驶与维修",
        "电子商务运营",
        "石雕工艺",
        "电工操作证",
        "陶瓷彩绘",
    ];

    private readonly DateOnly _today;
    private readonly NamesFile _names = SeedFiles.Read<NamesFile>("names.json");
    private readonly IReadOnlyDictionary<string, NewOrganisation> _organisations;
    private readonly ILookup<string, string> _villages;

    private MemberPlan(IReadOnlyList<NewOrganisation> tree, DateOnly today)
    {
        _today = today;
        _organisations = tree.ToDictionary(organisation => organisation.Code);
        _villages = tree.Where(branch => branch.Sector is Rural or Community).ToLookup(branch => CountyOf(branch.Code), branch => branch.Code);
    }

    public static IReadOnlyList<PlannedMember> Make(IReadOnlyList<NewOrganisation> tree, DateOnly today) => [.. new MemberPlan(tree, today).Crew(tree)];

    public static string CountyOf(string code) => code.Split('-')[0];

    private IEnumerable<PlannedMember> Crew(IReadOnlyList<NewOrganisation> tree)
    {
        var turns = new Dictionary<MemberCategory, int>();
        // The first hundred numbers are kept for the named subjects.
        var number = 100;
        foreach (var branch in tree)
        {
            if (branch.Sector is not { } sector)
                continue;
            var (always, inTurn) = Crews[sector];
            var turn = turns[sector] = turns.GetValueOrDefault(sector, -1) + 1;
            foreach (var (index, usual) in always.Append(inTurn[turn % inTurn.Length]).Index())
            {
                var seat = $"{branch.Code}/{index}";
                var role =
                    Fixed.TryGetValue(seat, out var named) ? named
                    : usual == SeatRole.Secretary && Draw.Percent(12, $"fresh {seat}") ? SeatRole.FreshSecretary
                    : usual;
                var own = DemoSubjects.Seats.TryGetValue(seat, out var subject) ? subject : $"QZ{++number:000000}";
                yield return new(MakeMember(branch, sector, role, seat, own), role, seat, branch.Code);
            }
        }
    }

    private Member MakeMember(NewOrganisation branch, MemberCategory sector, SeatRole role, string seat, string number)
    {
        var admitted = AdmittedOn(role, sector, seat);
        var plain = new Member
        {
            Id = MemberRules.IdOf(number),
            Number = number,
            Name = NameOf(branch.Code, seat),
            AdmittedOn = admitted,
            RegisteredOn = admitted,
            Memberships = [Home(branch.Code, admitted, null)],
            Categories = [new(sector, true, new(admitted, null))],
            Positions = [.. Positions(role, branch.Code, seat, admitted)],
        };
        var member = role switch
        {
            SeatRole.FloatingPlain or SeatRole.FloatingSecretary => GoneAway(plain, branch.Code, seat),
            SeatRole.Retired => ChangedCategory(plain, StateEnterprise, Other, DaysAgo(400, 2500, $"retired {seat}")),
            SeatRole.Graduate => ChangedCategory(plain, Student, sector, DaysAgo(420, 900, $"graduated {seat}")),
            SeatRole.CadreOnly => plain with { Categories = [new(MemberCategory.Cadre, true, new(admitted, null))] },
            SeatRole.Cadre => plain with { Categories = [new(MemberCategory.Cadre, true, new(admitted, null)), new(sector, false, new(admitted, null))] },
            SeatRole.Plain when sector == Community && Draw.Percent(25, $"moved {seat}") => Moved(plain, branch, seat),
            _ => plain,
        };
        if (role == SeatRole.Plain && admitted.Year < _today.Year - 1 && !DemoSubjects.Seats.ContainsKey(seat) && Draw.Percent(4, $"away {seat}"))
            member = Away(member, sector, branch.Name);
        return sector is Rural or Community ? Circumstances(member, sector, role, seat) : member;
    }

    /// <summary>Ill for half of last year, and relieved of the year's hours where the policy asks for them strictly.</summary>
    private Member Away(Member member, MemberCategory sector, string branch)
    {
        var year = _today.Year - 1;
        return member with
        {
            Leaves = [new(new(new(year, 4, 1), new(year, 9, 30)), branch, "病假")],
            Waivers = sector is MemberCategory.Government or PublicInstitution ? [new("R3", year, "中共泉州市委组织部", "长期病假")] : [],
        };
    }

    private DateOnly AdmittedOn(SeatRole role, MemberCategory sector, string seat) =>
        role switch
        {
            SeatRole.NewMember => DaysAgo(20, 300, $"admitted {seat}"),
            SeatRole.PastNewMember => EndingThisYear($"admitted {seat}").AddYears(-1).AddDays(1),
            SeatRole.Graduate => DaysAgo(1000, 1500, $"admitted {seat}"),
            SeatRole.Official or SeatRole.FreshOfficial or SeatRole.EndedOfficial => DaysAgo(1600, 2300, $"admitted {seat}"),
            _ when sector == Student => DaysAgo(430, 1000, $"admitted {seat}"),
            _ => DaysAgo(3000, 13000, $"admitted {seat}"),
        };

    /// <summary>A last day between the second of January and yesterday; in the first days of January one of December.</summary>
    private DateOnly EndingThisYear(string key)
    {
        var days = _today.DayOfYear - 2;
        return days > 1
            ? new DateOnly(_today.Year, 1, 2).AddDays(Draw.Below(days - 1, key))
            : new DateOnly(_today.Year - 1, 12, 10).AddDays(Draw.Below(20, key));
    }

    private IEnumerable<HeldPosition> Positions(SeatRole role, string branch, string seat, DateOnly admitted)
    {
        HeldPosition Since(MemberPosition position, int least, int most, int? days = null)
        {
            var drawn = DaysAgo(least, most, $"since {seat}");
            var from = drawn > admitted ? drawn : admitted.AddDays(30);
            return new(position, branch, new(from, days is null ? null : from.AddDays(days.Value)));
        }
        switch (role)
        {
            case SeatRole.Secretary or SeatRole.FloatingSecretary:
                yield return Since(MemberPosition.Secretary, 800, 2200);
                break;
            case SeatRole.FreshSecretary:
                yield return Since(MemberPosition.Secretary, 5, 80);
                break;
            case SeatRole.FormerSecretary:
                var former = Since(MemberPosition.Secretary, 2200, 2600, 1500);
                yield return former;
                yield return new(MemberPosition.CommitteeMember, branch, new(former.Period.To!.Value.AddDays(1), null));
                break;
            case SeatRole.Leading:
                yield return Since(MemberPosition.LeadingCommitteeMember, 500, 2000);
                break;
            case SeatRole.Committee:
                yield return Since(MemberPosition.CommitteeMember, 380, 1800);
                if (Draw.Percent(4, $"sent {seat}"))
                    yield return Since(MemberPosition.FirstSecretary, 30, 300);
                break;
            case SeatRole.Instructor:
                yield return Since(MemberPosition.PartyBuildingInstructor, 400, 1500);
                break;
            case SeatRole.Talent:
                // Nominated for the training of one year, and again for the next.
                var nominated = new DateOnly(_today.Year - 1, 2, 1).AddDays(Draw.Below(40, $"nominated {seat}"));
                yield return new(MemberPosition.Talent, branch, new(nominated > admitted ? nominated : admitted, new(_today.Year - 1, 12, 31)));
                yield return new(MemberPosition.Talent, branch, new(new(_today.Year, 1, 1), null));
                break;
            case SeatRole.Official:
                yield return Since(MemberPosition.VillageOfficial, 500, 880, 1095);
                break;
            case SeatRole.FreshOfficial:
                yield return Since(MemberPosition.VillageOfficial, 10, 120, 1095);
                break;
            case SeatRole.EndedOfficial:
                var last = EndingThisYear($"service {seat}");
                yield return new(MemberPosition.VillageOfficial, branch, new(last.AddYears(-3).AddDays(1), last));
                break;
        }
    }

    private Member GoneAway(Member member, string branch, string seat)
    {
        var left = DaysAgo(450, 1500, $"left {seat}");
        var county = _villages[CountyOf(branch)].ToList();
        var all = _villages.SelectMany(group => group).ToList();
        var home = member.Number == DemoSubjects.FloatingMember ? DemoSubjects.OtherVillage : Draw.One(county.Count > 0 ? county : all, $"home {seat}");
        return member with
        {
            Memberships = [Home(home, member.AdmittedOn, null), new(branch, MembershipKind.Receiving, new(left, null), LineageOf(branch))],
            Categories =
            [
                new(_organisations[home].Sector!.Value, true, new(member.AdmittedOn, left.AddDays(-1))),
                new(MemberCategory.Floating, true, new(left, null)),
            ],
        };
    }

    private static Member ChangedCategory(Member member, MemberCategory before, MemberCategory after, DateOnly from) =>
        member with
        {
            Categories = [new(before, true, new(member.AdmittedOn, from.AddDays(-1))), new(after, true, new(from, null))],
        };

    /// <summary>Came from the other branch of the same township.</summary>
    private Member Moved(Member member, NewOrganisation branch, string seat)
    {
        var other = _organisations.Values.FirstOrDefault(sibling =>
            sibling.ParentCode == branch.ParentCode && sibling.Sector == branch.Sector && sibling.Code != branch.Code
        );
        var moved = DaysAgo(500, 2500, $"moved on {seat}");
        return other is null ? member : member with { Memberships = [Home(other.Code, member.AdmittedOn, moved.AddDays(-1)), Home(branch.Code, moved, null)] };
    }

    private Member Circumstances(Member member, MemberCategory sector, SeatRole role, string seat)
    {
        var since = member.AdmittedOn;
        IReadOnlyList<HeldBackground> backgrounds =
            role is not (SeatRole.Plain or SeatRole.Committee) ? []
            : sector == Community && Draw.Percent(25, $"laid off {seat}") ? [new(MemberBackground.LaidOff, new(since, null))]
            : Draw.Percent(12, $"demobilised {seat}") ? [new(MemberBackground.Demobilised, new(since, null))]
            : [];
        IReadOnlyList<RecordedSkill> skills = Draw.Percent(sector == Rural || backgrounds.Count > 0 ? 45 : 0, $"skill {seat}")
            ? [new(Draw.One(RuralSkills, $"skill {seat}"), DaysAgo(15, 700, $"skill day {seat}"))]
            : [];
        return member with { Backgrounds = backgrounds, Skills = [.. skills.Where(skill => skill.RecordedOn > since)] };
    }

    private Membership Home(string code, DateOnly from, DateOnly? to)
    {
        var established = _organisations[code].EstablishedOn;
        return new(code, MembershipKind.Home, new(from > established ? from : established, to), LineageOf(code));
    }

    private IReadOnlyList<string> LineageOf(string code)
    {
        var lineage = new LinkedList<string>();
        for (var at = code; at is not null; at = _organisations[at].ParentCode)
        {
            lineage.AddFirst(at);
        }
        return [.. lineage];
    }

    /// <summary>Half of a village shares its surname, as the villages of the south do.</summary>
    private string NameOf(string branch, string seat)
    {
        var surname = Draw.Percent(50, $"clan {seat}")
            ? Draw.One(_names.Surnames.ToCharArray(), $"surname {branch}")
            : Draw.One(_names.Surnames.ToCharArray(), $"surname {seat}");
        var given = Draw.Percent(64, $"sex {seat}") ? _names.Male : _names.Female;
        var first = Draw.One(given.First.ToCharArray(), $"given 1 {seat}");
        var second = Draw.One(given.Second.ToCharArray(), $"given 2 {seat}");
        return Draw.Percent(14, $"single {seat}") ? $"{surname}{second}" : $"{surname}{first}{(first == second ? "" : second)}";
    }

    private DateOnly DaysAgo(int least, int most, string key) => _today.AddDays(-least - Draw.Below(Math.Max(1, most - least), key));
}
