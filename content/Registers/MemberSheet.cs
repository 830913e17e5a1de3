namespace ELearning.Content;

/// <summary>Sheets of members. Who is new is registered; of who is there, only what the sheet says otherwise than the sheet before is changed.</summary>
internal sealed class MemberSheet(MemberRegister register, MemberStore store, OrganisationTree tree, CreditLedger ledger, TimeProvider time) : ISheetKind
{
    private readonly MemberRegister _register = register;
    private readonly MemberStore _store = store;
    private readonly OrganisationTree _tree = tree;
    private readonly CreditLedger _ledger = ledger;
    private readonly TimeProvider _time = time;

    private const string Number = "number",
        Name = "name",
        Home = "organisationCode",
        Category = "category",
        AdmittedOn = "admittedOn",
        Further = "furtherCategories",
        CategoryFrom = "categoryFrom",
        TransferredOn = "transferredOn",
        Receiving = "receivingOrganisationCode",
        ReceivingFrom = "receivingFrom",
        Position = "position",
        PositionAt = "positionOrganisationCode",
        PositionFrom = "positionFrom",
        PositionTo = "positionTo";

    public SheetKind Kind => SheetKind.Members;

    public IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new(Number, "党员编号", true, "编号"),
        new(Name, "姓名", true),
        new(Home, "所在组织代码", true, "组织代码", "所在党组织代码"),
        new(Category, "党员类别", true, ["类别"], RegisterWords.Categories.Heads),
        new(AdmittedOn, "入党日期", true, "入党时间"),
        new(Further, "其他类别"),
        new(CategoryFrom, "类别起始日期"),
        new(TransferredOn, "转入日期", false, "组织关系转入日期"),
        new(Receiving, "流入组织代码", false, "流入地组织代码"),
        new(ReceivingFrom, "流入日期"),
        new(Position, "职务", false, [], RegisterWords.Positions.Heads),
        new(PositionAt, "任职组织代码"),
        new(PositionFrom, "任职日期", false, "任职起始日期"),
        new(PositionTo, "任职截止日期", false, "任职终止日期"),
    ];

    public SheetEntry? Read(SheetLine line, DateOnly today)
    {
        var number = line.Code(Number, true);
        if (number is not null)
        {
            try
            {
                number = MemberRules.Number(number);
            }
            catch (ContentError error)
            {
                line.Add(Number, error);
            }
        }
        var name = line.Text(Name, true, 100);
        var home = line.Code(Home, true);
        var category = line.Choice(Category, true, RegisterWords.Categories);
        var admitted = line.Day(AdmittedOn, true);
        if (admitted is { } day)
        {
            try
            {
                MemberRules.CheckAdmission(day, today);
            }
            catch (ContentError error)
            {
                line.Add(AdmittedOn, error);
            }
        }
        var further = line.Choices(Further, false, RegisterWords.Categories);
        var receiving = line.Code(Receiving, false);
        var position = line.Choice(Position, false, RegisterWords.Positions);
        var positionAt = line.Code(PositionAt, false);
        var (from, to) = (line.Day(PositionFrom, false), line.Day(PositionTo, false));
        if (line.IsSaid(Position) != line.IsSaid(PositionFrom))
            line.Add(line.IsSaid(Position) ? PositionFrom : Position, SheetFaultCode.Apart, line.IsSaid(Position) ? "职务" : "任职日期");
        if (line.IsSaid(PositionTo) && !line.IsSaid(PositionFrom))
            line.Add(PositionTo, SheetFaultCode.Apart, "任职日期");
        if (to < from)
            line.Add(PositionTo, SheetFaultCode.Reversed);
        var (categoryFrom, transferred, received) = (line.Day(CategoryFrom, false), line.Day(TransferredOn, false), line.Day(ReceivingFrom, false));
        foreach (var (column, on) in new[] { (PositionFrom, from), (CategoryFrom, categoryFrom), (TransferredOn, transferred), (ReceivingFrom, received) })
        {
            if (on < admitted)
                line.Add(column, SheetFaultCode.BeforeAdmission, RegisterWords.Day(admitted));
        }
        return number is null
            ? null
            : new(
                line,
                number,
                [
                    number,
                    name is null ? "" : RegisterRules.Name(name),
                    Code(home),
                    $"{category}",
                    RegisterWords.Day(admitted),
                    string.Join(';', further.Distinct().Where(one => one != category)),
                    RegisterWords.Day(categoryFrom),
                    RegisterWords.Day(transferred),
                    Code(receiving),
                    RegisterWords.Day(received),
                    $"{position}",
                    position is null ? "" : Code(positionAt ?? home),
                    RegisterWords.Day(from),
                    RegisterWords.Day(to),
                ]
            );
    }

    public SheetReading Begin(Scope scope, Actor actor, string reason) => new Reading(this, scope, actor, reason);

    private static string Code(string? written) => written is null ? "" : RegisterRules.Key(written);

    private sealed record Row(IReadOnlyList<string> Values)
    {
        public string Number => Values[0];
        public string Name => Values[1];
        public string Home => Values[2];
        public MemberCategory Category => Enum.Parse<MemberCategory>(Values[3]);
        public DateOnly AdmittedOn => RegisterWords.Day(Values[4])!.Value;
        public IEnumerable<MemberCategory> Further => Values[5].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<MemberCategory>);
        public DateOnly? CategoryFrom => RegisterWords.Day(Values[6]);
        public DateOnly? TransferredOn => RegisterWords.Day(Values[7]);
        public string? Receiving => Values[8].Length == 0 ? null : Values[8];
        public DateOnly? ReceivingFrom => RegisterWords.Day(Values[9]);
        public MemberPosition? Position => Values[10].Length == 0 ? null : Enum.Parse<MemberPosition>(Values[10]);
        public string PositionAt => Values[11];
        public DateOnly? PositionFrom => RegisterWords.Day(Values[12]);
        public DateOnly? PositionTo => RegisterWords.Day(Values[13]);

        public IEnumerable<string> Organisations => new[] { Home, Receiving, Position is null ? null : PositionAt }.OfType<string>();

        public DateOnly HomeFrom => TransferredOn ?? AdmittedOn;

        /// <summary>The member as it is registered; posts come after, because a seat is taken one at a time.</summary>
        public Member New(string reason, DateOnly today)
        {
            var memberships = new List<Membership> { new(Home, MembershipKind.Home, new(HomeFrom, null), []) };
            if (Receiving is { } receiving)
                memberships.Add(new(receiving, MembershipKind.Receiving, new(ReceivingFrom ?? HomeFrom, null), []));
            var since = new DatePeriod(CategoryFrom ?? AdmittedOn, null);
            return new()
            {
                Id = MemberRules.IdOf(Number),
                Number = Number,
                Name = Name,
                AdmittedOn = AdmittedOn,
                Memberships = memberships,
                Categories = [new(Category, Main: true, since), .. Further.Select(further => new HeldCategory(further, Main: false, since))],
                IdempotencyKey = reason,
                RegisteredOn = today,
            };
        }
    }

    private sealed class Reading(MemberSheet kind, Scope scope, Actor actor, string reason) : SheetReading
    {
        private Dictionary<string, Member> _there = [];

        public override async Task CheckAsync(IReadOnlyList<SheetEntry> entries, bool applying, CancellationToken cancellationToken)
        {
            var today = SchoolTime.Today(kind._time);
            var rows = entries.Select(entry => (Entry: entry, Row: new Row(entry.Values))).ToList();
            var organisations = await kind._tree.FindAsync([.. rows.SelectMany(one => one.Row.Organisations).Distinct()], cancellationToken);
            _there = await ThereAsync([.. entries.Select(entry => entry.Key)], cancellationToken);
            foreach (var (entry, row) in rows)
            {
                // Of somebody new both run on from today.
                var isNew = !_there.ContainsKey(entry.Key);
                Organisation(Home, row.Home, isNew && row.HomeFrom < today ? today : row.HomeFrom);
                if (row.Receiving is { } receiving)
                {
                    var from = row.ReceivingFrom ?? row.HomeFrom;
                    Organisation(Receiving, receiving, isNew && from < today ? today : from);
                }
                if (row.Position is not null)
                    Organisation(entry.Line.IsSaid(PositionAt) ? PositionAt : Home, row.PositionAt, row.PositionFrom!.Value);
                entry.Exists = _there.TryGetValue(entry.Key, out var member);
                if (member is null)
                    continue;
                if (!member.IsWithin(scope, today))
                    entry.Line.Add(Number, SheetFaultCode.NumberTaken);
                // Where nothing was imported before, the sheet and the register are compared as they stand.
                else if (
                    entry.Differs(2)
                    && row.TransferredOn is null
                    && !member.HasLeftBy(today)
                    && member.MembershipOn(today).OrganisationId is var home
                    && home != row.Home
                )
                    entry.Line.Add(Home, SheetFaultCode.HomeDiffers, home);

                void Organisation(string column, string code, DateOnly on)
                {
                    if (!organisations.TryGetValue(code, out var organisation) || !scope.Covers(organisation.Lineage) || organisation.Existence.To < on)
                        entry.Line.Add(column, SheetFaultCode.OrganisationUnknown);
                }
            }
        }

        public override async Task ApplyAsync(IReadOnlyList<SheetEntry> entries, CancellationToken cancellationToken)
        {
            var added = entries.Where(entry => !entry.Exists || entry.Made).ToList();
            await RegisterAsync(added, cancellationToken);
            foreach (var entry in added.Where(entry => entry.IsGood))
            {
                await AssignAsync(entry, new(entry.Values), cancellationToken);
            }
            foreach (var entry in entries.Except(added))
            {
                if (_there.TryGetValue(entry.Key, out var member))
                    await ChangeAsync(entry, new(entry.Values), member, cancellationToken);
            }
        }

        public override async Task<string?> UnmakeAsync(ImportedLine line, CancellationToken cancellationToken)
        {
            if (!(await ThereAsync([line.Key], cancellationToken)).TryGetValue(line.Key, out var member))
                return null;
            if (member.IdempotencyKey != reason || member.Identity is not null || member.History.Any(change => change.Reason != reason))
                return RegisterWords.ChangedSince;
            if ((await kind._ledger.EntriesAsync([member.Id], cancellationToken))[member.Id].Any())
                return RegisterWords.HasCredits;
            foreach (var (held, place) in member.Positions.Select((held, place) => (held, place)).Where(one => one.held.Voided is null))
            {
                // Gives back the seat.
                member = await kind._register.VoidAsync(new(member.Id, HeldKind.Position, place, reason), actor, cancellationToken);
            }
            return await kind._store.RemoveAsync(member, cancellationToken) ? null : RegisterWords.ChangedSince;
        }

        private async Task<Dictionary<string, Member>> ThereAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellationToken)
        {
            // A number that was corrected still means the member; most never were.
            var ids = await kind._store.NumberedAsync(numbers, cancellationToken);
            var found = await kind._register.FindAsync(
                [.. numbers.Select(number => ids.GetValueOrDefault(number, MemberRules.IdOf(number))).Distinct()],
                cancellationToken
            );
            return numbers
                .Select(number => (number, Member: found.GetValueOrDefault(ids.GetValueOrDefault(number, MemberRules.IdOf(number)))))
                .Where(one => one.Member is not null)
                .ToDictionary(one => one.number, one => one.Member!);
        }

        private async Task RegisterAsync(List<SheetEntry> added, CancellationToken cancellationToken)
        {
            if (added.Count == 0)
                return;
            try
            {
                await kind._register.RegisterManyAsync(
                    [.. added.Select(entry => new Row(entry.Values).New(reason, SchoolTime.Today(kind._time)))],
                    cancellationToken
                );
            }
            catch (ContentError)
            {
                // One of them: each by itself tells which.
                foreach (var entry in added)
                {
                    await TryAsync(
                        entry,
                        Number,
                        () => kind._register.RegisterManyAsync([new Row(entry.Values).New(reason, SchoolTime.Today(kind._time))], cancellationToken)
                    );
                }
            }
            // Who was registered by somebody else at the same moment is not this import's.
            var there = await ThereAsync([.. added.Select(entry => entry.Key)], cancellationToken);
            foreach (var entry in added.Where(entry => entry.IsGood && there.GetValueOrDefault(entry.Key)?.IdempotencyKey != reason))
                entry.Line.Add(Number, SheetFaultCode.NumberTaken);
        }

        private async Task AssignAsync(SheetEntry entry, Row row, CancellationToken cancellationToken)
        {
            if (row is not { Position: { } position, PositionFrom: { } from })
                return;
            var id = _there.TryGetValue(entry.Key, out var member) ? member.Id : MemberRules.IdOf(entry.Key);
            await TryAsync(
                entry,
                Position,
                () => kind._register.AssignPositionAsync(new(id, row.PositionAt, position, from, row.PositionTo, reason), actor, cancellationToken)
            );
        }

        /// <summary>Column by column, and only where the sheet says it otherwise than the sheet before: what was decided since stays.</summary>
        private async Task ChangeAsync(SheetEntry entry, Row row, Member member, CancellationToken cancellationToken)
        {
            var today = SchoolTime.Today(kind._time);
            if (entry.Differs(1) || entry.Differs(4))
                await TryAsync(
                    entry,
                    Name,
                    () =>
                        kind._register.EditAsync(
                            new(member.Id, null, entry.Differs(1) ? row.Name : null, entry.Differs(4) ? row.AdmittedOn : null, reason),
                            actor,
                            cancellationToken
                        )
                );
            if (entry.Differs(2) && row.TransferredOn is { } on && member.MembershipOn(today).OrganisationId != row.Home)
                await TryAsync(entry, Home, () => kind._register.TransferAsync(new(member.Id, row.Home, on, reason), actor, cancellationToken));
            var since = new DatePeriod(row.CategoryFrom ?? today, null);
            if (entry.Differs(3) && member.CategoryOn(today) != row.Category)
                await TryAsync(
                    entry,
                    Category,
                    () => kind._register.HoldCategoryAsync(new(member.Id, row.Category, true, since, reason), actor, cancellationToken)
                );
            foreach (var further in entry.Differs(5) ? row.Further : [])
            {
                if (member.Categories.On(today).All(held => held.Category != further))
                    await TryAsync(
                        entry,
                        Further,
                        () => kind._register.HoldCategoryAsync(new(member.Id, further, false, since, reason), actor, cancellationToken)
                    );
            }
            if (entry.Differs(8) && row.Receiving is { } receiving && member.Memberships.On(today).All(held => held.OrganisationId != receiving))
                await TryAsync(
                    entry,
                    Receiving,
                    () =>
                        kind._register.JoinAsync(
                            new(member.Id, receiving, MembershipKind.Receiving, new(row.ReceivingFrom ?? today, null), reason),
                            actor,
                            cancellationToken
                        )
                );
            if (
                (entry.Differs(10) || entry.Differs(11) || entry.Differs(12))
                && row.Position is { } position
                // One that began on that day is this one, ended since or not.
                && member.Positions.All(held => held.Position != position || held.OrganisationId != row.PositionAt || held.Period.From != row.PositionFrom)
            )
                await AssignAsync(entry, row, cancellationToken);
        }

        private static async Task TryAsync(SheetEntry entry, string column, Func<Task> change)
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
    }
}
