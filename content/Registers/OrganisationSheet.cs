using System.Globalization;

namespace ELearning.Content;

/// <summary>Sheets of organisations. Parents may stand anywhere in the sheet: they are applied before what is below them.</summary>
internal sealed class OrganisationSheet(
    OrganisationTree tree,
    OrganisationRegister register,
    OrganisationStore store,
    MemberRegister members,
    TimeProvider time
) : ISheetKind
{
    private readonly OrganisationTree _tree = tree;
    private readonly OrganisationRegister _register = register;
    private readonly OrganisationStore _store = store;
    private readonly MemberRegister _members = members;
    private readonly TimeProvider _time = time;

    private const string Code = "code",
        Name = "name",
        Level = "level",
        Parent = "parentCode",
        Sector = "sector",
        EstablishedOn = "establishedOn";

    private const int LongestCode = 40;

    public SheetKind Kind => SheetKind.Organisations;

    public IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new(Code, "组织代码", true, "代码", "党组织代码"),
        new(Name, "组织名称", true, "名称", "党组织名称", "党组织全称"),
        new(Level, "层级", true, ["组织层级", "级别"], RegisterWords.Levels.Heads),
        new(Parent, "上级组织代码", false, "上级代码", "上级", "上级党组织代码"),
        new(Sector, "行业类别", false, ["类别", "所属类别"], RegisterWords.Categories.Heads),
        new(EstablishedOn, "成立日期", true, "建立日期", "批准建立日期"),
    ];

    public SheetEntry? Read(SheetLine line, DateOnly today)
    {
        var code = line.Code(Code, true);
        if (code is { Length: > LongestCode })
            line.Add(Code, SheetFaultCode.TooLong, LongestCode.ToString(CultureInfo.InvariantCulture));
        else if (code is not null)
        {
            try
            {
                code = OrganisationRules.Code(code);
            }
            catch (ContentError error)
            {
                line.Add(Code, error);
            }
        }
        var name = line.Text(Name, true, 100);
        var level = line.Choice(Level, true, RegisterWords.Levels);
        var parent = line.Code(Parent, false);
        var sector = line.Choice(Sector, false, RegisterWords.Categories);
        var established = line.Day(EstablishedOn, true);
        if (established < InputChecks.Earliest)
            line.Add(EstablishedOn, ContentError.Invalid(EstablishedOn, InputFault.InThePast, InputChecks.Earliest));
        if (established > today)
            line.Add(EstablishedOn, ContentError.Invalid(EstablishedOn, InputFault.InTheFuture, today));
        return code is null
            ? null
            : new(
                line,
                code,
                [
                    code,
                    name is null ? "" : RegisterRules.Name(name),
                    $"{level}",
                    parent is null ? "" : RegisterRules.Key(parent),
                    $"{sector}",
                    RegisterWords.Day(established),
                ]
            );
    }

    public SheetReading Begin(Scope scope, Actor actor, string reason) => new Reading(this, scope, actor, reason);

    private sealed record Row(IReadOnlyList<string> Values)
    {
        public string Code => Values[0];
        public string Name => Values[1];
        public OrganisationLevel Level => Enum.Parse<OrganisationLevel>(Values[2]);
        public string? ParentCode => Values[3].Length == 0 ? null : Values[3];
        public MemberCategory? Sector => Values[4].Length == 0 ? null : Enum.Parse<MemberCategory>(Values[4]);
        public DateOnly EstablishedOn => RegisterWords.Day(Values[5])!.Value;

        public NewOrganisation New => new(Code, Name, Level, Sector, ParentCode, EstablishedOn);
    }

    private sealed class Reading(OrganisationSheet kind, Scope scope, Actor actor, string reason) : SheetReading
    {
        /// <summary>The good rows of the sheet: parents and levels by code.</summary>
        private readonly Dictionary<string, (string? Parent, OrganisationLevel Level)> _sheet = [];

        private readonly Dictionary<string, int> _depths = [];

        public override bool NeedsAll => true;

        public override int Passes => Math.Max(0, _sheet.Keys.Select(Depth).DefaultIfEmpty().Max()) + 1;

        public override int PassOf(SheetEntry entry) => Depth(entry.Key);

        public override void Learn(SheetEntry entry)
        {
            var row = new Row(entry.Values);
            _sheet.TryAdd(entry.Key, (row.ParentCode, row.Level));
        }

        public override async Task CheckAsync(IReadOnlyList<SheetEntry> entries, bool applying, CancellationToken cancellationToken)
        {
            var rows = entries.Select(entry => (Entry: entry, Row: new Row(entry.Values))).ToList();
            var known = await kind._tree.FindAsync(
                [.. rows.SelectMany(one => new[] { one.Row.Code, one.Row.ParentCode }).OfType<string>().Distinct()],
                cancellationToken
            );
            foreach (var (entry, row) in rows)
            {
                var there = known.GetValueOrDefault(row.Code);
                entry.Exists = there is not null;
                if (there is not null && !scope.Covers(there.Lineage))
                    entry.Line.Add(Code, SheetFaultCode.CodeTaken);
                else if (there is not null)
                    CheckAgainst(entry.Line, row, there);
                else
                    CheckParent(entry.Line, row, known, applying);
            }
        }

        public override async Task ApplyAsync(IReadOnlyList<SheetEntry> entries, CancellationToken cancellationToken)
        {
            var added = entries.Where(entry => !entry.Exists || entry.Made).ToList();
            try
            {
                await kind._tree.AddManyAsync([.. added.Select(entry => new Row(entry.Values).New)], cancellationToken);
            }
            catch (ContentError)
            {
                // One of them: each by itself tells which.
                foreach (var entry in added)
                {
                    await TryAsync(entry, Code, () => kind._tree.AddAsync(new Row(entry.Values).New, cancellationToken));
                }
            }
            foreach (var entry in entries.Except(added))
            {
                var row = new Row(entry.Values);
                var there = await kind._tree.RequireAsync(row.Code, cancellationToken);
                var today = SchoolTime.Today(kind._time);
                if (entry.Differs(1) && there.Name != row.Name)
                    await TryAsync(entry, Name, () => kind._register.RenameAsync(new(row.Code, row.Name, today, reason), actor, cancellationToken));
                if (entry.Differs(4) && there.Sector != row.Sector)
                    await TryAsync(entry, Sector, () => kind._register.ChangeSectorAsync(new(row.Code, row.Sector, today, reason), actor, cancellationToken));
            }
        }

        public override async Task<string?> UnmakeAsync(ImportedLine line, CancellationToken cancellationToken)
        {
            if (!(await kind._tree.FindAsync([line.Key], cancellationToken)).TryGetValue(line.Key, out var there))
                return null;
            if (
                (await kind._tree.ChildrenAsync([line.Key], cancellationToken))[line.Key].Any()
                || await kind._tree.IsAwaitedAtAsync(line.Key, cancellationToken)
            )
                return RegisterWords.HasOrganisations;
            if (await kind._members.CountWithinAsync(Scope.Within(line.Key), cancellationToken) > 0)
                return RegisterWords.HasMembers;
            return await kind._store.RemoveUntouchedAsync(there, cancellationToken) ? null : RegisterWords.ChangedSince;
        }

        private static async Task TryAsync(SheetEntry entry, string column, Func<Task<Organisation>> change)
        {
            try
            {
                await change();
            }
            catch (ContentError error)
            {
                entry.Line.Add(column, error);
            }
        }

        private static void CheckAgainst(SheetLine line, Row row, Organisation there)
        {
            if (there.Level != row.Level)
                line.Add(Level, SheetFaultCode.NotBySheet, RegisterWords.Levels[there.Level]);
            if (there.ParentId != row.ParentCode)
                line.Add(Parent, SheetFaultCode.NotBySheet, there.ParentId ?? "-");
        }

        private void CheckParent(SheetLine line, Row row, IReadOnlyDictionary<string, Organisation> known, bool applying)
        {
            if (row.ParentCode is null)
            {
                // A new top is for who may everywhere.
                if (!scope.Everywhere)
                    line.Add(Parent, SheetFaultCode.Required);
                return;
            }
            OrganisationLevel level;
            if (known.TryGetValue(row.ParentCode, out var parent) && scope.Covers(parent.Lineage) && parent.Existence.To is null)
                level = parent.Level;
            else if (!applying && _sheet.TryGetValue(row.ParentCode, out var above))
                level = above.Level;
            else
            {
                line.Add(Parent, SheetFaultCode.ParentUnknown);
                return;
            }
            if (Depth(row.Code) < 0)
                line.Add(Parent, SheetFaultCode.ParentInCircle);
            else if (row.Level < level || (row.Level == level && level != OrganisationLevel.Basic))
                line.Add(Level, SheetFaultCode.LevelNotBelow, RegisterWords.Levels[level]);
        }

        /// <summary>How many parents above it are in the sheet; less than none where they go in a circle.</summary>
        private int Depth(string code)
        {
            var (path, at) = (new List<string>(), code);
            var (depth, met) = (-1, new HashSet<string>());
            while (!_depths.TryGetValue(at, out depth))
            {
                path.Add(at);
                if (!met.Add(at))
                {
                    depth = int.MinValue;
                    break;
                }
                if (!_sheet.TryGetValue(at, out var row) || row.Parent is not { } parent || !_sheet.ContainsKey(parent))
                {
                    depth = -1;
                    break;
                }
                at = parent;
            }
            for (var i = path.Count - 1; i >= 0; i--)
            {
                _depths[path[i]] = depth = depth < -1 ? int.MinValue : depth + 1;
            }
            return depth;
        }
    }
}
