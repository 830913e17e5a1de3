using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ELearning.Content;

namespace ELearning.Tests.Compliance;

/// <summary>
/// The evaluator against <see cref="SecondOpinion"/>, which was written from the page of the policy alone, on members made by chance from fixed seeds.
/// </summary>
public sealed class SecondOpinionTests
{
    private const int Chunks = 100;
    private const int CasesOfChunk = 1000;

    [Fact]
    public void Both_evaluators_say_the_same()
    {
        // One for each kind of difference, and every row that was compared, so that a maker of nothing but the same is noticed.
        var differences = new ConcurrentDictionary<string, Case>();
        var seen = new ConcurrentDictionary<(string Rule, bool Leader, ComplianceStatus Status), bool>();
        Parallel.For(
            0,
            Chunks,
            seed =>
            {
                var maker = new Maker(seed);
                for (var i = 0; i < CasesOfChunk && differences.Count < 20; i++)
                {
                    var next = maker.Next();
                    var rows = next.Opinion();
                    if (next.Difference(rows) is { } difference)
                        differences.TryAdd(next.Kind() ?? difference, next);
                    foreach (var row in rows)
                        seen.TryAdd((row.Rule, row.Leader, row.Status), true);
                }
            }
        );
        Assert.True(
            differences.IsEmpty,
            string.Join("\n\n", differences.Values.Select(found => found.Shrunk()).Select(small => $"{small.Difference(small.Opinion())}\n{small}"))
        );
        Assert.Equal(Expected().Order(), seen.Keys.Order());
    }

    /// <summary>Each row in each state that the page knows for it.</summary>
    private static IEnumerable<(string Rule, bool Leader, ComplianceStatus Status)> Expected()
    {
        foreach (var (rule, leader, missed) in Figures())
        foreach (
            var status in new[]
            {
                missed,
                ComplianceStatus.OnTrack,
                ComplianceStatus.NotRecorded,
                ComplianceStatus.Compliant,
                // Waived.
                ComplianceStatus.NoFigure,
            }
        )
            yield return (rule, leader, status);
        foreach (var rule in new[] { "R8", "R9", "P1B", "P2B", "P4A", "P6" })
            yield return (rule, false, ComplianceStatus.NoFigure);

        static IEnumerable<(string Rule, bool Leader, ComplianceStatus Missed)> Figures()
        {
            foreach (var rule in new[] { "R1", "R2", "R3", "R4", "R5", "R7" })
                yield return (rule, true, rule == "R3" ? ComplianceStatus.NonCompliant : ComplianceStatus.BelowNorm);
            foreach (var rule in new[] { "R1", "R2", "R3", "R4", "R5", "R6", "R7", "P1", "P2", "P2.once", "P3", "P4B", "P5", "P5.once" })
                yield return (rule, false, rule is "R3" or "P2.once" or "P5.once" ? ComplianceStatus.NonCompliant : ComplianceStatus.BelowNorm);
        }
    }

    /// <summary>One question to both.</summary>
    private sealed record Case(Member Member, IReadOnlyList<Credit> Ledger, IReadOnlyDictionary<string, Organisation> Organisations, int Year, DateOnly Today)
    {
        /// <summary>What only one of the two says; null where they agree.</summary>
        public string? Difference(IReadOnlyList<OpinionRow> opinion) => Compare(opinion, Tell);

        /// <summary>The rules and the status of a difference.</summary>
        public string? Kind() => Compare(Opinion(), row => $"{row.Rule} {row.Leader} {row.Status}");

        public IReadOnlyList<OpinionRow> Opinion() => new SecondOpinion(Member, Ledger, Organisations, Year, Today).Rows();

        private string? Compare(IReadOnlyList<OpinionRow> opinion, Func<OpinionRow, string> tell)
        {
            var standing = PolicyEvaluator.Evaluate(Someone.Policy, new(Member, Ledger, Organisations), Year, Today);
            var product = standing.Obligations.Select(OpinionRow.Of).ToList();
            var worst = SecondOpinion.Worst(opinion);
            var text = new StringBuilder();
            foreach (var row in Without(product, opinion))
                text.Append(CultureInfo.InvariantCulture, $"\n  product {tell(row)}");
            foreach (var row in Without(opinion, product))
                text.Append(CultureInfo.InvariantCulture, $"\n  opinion {tell(row)}");
            if (text.Length == 0 && standing.Status != worst)
                text.Append(CultureInfo.InvariantCulture, $"\n  product {standing.Status}\n  opinion {worst}");
            return text.Length == 0 ? null : text.ToString();
        }

        /// <summary>A smaller one that still differs: without each thing that the difference does not need.</summary>
        public Case Shrunk()
        {
            var kind = Kind();
            foreach (var smaller in Smaller())
                if (smaller.Kind() == kind)
                    return smaller.Shrunk();
            return this;
        }

        public override string ToString()
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"  {Year}, today {Iso(Today)}, admitted {Iso(Member.AdmittedOn)}");
            if (Member.RegisteredOn is { } registered)
                text.Append(CultureInfo.InvariantCulture, $", registered {Iso(registered)}");
            if (Member.RecordsFrom is { } records)
                text.Append(CultureInfo.InvariantCulture, $", records from {Iso(records)}");
            foreach (var one in Member.Memberships)
                text.Append(CultureInfo.InvariantCulture, $"\n  {one.Kind} of {one.OrganisationId} {Tell(one)}");
            foreach (var one in Member.Categories)
                text.Append(CultureInfo.InvariantCulture, $"\n  is {one.Category} {Tell(one)}");
            foreach (var one in Member.Positions)
                text.Append(CultureInfo.InvariantCulture, $"\n  {one.Position} at {one.OrganisationId} {Tell(one)}");
            foreach (var one in Member.Backgrounds)
                text.Append(CultureInfo.InvariantCulture, $"\n  {one.Background} {Tell(one)}");
            foreach (var one in Member.Skills)
                text.Append(CultureInfo.InvariantCulture, $"\n  skill {Iso(one.RecordedOn)}{(one.Voided is null ? "" : " VOIDED")}");
            foreach (var one in Member.Waivers)
                text.Append(CultureInfo.InvariantCulture, $"\n  waived {one.RuleId} {one.Year}{(one.Voided is null ? "" : " VOIDED")}");
            foreach (var one in Ledger)
                text.Append(CultureInfo.InvariantCulture, $"\n  {one.Form} {one.Seconds} s {Iso(one.EarnedOn)} {one.VenueLevel} {one.Source} {one.Reverses}");
            foreach (var one in Organisations.Values.Where(one => one.RecordsFrom is not null || one.EarlierSectors.Count > 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {one.Id}: {one.Sector}");
                foreach (var earlier in one.EarlierSectors)
                    text.Append(CultureInfo.InvariantCulture, $", {Iso(earlier.Period.From)}–{Iso(earlier.Period.To)} {earlier.Sector}");
                text.Append(CultureInfo.InvariantCulture, $", records from {Iso(one.RecordsFrom)}");
            }
            return text.ToString();
        }

        private IEnumerable<Case> Smaller()
        {
            if (Member.Categories.Count > 1)
                foreach (var list in WithoutOne(Member.Categories))
                    yield return this with
                    {
                        Member = Member with { Categories = list },
                    };
            foreach (var list in WithoutOne(Member.Positions))
                yield return this with
                {
                    Member = Member with { Positions = list },
                };
            foreach (var list in WithoutOne(Member.Backgrounds))
                yield return this with
                {
                    Member = Member with { Backgrounds = list },
                };
            foreach (var list in WithoutOne(Member.Skills))
                yield return this with
                {
                    Member = Member with { Skills = list },
                };
            foreach (var list in WithoutOne(Member.Waivers))
                yield return this with
                {
                    Member = Member with { Waivers = list },
                };
            foreach (var list in WithoutOne(Ledger))
                if (list.All(one => one.Reverses is null || list.Any(other => other.Id == one.Reverses)))
                    yield return this with
                    {
                        Ledger = list,
                    };
            if (Member.RegisteredOn is not null)
                yield return this with
                {
                    Member = Member with { RegisteredOn = null },
                };
            if (Member.RecordsFrom is not null)
                yield return this with
                {
                    Member = Member with { RecordsFrom = null },
                };
            foreach (var one in Organisations.Values)
            {
                if (one.RecordsFrom is not null)
                    yield return this with
                    {
                        Organisations = With(one with { RecordsFrom = null }),
                    };
                if (one.EarlierSectors.Count > 0)
                    yield return this with
                    {
                        Organisations = With(one with { EarlierSectors = [] }),
                    };
            }
        }

        private Dictionary<string, Organisation> With(Organisation changed) => new(Organisations) { [changed.Id] = changed };

        private static IEnumerable<IReadOnlyList<T>> WithoutOne<T>(IReadOnlyList<T> list) =>
            Enumerable.Range(0, list.Count).Select(index => (IReadOnlyList<T>)[.. list.Where((_, at) => at != index)]);

        private static List<OpinionRow> Without(IEnumerable<OpinionRow> rows, IEnumerable<OpinionRow> others)
        {
            var left = rows.ToList();
            foreach (var other in others)
                left.Remove(other);
            return left;
        }

        private static string Tell(OpinionRow row) =>
            $"{row.Rule} {Iso(row.From)}–{Iso(row.To)}{(row.Leader ? " leader" : "")} {row.CreditedSeconds} of {row.RequiredSeconds} s, "
            + $"{row.CreditedTimes} of {row.RequiredTimes} times: {row.Status}";

        private static string Tell(IHeld held) => $"{Iso(held.Period.From)}–{Iso(held.Period.To)}{(held.Voided is null ? "" : " VOIDED")}";

        private static string Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Makes cases by chance, crowded around the days on which the answer changes.</summary>
    private sealed class Maker(int seed)
    {
        private static readonly string[] _waivable =
        [
            "R1",
            "R2",
            "R3",
            "R4",
            "R5",
            "R6",
            "R7",
            "R8",
            "P1",
            "P1B",
            "P2",
            "P2.once",
            "P3",
            "P4A",
            "P4B",
            "P5",
            "P5.once",
        ];
        private static readonly int[] _hours = [1, 3, 4, 8, 16, 24, 40, 56, 64];
        private static readonly Voiding _voided = new("wrong", "x", default);

        private readonly Random _random = new(seed);
        private int _year;
        private DateOnly _today;
        private DateOnly _admitted;

        public Case Next()
        {
            _year = _random.Next(2009, 2028);
            _admitted = Chance(3) ? Day() : Any(1980, _year + 1);
            _today = One(0, 1, 2) switch
            {
                0 => Chance(3) ? new(_year - 1, 12, 31) : Any(_year - 2, _year - 1),
                1 => Chance(3) ? One(new DateOnly(_year, 12, 31), new(_year, 1, 1), FullYear(_admitted)) : Any(_year, _year),
                _ => Chance(3) ? One(new DateOnly(_year + 1, 1, 1), FullYear(_admitted)) : Any(_year + 1, _year + 2),
            };
            var organisations = Organisations();
            var places = organisations.Keys.Append("unknown").ToArray();
            var member = new Member
            {
                Id = "m",
                Number = "QZ-0001",
                Name = "黄志强",
                AdmittedOn = _admitted,
                Memberships = Memberships(),
                Categories = Some(
                    1,
                    4,
                    i => new HeldCategory(Chance(4) ? MemberCategory.Cadre : OneOf<MemberCategory>(), i == 0 || Chance(6), Period(), Void())
                ),
                Positions = Some(0, 4, _ => new HeldPosition(OneOf<MemberPosition>(), One(places), Period(), Void())),
                Backgrounds = Some(0, 2, _ => new HeldBackground(OneOf<MemberBackground>(), Period(), Void())),
                Skills = Some(0, 2, _ => new RecordedSkill("welding", Day(), null, Void())),
                Leaves = Some(0, 1, _ => new Leave(Period(), "", "", Void())),
                Waivers = Some(0, 3, _ => new Waiver(One(_waivable), _year + One(-1, 0, 0, 1), "", "", Void())),
                RegisteredOn = Chance(2) ? Day() : null,
                RecordsFrom = Chance(4) ? Day() : null,
            };
            return new(member, Ledger(), organisations, _year, _today);
        }

        private Dictionary<string, Organisation> Organisations()
        {
            var all = new List<Organisation>
            {
                Place("city", OrganisationLevel.City, null, ["city"]) with
                {
                    RecordsFrom = Chance(2) ? Day() : null,
                },
                Place("town", OrganisationLevel.Township, null, ["city", "town"]) with
                {
                    RecordsFrom = Chance(4) ? Day() : null,
                },
            };
            foreach (var sector in Enum.GetValues<MemberCategory>())
                all.Add(Place(sector.ToString(), OrganisationLevel.Basic, sector, ["city", "town", sector.ToString()]));
            var changed = Day();
            var changedAgain = changed.AddDays(_random.Next(1, 400));
            all.Add(
                Place("changed", OrganisationLevel.Basic, Chance(4) ? null : OneOf<MemberCategory>(), ["city", "town", "changed"]) with
                {
                    RecordsFrom = Chance(4) ? Day() : null,
                    EarlierSectors =
                    [
                        new(Chance(4) ? null : One(MemberCategory.Rural, MemberCategory.NewOrganisation), new(new(1990, 1, 1), changed.AddDays(-1))),
                        new(Chance(4) ? null : One(MemberCategory.Community, MemberCategory.Government), new(changed, changedAgain)),
                    ],
                }
            );
            return all.ToDictionary(organisation => organisation.Id);
        }

        private static Organisation Place(string id, OrganisationLevel level, MemberCategory? sector, IReadOnlyList<string> lineage) =>
            new()
            {
                Id = id,
                Name = id,
                Level = level,
                Sector = sector,
                Lineage = lineage,
                Existence = new(new(1990, 1, 1), null),
            };

        private List<Membership> Memberships()
        {
            List<Membership> all = [];
            if (Chance(4))
                all.Add(new("Floating", MembershipKind.Receiving, Period(), ["city", "town", "Floating"]));
            if (!Chance(10))
                all.Add(Chance(2) ? Home("changed") : Home("Rural"));
            if (all.Count == 0 || Chance(4))
                all.Add(Home("city"));
            if (Chance(20))
                all.Insert(0, new("elsewhere", MembershipKind.Home, Period(), ["elsewhere"], Void()));
            return all;
        }

        private Membership Home(string id) =>
            new(
                id,
                MembershipKind.Home,
                Period(),
                id switch
                {
                    "city" => ["city"],
                    _ => ["city", "town", id],
                },
                Void()
            );

        private List<Credit> Ledger()
        {
            List<Credit> ledger = [];
            foreach (var _ in Enumerable.Range(0, _random.Next(0, 8)))
            {
                var seconds = One(_hours) * 2700 + (Chance(4) ? One(-1, 1, -2600) : 0);
                var form = Chance(3) ? CreditForm.CentralisedClass : OneOf<CreditForm>();
                var source = new CreditSource(One(CreditSourceKind.Batch, CreditSourceKind.Claim, CreditSourceKind.StudySession), One("a", "b"));
                Post(ledger, seconds, form, Day(), source, Chance(4) ? null : OneOf<OrganisationLevel>());
                if (Chance(5))
                {
                    var back = _random.Next(ledger.Count);
                    if (ledger[back].Reverses is null && ledger.All(other => other.Reverses != ledger[back].Id))
                    {
                        var (taken, reversal) = (ledger[back], new CreditSource(CreditSourceKind.Reversal, ledger[back].Id));
                        Post(ledger, -taken.Seconds, taken.Form, taken.EarnedOn, reversal, taken.VenueLevel, taken.Id);
                    }
                }
            }
            return ledger;
        }

        private static void Post(
            List<Credit> ledger,
            int seconds,
            CreditForm form,
            DateOnly on,
            CreditSource source,
            OrganisationLevel? venue,
            string? reverses = null
        ) =>
            ledger.Add(
                new()
                {
                    Id = $"m/{ledger.Count + 1}",
                    MemberId = "m",
                    Number = ledger.Count + 1,
                    Form = form,
                    Seconds = seconds,
                    EarnedOn = on,
                    Source = source,
                    VenueLevel = venue,
                    Policy = Someone.Policy.Reference,
                    PostedAt = default,
                    Reverses = reverses,
                    Hash = "",
                }
            );

        private DatePeriod Period()
        {
            var from = Chance(3) ? Any(1990, _year - 1) : Day();
            if (Chance(2))
                return new(from, null);
            var to = Chance(2) ? Day() : from.AddDays(_random.Next(0, 1000));
            return new(from, to < from ? from : to);
        }

        /// <summary>A day near the year, often one on which something changes.</summary>
        private DateOnly Day() =>
            _random.Next(10) switch
            {
                0 => new(_year + One(-1, 0), 12, 31),
                1 => new(_year + One(0, 1), 1, 1),
                2 => new(_year, One(6, 7), One(1, 2, 3, 4, 30)),
                3 => new DateOnly(_year, 3, 1).AddDays(-1),
                4 => _today == default ? Any(_year, _year) : _today.AddDays(One(-1, 0, 1)),
                5 when _admitted != default => _admitted.AddDays(One(-1, 0, 1)),
                6 when _admitted != default => FullYear(_admitted),
                7 => Any(_year - 2, _year + 1),
                _ => Any(_year, _year),
            };

        /// <summary>A day around the one on which a year since the other is full.</summary>
        private DateOnly FullYear(DateOnly from) => from.AddYears(1).AddDays(One(-2, -1, 0, 1));

        private DateOnly Any(int from, int to)
        {
            var first = new DateOnly(from, 1, 1);
            return first.AddDays(_random.Next(new DateOnly(to, 12, 31).DayNumber - first.DayNumber + 1));
        }

        private Voiding? Void() => Chance(8) ? _voided : null;

        private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

        private T One<T>(params T[] all) => all[_random.Next(all.Length)];

        private T OneOf<T>()
            where T : struct, Enum => One(Enum.GetValues<T>());

        private List<T> Some<T>(int least, int most, Func<int, T> make) => [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(make)];
    }
}
