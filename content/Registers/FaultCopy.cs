namespace ELearning.Content;

/// <summary>The copy of a sheet with one column more, which says of each row what is wrong with it. Rows keep their numbers.</summary>
internal sealed class FaultCopy(SheetFiles files, KindOfSheet sheet) : IAsyncDisposable
{
    private readonly FileStream _file = files.Temporary();
    private SheetWriter? _writer;
    private int _row;
    private bool _kept;

    /// <summary>A name as every program takes it: at most 31 characters, and none of those that have a meaning in formulas.</summary>
    private static string NameOf(string? name)
    {
        var plain = new string([.. (name ?? "").Select(letter => letter is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'' ? ' ' : letter)]).Trim();
        return plain.Length == 0 ? "Sheet1" : plain[..Math.Min(plain.Length, 31)];
    }

    public async Task AddAsync(SheetRow row, IReadOnlyList<SheetFault> faults, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            _writer = await SheetWriter.CreateAsync(_file, sheet.Format, NameOf(sheet.Name), [], cancellationToken);
            if (row.Number != sheet.HeadRow.Number)
                await WriteAsync(sheet.HeadRow, SheetTexts.Of("faults"), cancellationToken);
        }
        if (row.Number > _row)
            await WriteAsync(
                row,
                row.Number == sheet.HeadRow.Number && faults.Count == 0 ? SheetTexts.Of("faults") : string.Join("\n", faults.Select(Said)),
                cancellationToken
            );
    }

    /// <summary>Keeps the copy.</summary>
    /// <returns>Its hash.</returns>
    public async Task<string> KeepAsync(CancellationToken cancellationToken)
    {
        await _writer!.FinishAsync(cancellationToken);
        await _writer.DisposeAsync();
        _kept = true;
        return (await files.KeepAsync(_file, cancellationToken)).Hash;
    }

    public async ValueTask DisposeAsync()
    {
        if (_kept)
            return;
        if (_writer is not null)
            await _writer.DisposeAsync();
        await _file.DisposeAsync();
        File.Delete(_file.Name);
    }

    private static string Said(SheetFault fault) => fault.Column.Length == 0 ? SheetTexts.Of(fault) : $"{fault.Column}：{SheetTexts.Of(fault)}";

    private async Task WriteAsync(SheetRow row, string said, CancellationToken cancellationToken)
    {
        while (++_row < row.Number)
        {
            await _writer!.WriteAsync([], cancellationToken);
        }
        var place = sheet.FaultsPlace is >= 0 and var before ? before : sheet.Width;
        var cells = new object?[Math.Max(place + 1, row.Cells.Count)];
        for (var i = 0; i < row.Cells.Count; i++)
        {
            cells[i] = row.Cells[i].Text.Length == 0 ? null : row.Cells[i].Text;
        }
        cells[place] = said.Length == 0 ? null : said;
        await _writer!.WriteAsync(cells, cancellationToken);
    }
}
