using System.Globalization;

namespace ELearning.Content;

/// <summary>A row read by its columns; what is wrong in it is collected, so that one look finds every fault.</summary>
internal sealed class SheetLine(SheetRow row, SheetHeads heads)
{
    private readonly List<SheetFault> _faults = [];

    public int Row => row.Number;

    public IReadOnlyList<SheetFault> Faults => _faults;

    /// <summary>Notes the faults that a row has whatever its columns mean.</summary>
    public void LookAtCells()
    {
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (!row.Cells[i].IsEmpty && !heads.IsKnown(i))
                Add(i, SheetFaultCode.CellWithoutHead);
        }
    }

    public void LookAtMerged(IReadOnlyList<SheetRange> merged)
    {
        foreach (var range in merged)
        {
            if (range.FirstRow <= Row && range.LastRow >= Row)
                Add(range.FirstColumn, SheetFaultCode.CellMerged);
        }
    }

    public bool IsSaid(string column) => heads.PlaceOf(column) is >= 0 and var place && SheetValues.Text(row[place].Text).Length > 0;

    public string? Text(string column, bool required, int longest)
    {
        if (Trusted(column, required) is not { } cell)
            return null;
        try
        {
            return InputChecks.Text(column, SheetValues.Text(cell.Text), longest);
        }
        catch (ContentError error)
        {
            Add(column, error);
            return null;
        }
    }

    public string? Code(string column, bool required) => Trusted(column, required) is { } cell ? SheetValues.Code(cell.Text) : null;

    public DateOnly? Day(string column, bool required)
    {
        if (Trusted(column, required) is not { } cell)
            return null;
        if (SheetValues.Day(cell, out var day) is not { } fault)
            return day;
        Add(column, fault);
        return null;
    }

    public decimal? Number(string column, bool required)
    {
        if (Trusted(column, required) is not { } cell)
            return null;
        if (SheetValues.TryNumber(cell, out var number))
            return number;
        Add(column, SheetFaultCode.NotANumber);
        return null;
    }

    public TValue? Choice<TValue>(string column, bool required, SheetWords<TValue> words)
        where TValue : struct, Enum => Choices(column, required, words) is [var only, ..] ? only : null;

    public IReadOnlyList<TValue> Choices<TValue>(string column, bool required, SheetWords<TValue> words)
        where TValue : struct, Enum
    {
        if (Trusted(column, required) is not { } cell)
            return [];
        var found = new List<TValue>();
        foreach (var word in cell.Text.Split([';', '；', '、', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (words.Find(word) is { } value)
                found.Add(value);
            else
                Add(column, SheetFaultCode.NotOneOf, string.Join("、", words.Heads));
        }
        return found;
    }

    public void Add(string column, SheetFaultCode code, params IReadOnlyList<string> facts) => Add(heads.PlaceOf(column), code, facts);

    /// <summary>A fault as the checks of the feature say it.</summary>
    public void Add(string column, ContentError error)
    {
        if (error.Code != ContentErrorCode.InvalidInput)
        {
            Add(column, SheetFaultCode.Refused, ContentError.NameOf(error.Code));
            return;
        }
        var limit = error.Arguments.ElementAtOrDefault(2) switch
        {
            null => "",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            var other => FormattableString.Invariant($"{other}"),
        };
        Add(
            column,
            (InputFault)error.Arguments[1]! switch
            {
                InputFault.Required => SheetFaultCode.Required,
                InputFault.TooLong => SheetFaultCode.TooLong,
                InputFault.TooShort => SheetFaultCode.TooShort,
                InputFault.OutOfRange => SheetFaultCode.OutOfRange,
                InputFault.InTheFuture => SheetFaultCode.InTheFuture,
                InputFault.InThePast => SheetFaultCode.InThePast,
                InputFault.Reversed => SheetFaultCode.Reversed,
                InputFault.Duplicate => SheetFaultCode.Overlaps,
                _ => SheetFaultCode.NotAllowed,
            },
            limit
        );
    }

    private void Add(int place, SheetFaultCode code, params IReadOnlyList<string> facts)
    {
        var (column, value) = place < 0 ? ("", "") : (heads[place], SheetFault.Shortened(row[place].Text));
        // A cell has one fault: what is said of it next follows from the first.
        if (!_faults.Exists(fault => fault.Column == column && fault.Column.Length > 0))
            _faults.Add(new(Row, column, value, code, facts));
    }

    /// <summary>The cell where something stands in it that can be taken at its word.</summary>
    private SheetCell? Trusted(string column, bool required)
    {
        var place = heads.PlaceOf(column);
        var cell = place < 0 ? SheetCell.Empty : row[place];
        SheetFaultCode? fault = cell.Kind switch
        {
            SheetCellKind.Formula => SheetFaultCode.Formula,
            SheetCellKind.Error => SheetFaultCode.SpreadsheetError,
            SheetCellKind.Rounded => SheetFaultCode.NumberRounded,
            SheetCellKind.TooLong => SheetFaultCode.CellTooLong,
            _ when SheetValues.Text(cell.Text).Length > 0 => null,
            _ => required ? SheetFaultCode.Required : (SheetFaultCode?)null,
        };
        if (fault is { } code)
            Add(place, code, code == SheetFaultCode.CellTooLong ? [SheetBounds.CellCharacters.ToString(CultureInfo.InvariantCulture)] : []);
        return fault is null && SheetValues.Text(cell.Text).Length > 0 ? cell : null;
    }
}
