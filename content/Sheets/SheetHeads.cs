namespace ELearning.Content;

/// <summary>A column that a kind of sheet knows.</summary>
/// <param name="Name">In the API's words; may stand as head too.</param>
/// <param name="Head">As templates write it.</param>
/// <param name="Others">What else it may be called.</param>
/// <param name="Choices">The values to choose from; none for free text.</param>
internal sealed record SheetColumn(string Name, string Head, bool Required, IReadOnlyList<string> Others, IReadOnlyList<string> Choices)
{
    public SheetColumn(string name, string head, bool required = false, params string[] others)
        : this(name, head, required, others, []) { }
}

/// <summary>The heads of a sheet: which column stands where.</summary>
internal sealed class SheetHeads
{
    /// <summary>The column that a fault file has more; who hands it in again need not take it out.</summary>
    public static readonly IReadOnlyList<string> OfFaults = ["问题", "Faults"];

    private readonly Dictionary<string, int> _places = [];
    private readonly string[] _written;

    private SheetHeads(string[] written) => _written = written;

    /// <summary>Of no sheet.</summary>
    public static SheetHeads None { get; } = new([]);

    /// <summary>How many columns the heads reach.</summary>
    public int Count => _written.Length;

    /// <summary>Reads the heads; with any fault of theirs no row can be understood.</summary>
    public static (SheetHeads Heads, IReadOnlyList<SheetFault> Faults) Read(SheetRow row, IReadOnlyList<SheetRange> merged, IReadOnlyList<SheetColumn> columns)
    {
        var faults = new List<SheetFault>();
        var heads = new SheetHeads([.. row.Cells.Select(cell => SheetValues.Text(cell.Text).TrimEnd('*', '＊'))]);
        var names = columns
            .SelectMany(column => column.Others.Append(column.Name).Append(column.Head), (column, head) => (column.Name, Key: KeyOf(head)))
            .DistinctBy(known => known.Key)
            .ToDictionary(known => known.Key, known => known.Name);
        foreach (var range in merged.Where(range => range.FirstRow <= row.Number && range.LastRow >= row.Number))
        {
            faults.Add(
                new(row.Number, SheetColumns.LettersOf(range.FirstColumn), SheetFault.Shortened(row[range.FirstColumn].Text), SheetFaultCode.HeadMerged)
            );
        }
        for (var i = 0; i < heads.Count; i++)
        {
            var written = heads._written[i];
            if (written.Length == 0 || OfFaults.Contains(written))
                continue;
            if (!names.TryGetValue(KeyOf(written), out var name))
                faults.Add(
                    new(
                        row.Number,
                        SheetColumns.LettersOf(i),
                        SheetFault.Shortened(written),
                        SheetFaultCode.HeadUnknown,
                        string.Join("、", columns.Select(column => column.Head))
                    )
                );
            else if (!heads._places.TryAdd(name, i))
                faults.Add(new(row.Number, SheetColumns.LettersOf(i), SheetFault.Shortened(written), SheetFaultCode.HeadTwice));
        }
        // One fault is enough of heads that are merged, or of another sheet altogether.
        if (faults.All(fault => fault.Code != SheetFaultCode.HeadMerged))
            faults.AddRange(
                columns
                    .Where(column => column.Required && !heads.Has(column.Name))
                    .Select(column => new SheetFault(row.Number, column.Head, "", SheetFaultCode.HeadMissing, column.Head))
            );
        return (heads, faults);
    }

    public bool Has(string column) => _places.ContainsKey(column);

    public int PlaceOf(string column) => _places.GetValueOrDefault(column, -1);

    /// <summary>A column as the sheet writes its head, or by its letter.</summary>
    public string this[int place] => place < _written.Length && _written[place].Length > 0 ? _written[place] : SheetColumns.LettersOf(place);

    public bool IsKnown(int place) => _places.ContainsValue(place) || (place < _written.Length && OfFaults.Contains(_written[place]));

    private static string KeyOf(string head) =>
        string.Concat(SheetValues.Code(head).Split('（', '(')[0].Where(letter => letter is not ('_' or '-'))).ToUpperInvariant();
}
