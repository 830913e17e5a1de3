using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Organisations;

/// <summary>
/// Whatever moves, in whatever order, and however far the rewriting is: who sees what by stored ancestors is what the dated tree says. The truth is worked out
/// here by itself, from who was put below whom on which day.
/// </summary>
public sealed class MovedTreeTests
{
    private static readonly DateOnly Begin = new(2026, 3, 2);

    private static readonly Gen<(int[] Shape, bool Levels, Act[] Acts)> Histories = Gen.Select(
        Gen.Int[0, 100].Array[3, 11],
        Gen.Bool,
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[0, 4], (kind, a, b, days) => new Act(kind, a, b, days)).Array[1, 30],
        (shape, levels, acts) => (shape, levels, acts)
    );

    [Fact]
    public void What_is_seen_by_stored_ancestors_is_what_the_dated_tree_says() =>
        Histories.Sample(
            history =>
            {
                var school = new School(history.Shape, history.Levels);
                foreach (var act in history.Acts)
                {
                    school.Do(act);
                    school.CheckToday(act);
                    school.CheckPast();
                }
            },
            iter: 3_000
        );

    /// <summary>The space has all that the property is about: else it would hold of nothing.</summary>
    [Fact]
    public void The_histories_have_nested_moves_half_done_and_refused_ones()
    {
        var seen = new Dictionary<string, int>();
        Histories.Sample(
            history =>
            {
                var school = new School(history.Shape, history.Levels);
                foreach (var act in history.Acts)
                {
                    school.Do(act);
                }
                lock (seen)
                {
                    foreach (var (what, count) in school.Seen)
                    {
                        seen[what] = seen.GetValueOrDefault(what) + count;
                    }
                }
            },
            iter: 500
        );
        foreach (var what in new[] { "moved", "ahead", "cancelled", "retired", "twice", "nested", "half", "InvalidInput", "OrganisationMoving" })
        {
            Assert.True(seen.GetValueOrDefault(what) > 20, $"{what}: {seen.GetValueOrDefault(what)}");
        }
    }

    [Fact]
    public void A_list_of_several_organisations_keeps_what_is_above_the_others()
    {
        var moves = new[] { Move(1, "T", "C", "D") };
        var tree = MovedTree.Of(moves, new Dictionary<string, IReadOnlyList<string>> { ["T"] = ["R", "C", "T"], ["D"] = ["R", "D"] });

        var joined = tree.Joined(["R", "C", "B", "T", "V"], id => id == "B" ? ["R", "C", "B"] : tree.Lineage(id == "V" ? ["R", "C", "T", "V"] : [id]));

        Assert.Equal(["B", "C", "D", "R", "T", "V"], joined.Order());
        Assert.Equal(["D", "R", "T", "V"], tree.Joined(["R", "C", "T", "V"], id => tree.Lineage(id == "V" ? ["R", "C", "T", "V"] : [id])).Order());
    }

    private static OrganisationMove Move(long id, string top, string from, string to) =>
        new()
        {
            Id = id,
            OrganisationId = top,
            FromId = from,
            ToId = to,
            Day = Begin,
            Reason = "区划调整",
            By = "clerk",
            At = default,
            Above = ["R", from, to],
        };

    private sealed record Act(int Kind, int A, int B, int Days);

    /// <summary>A tree, what is stored of it, and documents at each organisation, written now and then.</summary>
    private sealed class School
    {
        private readonly List<(string Id, OrganisationLevel Level, string? Parent)> _entered = [];
        private readonly List<(string Top, string To, DateOnly Day)?> _truth = [];
        private readonly Dictionary<string, Organisation> _stored = [];
        private readonly List<(string At, IReadOnlyList<string> Lineage)> _documents = [];
        private List<OrganisationMove> _entries = [];
        private DateOnly _today = Begin;

        public School(int[] shape, bool levels)
        {
            for (var i = 0; i < shape.Length; i++)
            {
                var parent = i == 0 ? null : $"o{shape[i] % i}";
                var above = parent is null ? (OrganisationLevel?)null : _stored[parent].Level;
                var level =
                    !levels ? OrganisationLevel.Basic
                    : above is null ? OrganisationLevel.Province
                    : (OrganisationLevel)Math.Min((int)OrganisationLevel.Basic, (int)above + 1);
                _entered.Add(($"o{i}", level, parent));
                _stored[$"o{i}"] = new()
                {
                    Id = $"o{i}",
                    Name = $"o{i}",
                    Level = level,
                    ParentId = parent,
                    Lineage = [.. parent is null ? [] : _stored[parent].Lineage, $"o{i}"],
                    Existence = new(new(1949, 10, 1), null),
                };
                _documents.Add(($"o{i}", _stored[$"o{i}"].Lineage));
            }
        }

        public Dictionary<string, int> Seen { get; } = [];

        private MoveLog Log
        {
            get
            {
                var log = new MoveLog(_entries, new Dictionary<string, IReadOnlyList<string>>());
                return log with
                {
                    Stored = log
                        .Open.SelectMany(move => new[] { move.OrganisationId, move.FromId, move.ToId })
                        .Distinct()
                        .ToDictionary(id => id, id => _stored[id].Lineage),
                };
            }
        }

        public void Do(Act act)
        {
            var tree = Log.On(_today);
            switch (act.Kind)
            {
                case <= 4:
                    Move(tree, act);
                    break;
                case 5:
                    Cancel(act);
                    break;
                case 6:
                    _today = _today.AddDays(act.Days);
                    break;
                case 7:
                    _documents.Add(($"o{act.A % _entered.Count}", tree.Placed(_stored[$"o{act.A % _entered.Count}"]).Lineage));
                    break;
                case <= 10:
                    Rewrite(tree, i => (i * 7 + act.A) % 3 > act.B % 3, organisation => (organisation + act.B) % 2 == 0);
                    Note("half");
                    break;
                default:
                    Rewrite(tree, _ => true, _ => true);
                    Retire(tree);
                    break;
            }
        }

        public void CheckToday(Act act)
        {
            var tree = Log.On(_today);
            foreach (var (at, lineage) in _documents)
            {
                Assert.Equal(PathOn(at, _today), tree.Lineage(lineage));
            }
            foreach (var stored in _stored.Values)
            {
                var placed = tree.Placed(stored);
                Assert.Equal(PathOn(stored.Id, _today), placed.Lineage);
                Assert.Equal(ParentOn(stored.Id, _today), placed.ParentId);
                Assert.Equal(
                    placed.EarlierParents.Select(held => held.ParentId),
                    _truth
                        .OfType<(string Top, string To, DateOnly Day)>()
                        .Where(move => move.Top == stored.Id && move.Day <= _today)
                        .OrderBy(move => move.Day)
                        .Select(move => ParentOn(stored.Id, move.Day.AddDays(-1)))
                );
            }
            for (var i = 0; i < _entered.Count; i++)
            {
                foreach (var scope in new[] { Scope.Within($"o{i}"), Scope.Within($"o{i}", $"o{(i + act.A) % _entered.Count}") })
                {
                    var seen = scope with { Tree = tree };
                    var reached = tree.Reaching(scope.OrganisationIds);
                    foreach (var (at, lineage) in _documents)
                    {
                        var isWithin = PathOn(at, _today).Any(scope.OrganisationIds.Contains);
                        Assert.True(
                            isWithin == seen.Covers(lineage),
                            $"{at} [{string.Join(' ', lineage)}] in {string.Join(' ', scope.OrganisationIds)}: {isWithin}"
                        );
                        Assert.True(!isWithin || lineage.Any(reached.Contains));
                    }
                }
            }
        }

        public void CheckPast()
        {
            var log = Log;
            for (var day = Begin.AddDays(-1); day <= _today; day = day.AddDays(1))
            {
                var since = log.Between(day, _today);
                var named = since.SelectMany(move => new[] { move.OrganisationId, move.FromId }).Distinct().ToDictionary(id => id, id => _stored[id].Lineage);
                var then = new DatedTree(log.On(_today), since, named);
                foreach (var (at, lineage) in _documents)
                {
                    var path = PathOn(at, day);
                    Assert.Equal(path, then.Lineage(lineage));
                    foreach (var above in path)
                    {
                        Assert.True(lineage.Any(then.Reaching([above]).Contains), $"{at} on {day}: below {above}");
                    }
                }
            }
        }

        private void Move(MovedTree tree, Act act)
        {
            var (top, parent) = (tree.Placed(_stored[$"o{act.A % _entered.Count}"]), tree.Placed(_stored[$"o{act.B % _entered.Count}"]));
            var day = _today.AddDays(act.Days);
            try
            {
                var log = Log;
                var entering = new Entering("clerk", new DateTimeOffset(_today, new TimeOnly(9, 0), SchoolTime.Offset));
                if (MoveRules.Make(new(top.Id, parent.Id, day, "区划调整"), top, parent, log, entering) is not { } made)
                    return;
                Note(log.Open.Any(move => move.OrganisationId == top.Id) ? "twice" : "moved");
                Note(day > _today ? "ahead" : "at once");
                if (log.Open.Any(move => top.Lineage.SkipLast(1).Contains(move.OrganisationId)))
                    Note("nested");
                _entries = [.. _entries, made];
                _truth.Add((top.Id, parent.Id, day));
            }
            catch (ContentError refused)
            {
                Note(refused.Code.ToString());
            }
        }

        private void Cancel(Act act)
        {
            var log = Log;
            var ahead = log.Open.Where(move => move.Day > _today).ToList();
            if (ahead.Count == 0)
                return;
            try
            {
                var entering = new Entering("clerk", new DateTimeOffset(_today, new TimeOnly(9, 0), SchoolTime.Offset));
                var cancelled = MoveRules.Cancel(ahead[act.A % ahead.Count], new(ahead[act.A % ahead.Count].OrganisationId, "不再调整"), log, entering);
                _entries = [.. _entries, cancelled];
                _truth.Add(null);
                _truth[(int)cancelled.Cancels! - 1] = null;
                Note("cancelled");
            }
            catch (ContentError refused)
            {
                Note(refused.Code.ToString());
            }
        }

        private void Rewrite(MovedTree tree, Func<int, bool> documents, Func<int, bool> organisations)
        {
            for (var i = 0; i < _documents.Count; i++)
            {
                if (documents(i))
                    _documents[i] = (_documents[i].At, tree.Lineage(_documents[i].Lineage));
            }
            for (var i = 0; i < _entered.Count; i++)
            {
                if (organisations(i))
                    _stored[$"o{i}"] = tree.Placed(_stored[$"o{i}"]);
            }
        }

        private void Retire(MovedTree tree)
        {
            var ripe = Log.Open.Where(move => move.Day <= _today).ToList();
            Seen["retired"] = Seen.GetValueOrDefault("retired") + ripe.Count;
            _entries =
            [
                .. _entries.Select(entry =>
                    ripe.Contains(entry) ? entry with { RetiredAt = DateTimeOffset.UnixEpoch }
                    : Log.Open.Contains(entry) ? entry with { Above = [.. entry.Above.Union(MoveRules.AboveAfter(entry, tree))] }
                    : entry
                ),
            ];
        }

        private string? ParentOn(string id, DateOnly day)
        {
            var last = _truth
                .OfType<(string Top, string To, DateOnly Day)>()
                .Where(move => move.Top == id && move.Day <= day)
                .OrderBy(move => move.Day)
                .Select(move => move.To)
                .LastOrDefault();
            return last ?? _entered.Single(one => one.Id == id).Parent;
        }

        private List<string> PathOn(string id, DateOnly day)
        {
            var path = new List<string>();
            for (string? at = id; at is not null; at = ParentOn(at, day))
            {
                Assert.DoesNotContain(at, path);
                path.Insert(0, at);
            }
            return path;
        }

        private void Note(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;
    }
}
