using System.Globalization;

namespace ELearning.Content;

/// <summary>
/// Sheets of training hours from before the school kept them: entries of the ledger with the sheet's own words as their source. A row may say from when on the
/// hours of its member are complete: from then on the member's years are judged.
/// </summary>
internal sealed class CreditSheet(MemberRegister register, MemberStore store, CreditLedger ledger, PolicyLibrary policies, TimeProvider time) : ISheetKind
{
    private readonly MemberRegister _register = register;
    private readonly MemberStore _store = store;
    private readonly CreditLedger _ledger = ledger;
    private readonly TimeProvider _time = time;

    private const string Number = "number",
        Form = "form",
        Hours = "hours",
        HeldOn = "heldOn",
        Title = "title",
        Source = "source",
        Level = "level",
        RecordsFrom = "recordsFrom";

    public SheetKind Kind => SheetKind.Credits;

    public IReadOnlyList<SheetColumn> Columns { get; } =
    [
        new(Number, "党员编号", true, "编号"),
        new(Form, "培训形式", true, ["形式"], RegisterWords.Forms.Heads),
        new(Hours, "学时", true),
        new(HeldOn, "培训日期", true, "日期"),
        new(Title, "培训名称", true, "名称", "内容"),
        new(Source, "来源", true, "依据"),
        new(Level, "举办级别", false, ["级别"], RegisterWords.Levels.Heads),
        new(RecordsFrom, "记录起始日", false, "记录自"),
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
        var form = line.Choice(Form, true, RegisterWords.Forms);
        if (form == CreditForm.Online)
            line.Add(Form, SheetFaultCode.NotOneOf, string.Join("、", RegisterWords.Forms.Heads));
        var heldOn = line.Day(HeldOn, true);
        if (heldOn > today)
            line.Add(HeldOn, SheetFaultCode.InTheFuture, RegisterWords.Day(today));
        var policy = heldOn is { } on ? policies.InForceOn(on) : null;
        if (heldOn is not null && policy is null)
            line.Add(HeldOn, SheetFaultCode.InThePast, policies.All.Count > 0 ? RegisterWords.Day(policies.All[0].InForce.From) : "");
        var hours = line.Number(Hours, true);
        if (policy is not null && hours is { } said && (said <= 0 || said > policy.LargestClaimHours))
            line.Add(Hours, SheetFaultCode.OutOfRange, string.Create(CultureInfo.InvariantCulture, $"0 < 学时 ≤ {policy.LargestClaimHours}"));
        var (title, source) = (line.Text(Title, true, 200), line.Text(Source, true, 100));
        var (level, recordsFrom) = (line.Choice(Level, false, RegisterWords.Levels), line.Day(RecordsFrom, false));
        if (recordsFrom > today)
            line.Add(RecordsFrom, SheetFaultCode.InTheFuture, RegisterWords.Day(today));
        // Left out where the sheet says neither, so that a line of a sheet without these columns stays the line it was.
        string[] further = level is null && recordsFrom is null ? [] : [$"{level}", RegisterWords.Day(recordsFrom)];
        var seconds = hours is { } counted && policy is not null ? (int)Math.Round(counted * policy.SecondsPerHour) : 0;
        return number is null || form is null || heldOn is null || title is null || source is null
            ? null
            : new(
                line,
                string.Join('\u001f', number, form, RegisterWords.Day(heldOn), title, source),
                [number, $"{form}", seconds.ToString(CultureInfo.InvariantCulture), RegisterWords.Day(heldOn), title, source, .. further]
            );
    }

    public SheetReading Begin(Scope scope, Actor actor, string reason) => new Reading(this, scope, actor, reason);

    private sealed class Reading(CreditSheet kind, Scope scope, Actor actor, string reason) : SheetReading
    {
        private Dictionary<string, string> _ids = [];

        public override async Task CheckAsync(IReadOnlyList<SheetEntry> entries, bool applying, CancellationToken cancellationToken)
        {
            var today = SchoolTime.Today(kind._time);
            string[] numbers = [.. entries.Select(entry => entry.Values[0]).Distinct()];
            var numbered = await kind._store.NumberedAsync(numbers, cancellationToken);
            _ids = numbers.ToDictionary(number => number, number => numbered.GetValueOrDefault(number, MemberRules.IdOf(number)));
            var members = await kind._register.FindAsync([.. _ids.Values.Distinct()], cancellationToken);
            foreach (var entry in entries)
            {
                if (!members.TryGetValue(_ids[entry.Values[0]], out var member) || !member.IsWithin(scope, today))
                    entry.Line.Add(Number, SheetFaultCode.MemberUnknown);
                else if (RegisterWords.Day(entry.Values[3]) < member.AdmittedOn)
                    entry.Line.Add(HeldOn, SheetFaultCode.BeforeAdmission, RegisterWords.Day(member.AdmittedOn));
            }
        }

        public override async Task ApplyAsync(IReadOnlyList<SheetEntry> entries, CancellationToken cancellationToken)
        {
            foreach (var entry in entries.Where(entry => entry.Earlier is { } earlier && (entry.Differs(2) || LevelOf(earlier) != LevelOf(entry.Values))))
            {
                await ReverseAsync(CreditId(entry.Key, entry.Values[0], entry.Turn - 1), cancellationToken);
            }
            await kind._ledger.PostBatchAsync(
                [
                    .. entries.Select(entry => new NewCredit(
                        CreditId(entry.Key, entry.Values[0], entry.Turn),
                        _ids[entry.Values[0]],
                        Enum.Parse<CreditForm>(entry.Values[1]),
                        int.Parse(entry.Values[2], CultureInfo.InvariantCulture),
                        RegisterWords.Day(entry.Values[3])!.Value,
                        new(CreditSourceKind.Batch, entry.Values[5])
                    )
                    {
                        Title = entry.Values[4],
                        PostedBy = actor.Subject,
                        VenueLevel = LevelOf(entry.Values) is { Length: > 0 } level ? Enum.Parse<OrganisationLevel>(level) : null,
                    }),
                ],
                cancellationToken
            );
            // Hours first: whoever is judged for a year has what was credited in it.
            foreach (var begun in entries.GroupBy(entry => _ids[entry.Values[0]], entry => RegisterWords.Day(entry.Values.ElementAtOrDefault(7) ?? "")))
            {
                if (begun.Min() is { } from)
                    await kind._register.RecordFromAsync(begun.Key, from, reason, actor, cancellationToken);
            }
        }

        private static string LevelOf(IReadOnlyList<string> values) => values.ElementAtOrDefault(6) ?? "";

        public override async Task<string?> UnmakeAsync(ImportedLine line, CancellationToken cancellationToken)
        {
            var number = line.Values[0];
            _ids[number] = (await kind._store.NumberedAsync([number], cancellationToken)).GetValueOrDefault(number, MemberRules.IdOf(number));
            await ReverseAsync(CreditId(line.Key, number, line.Turn), cancellationToken);
            return null;
        }

        private async Task ReverseAsync(string creditId, CancellationToken cancellationToken)
        {
            try
            {
                await kind._ledger.ReverseAsync(creditId, reason, actor, cancellationToken);
            }
            catch (ContentError error) when (error.Code is ContentErrorCode.CreditReversed or ContentErrorCode.NotFound)
            {
                // Somebody took it back before.
            }
        }

        private string CreditId(string key, string number, int turn) =>
            $"{_ids[number]}/sheet/{Ids.From("hours", key, turn.ToString(CultureInfo.InvariantCulture))}";
    }
}
