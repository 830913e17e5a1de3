using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>A sheet read as one of a kind: its heads, and row by row what is meant and what is wrong without a look into the store.</summary>
internal sealed class KindOfSheet : IDisposable
{
    private readonly SheetReader _reader;
    private readonly ISheetKind _kind;
    private readonly DateOnly _today;
    private readonly SheetHeads _heads = SheetHeads.None;

    /// <param name="today">The day on which it is read.</param>
    public KindOfSheet(SheetReader reader, ISheetKind kind, DateOnly today)
    {
        (_reader, _kind, _today) = (reader, kind, today);
        try
        {
            HeadRow = reader.Rows().FirstOrDefault() ?? throw new SheetError(0, SheetFaultCode.FileEmpty);
            (_heads, HeadFaults) = SheetHeads.Read(HeadRow, reader.Merged, kind.Columns);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public SheetRow HeadRow { get; }

    /// <summary>With any of them no row means anything.</summary>
    public IReadOnlyList<SheetFault> HeadFaults { get; }

    public string? Encoding => _reader.Encoding;

    public SheetFormat Format => _reader.Encoding is null ? SheetFormat.Xlsx : SheetFormat.Csv;

    public string Name => _reader.Name ?? "";

    /// <summary>How many columns the heads reach; the next one is free.</summary>
    public int Width => _heads.Count;

    /// <summary>The place of the column in which an earlier copy said what was wrong; below none where there is none.</summary>
    public int FaultsPlace => Enumerable.Range(0, HeadRow.Cells.Count).FirstOrDefault(i => SheetHeads.OfFaults.Contains(SheetValues.Text(HeadRow[i].Text)), -1);

    /// <summary>The rows below the heads, from the first one each time it is asked.</summary>
    public IEnumerable<(SheetRow Row, SheetLine Line, SheetEntry? Entry)> Lines()
    {
        var keys = new Dictionary<UInt128, int>();
        foreach (var row in _reader.Rows())
        {
            if (row.Number == HeadRow.Number)
                continue;
            var line = new SheetLine(row, _heads);
            line.LookAtCells();
            line.LookAtMerged(_reader.Merged);
            var entry = HeadFaults.Count > 0 ? null : _kind.Read(line, _today);
            // Of the keys only a hash is held: a million of them take little.
            if (entry is { IsGood: true } && HashOf(entry.Key) is var key && !keys.TryAdd(key, row.Number))
                line.Add(_kind.Columns[0].Name, SheetFaultCode.TwiceInSheet, FormattableString.Invariant($"{keys[key]}"));
            yield return (row, line, entry);
        }
    }

    public void Dispose() => _reader.Dispose();

    private static UInt128 HashOf(string key) => MemoryMarshal.Read<UInt128>(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
}
