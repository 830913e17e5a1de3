using System.Globalization;

namespace ELearning.Content;

/// <summary>
/// Works one import off: checks, applies, takes back. Checking changes nothing and begins anew after a crash; applying goes batch by batch and notes how far it
/// is, so that it goes on where it was, and what a batch did before the note was written is found by its lines and done again without effect.
/// </summary>
internal sealed class ImportRun(
    SheetImport import,
    Scope reach,
    ISheetKind kind,
    SheetImportStore store,
    SheetFiles files,
    IEvents events,
    TimeProvider time,
    Func<Task<bool>> mayGoOn
)
{
    internal const int BatchSize = 500;

    /// <summary>How many batches are looked at before the import says how far it is: they change nothing.</summary>
    private const int LooksPerNote = 10;

    private SheetImport _import = import;

    /// <summary>Works until the import has ended, or somebody else works it.</summary>
    /// <returns>The import as it stands; null where somebody else works it.</returns>
    public async Task<SheetImport?> RunAsync(CancellationToken cancellationToken)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(_import.Language);
        if (_import.State is ImportState.Waiting or ImportState.Checking && !await CheckAsync(cancellationToken))
            return null;
        if (_import.State == ImportState.Applying && !await ApplyAsync(cancellationToken))
            return null;
        if (_import.State == ImportState.Reverting && !await RevertAsync(cancellationToken))
            return null;
        return _import;
    }

    private async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        await store.DropFaultsAsync(_import.Id, cancellationToken);
        if (
            !await NoteAsync(
                _import with
                {
                    State = ImportState.Checking,
                    StartedAt = _import.StartedAt ?? SchoolTime.Now(time),
                    RowsRead = 0,
                    RowsGood = 0,
                    FaultCount = 0,
                },
                cancellationToken
            )
        )
            return false;
        var broken = false;
        string? faultFile = null;
        try
        {
            using var sheet = await OpenAsync(cancellationToken);
            var reading = Begin();
            if (reading.NeedsAll)
                Learn(sheet, reading);
            await using var copy = new FaultCopy(files, sheet);
            var (batches, rows) = (0, sheet.Lines().Chunk(BatchSize));
            if (sheet.HeadFaults.Count > 0)
            {
                broken = true;
                await AddAsync(sheet.HeadFaults, cancellationToken);
                await copy.AddAsync(sheet.HeadRow, sheet.HeadFaults, cancellationToken);
            }
            foreach (var batch in rows)
            {
                if (!await mayGoOn())
                    return false;
                if (!broken)
                    await reading.CheckAsync(
                        [.. batch.Where(one => one.Entry is { IsGood: true }).Select(one => one.Entry!)],
                        applying: false,
                        cancellationToken
                    );
                var faults = broken ? [] : batch.SelectMany(one => one.Line.Faults).ToList();
                await AddAsync(faults, cancellationToken);
                foreach (var (row, line, _) in batch)
                {
                    await copy.AddAsync(row, broken ? [] : line.Faults, cancellationToken);
                }
                _import = _import with
                {
                    Encoding = sheet.Encoding,
                    RowsRead = _import.RowsRead + batch.Length,
                    RowsGood = _import.RowsGood + (broken ? 0 : batch.Count(one => one.Line.Faults.Count == 0)),
                };
                if (++batches % LooksPerNote == 0 && !await NoteAsync(_import, cancellationToken))
                    return false;
            }
            _import = _import with { Encoding = sheet.Encoding };
            if (_import.RowsRead == 0 && !broken)
                throw new SheetError(0, SheetFaultCode.FileEmpty);
            if (_import.FaultCount > 0)
                faultFile = await copy.KeepAsync(cancellationToken);
        }
        catch (SheetError error)
        {
            broken = true;
            await AddAsync([error.Fault], cancellationToken);
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or InvalidDataException or System.Xml.XmlException)
        {
            // Whatever else the file is: tried again, it would be the same, and keep all others waiting.
            broken = true;
            await AddAsync([new(0, "", "", SheetFaultCode.FileUnreadable, SheetFault.Shortened(cause.Message))], cancellationToken);
        }
        var stopped = broken || (_import.FaultCount > 0 && _import.OnFault == OnFault.Stop);
        return await NoteAsync(
            _import with
            {
                State =
                    _import.DryRun ? ImportState.Checked
                    : stopped ? ImportState.Refused
                    : ImportState.Applying,
                FaultFile = faultFile,
                EndedAt = _import.DryRun || stopped ? SchoolTime.Now(time) : null,
            },
            cancellationToken
        );
    }

    private async Task<bool> ApplyAsync(CancellationToken cancellationToken)
    {
        using var sheet = await OpenAsync(cancellationToken);
        var reading = Begin();
        if (reading.NeedsAll)
            Learn(sheet, reading);
        for (var pass = _import.Pass; pass < reading.Passes; pass++)
        {
            var from = pass == _import.Pass ? _import.Row : 0;
            var entries = sheet
                .Lines()
                .Select(one => one.Entry)
                .OfType<SheetEntry>()
                .Where(entry => entry.IsGood && entry.Row > from && reading.PassOf(entry) == pass);
            foreach (var batch in entries.Chunk(BatchSize))
            {
                if (!await mayGoOn() || !await ApplyAsync(reading, batch, pass, cancellationToken))
                    return false;
            }
        }
        return await NoteAsync(_import with { State = ImportState.Applied, EndedAt = SchoolTime.Now(time) }, cancellationToken);
    }

    private async Task<bool> ApplyAsync(SheetReading reading, SheetEntry[] batch, int pass, CancellationToken cancellationToken)
    {
        var lines = await store.LinesAsync(kind.Kind, [.. batch.Select(entry => entry.Key)], cancellationToken);
        var todo = new List<SheetEntry>();
        foreach (var entry in batch)
        {
            var line = lines.GetValueOrDefault(entry.Key);
            var isMine = line is { IsSaid: true } && line.ImportId == _import.Id;
            if (line is { IsSaid: true } && !isMine && line.Values.SequenceEqual(entry.Values))
                continue;
            (entry.Earlier, entry.Made, entry.Turn) =
                isMine ? (line!.Earlier?.Values, line.Made, line.Turn)
                : line is null ? (null, false, 0)
                : (line.IsSaid ? line.Values : null, false, line.Turn + 1);
            todo.Add(entry);
        }
        await reading.CheckAsync(todo, applying: true, cancellationToken);
        var good = todo.Where(entry => entry.IsGood).ToList();
        foreach (var entry in good)
        {
            entry.Made |= entry is { Exists: false, Earlier: null };
        }
        await store.PutAsync([.. good.Select(entry => LineOf(entry, lines.GetValueOrDefault(entry.Key)))], cancellationToken);
        await reading.ApplyAsync(good, cancellationToken);
        var refused = todo.Where(entry => !entry.IsGood).ToList();
        // What the check found before is on record; of very many faults it is not known which are.
        var known = await store.RowsAtFaultAsync(_import.Id, batch[0].Row, batch[^1].Row, cancellationToken);
        var late = _import.FaultCount < SheetImportStore.MostFaults ? refused.Where(entry => !known.Contains(entry.Row)) : refused.Intersect(good);
        await AddAsync([.. late.SelectMany(entry => entry.Line.Faults)], cancellationToken);
        // What was refused was not said: the same sheet tries it again.
        await store.PutAsync([.. refused.Intersect(good).Select(entry => Unsaid(entry, lines.GetValueOrDefault(entry.Key)))], cancellationToken);
        return await NoteAsync(
            _import with
            {
                Pass = pass,
                Row = batch[^1].Row,
                RowsApplied = _import.RowsApplied + batch.Length - refused.Count,
                RowsChanged = _import.RowsChanged + todo.Count - refused.Count,
            },
            cancellationToken
        );
    }

    /// <summary>Last row first, so that what is below goes before what is above; what cannot be taken back is told by row.</summary>
    private async Task<bool> RevertAsync(CancellationToken cancellationToken)
    {
        var reading = Begin();
        var stuck = new HashSet<string>();
        for (var (again, round) = (true, 0); again; round++)
        {
            again = false;
            var stays = new List<SheetFault>();
            string? after = null;
            while (await store.LinesOfAsync(_import.Id, after, BatchSize, cancellationToken) is { Count: > 0 } lines)
            {
                if (!await mayGoOn())
                    return false;
                after = lines[^1].Id;
                var done = new List<ImportedLine>();
                foreach (var line in lines)
                {
                    if (await UndoAsync(reading, line, cancellationToken) is { } why)
                        stays.Add(new(line.Row, "", SheetFault.Shortened(line.Values[0]), SheetFaultCode.NotUndone, why));
                    else
                        done.Add(line);
                }
                await store.PutAsync([.. done.Select(Undone)], cancellationToken);
                // What was below is gone now, so that what was above may go in the next round.
                again |= done.Count > 0;
                if (!await NoteAsync(_import with { RowsReverted = _import.RowsReverted + done.Count }, cancellationToken))
                    return false;
            }
            if (again && stays.Count > 0)
                continue;
            await AddAsync([.. stays.OrderBy(fault => fault.Row)], cancellationToken);
            break;
        }
        return await NoteAsync(_import with { State = ImportState.Reverted, EndedAt = SchoolTime.Now(time) }, cancellationToken);
    }

    private static async Task<string?> UndoAsync(SheetReading reading, ImportedLine line, CancellationToken cancellationToken)
    {
        if (line.Earlier is not { } earlier)
            return line.Made ? await reading.UnmakeAsync(line, cancellationToken) : RegisterWords.ChangedSince;
        var entry = new SheetEntry(new SheetLine(new(line.Row, []), SheetHeads.None), line.Key, earlier.Values) { Earlier = line.Values, Turn = line.Turn + 1 };
        await reading.CheckAsync([entry], applying: true, cancellationToken);
        if (entry.IsGood)
            await reading.ApplyAsync([entry], cancellationToken);
        return entry.IsGood ? null : SheetTexts.Of(entry.Line.Faults[0]);
    }

    private static ImportedLine Undone(ImportedLine line) =>
        line.Earlier is { } earlier
            ? line with
            {
                ImportId = earlier.ImportId,
                Row = earlier.Row,
                Values = earlier.Values,
                Made = earlier.Made,
                Earlier = null,
                Turn = line.Turn + 1,
            }
            : line with
            {
                ImportId = "",
                Values = [],
                Made = false,
            };

    private ImportedLine LineOf(SheetEntry entry, ImportedLine? before) =>
        new(
            SheetImportStore.LineId(kind.Kind, entry.Key),
            kind.Kind,
            entry.Key,
            _import.Id,
            entry.Row,
            entry.Values,
            entry.Made,
            before is { IsSaid: true } && before.ImportId != _import.Id ? new(before.ImportId, before.Row, before.Values, before.Made)
                : before?.ImportId == _import.Id ? before.Earlier
                : null,
            entry.Turn
        );

    private ImportedLine Unsaid(SheetEntry entry, ImportedLine? before) =>
        before is not null && before.ImportId != _import.Id ? before : LineOf(entry, before) with { ImportId = "", Values = [], Made = false };

    private SheetReading Begin() => kind.Begin(reach, new(_import.Subject, _import.MemberId), _import.Reason);

    private static void Learn(KindOfSheet sheet, SheetReading reading)
    {
        foreach (var (_, _, entry) in sheet.Lines())
        {
            if (entry is { IsGood: true })
                reading.Learn(entry);
        }
    }

    private async Task<KindOfSheet> OpenAsync(CancellationToken cancellationToken)
    {
        var file = await files.OpenAsync(_import.Hash, cancellationToken) ?? throw new SheetError(0, SheetFaultCode.FileUnreadable, "404");
        return new(SheetReader.Open(file, _import.Sheet), kind, SchoolTime.Today(time));
    }

    private async Task AddAsync(IReadOnlyList<SheetFault> faults, CancellationToken cancellationToken)
    {
        await store.AddAsync(
            [
                .. faults
                    .Take(Math.Max(0, SheetImportStore.MostFaults - _import.FaultCount))
                    .Select((fault, i) => new ImportedFault(SheetImportStore.FaultId(_import.Id, fault.Row, _import.FaultCount + i), _import.Id, fault)),
            ],
            cancellationToken
        );
        _import = _import with { FaultCount = _import.FaultCount + faults.Count };
    }

    /// <returns>False where somebody else has changed the import: then it is theirs.</returns>
    private async Task<bool> NoteAsync(SheetImport next, CancellationToken cancellationToken)
    {
        if (await store.ReplaceAsync(next, cancellationToken) is not { } noted)
            return false;
        _import = noted;
        await events.AppendAsync(DomainEventKind.ImportAdvanced, noted.Id, null, cancellationToken);
        return true;
    }
}
