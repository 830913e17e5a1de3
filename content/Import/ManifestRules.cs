using System.Text.Json;

namespace ELearning.Content;

/// <summary>
/// What a manifest means: one row a chapter, the rows of a courseware together and in the order of its chapters. A row without a key goes on with the
/// courseware above.
/// </summary>
internal static class ManifestRules
{
    private const string UsualLanguage = "zh-CN";

    public static Manifest Read(ManifestTable table)
    {
        var faults = new List<ImportFault>();
        var columns = Columns(table.Header, faults);
        var headers = columns.ToDictionary(column => column.Key, column => table.Header[column.Value].Trim());
        if (faults.Any(fault => fault.Fault == ManifestFault.ColumnMissing))
            return new([], faults, headers);
        var groups = new List<List<Line>>();
        foreach (var written in table.Lines)
        {
            if (written.Cells.All(string.IsNullOrWhiteSpace))
                continue;
            var line = new Line(written, columns, faults);
            StandUnderAColumn(written, table.Header, faults);
            var key = line[ManifestColumns.Key];
            if (groups.Count > 0 && (key.Length == 0 || key == groups[^1][0][ManifestColumns.Key]))
                groups[^1].Add(line);
            else if (key.Length > 0 && groups.Find(group => group[0][ManifestColumns.Key] == key) is { } earlier)
                line.Add(ManifestColumns.Key, ManifestFault.Apart, key, earlier[0].Row);
            else
                groups.Add([line]);
        }
        return new([.. groups.Select(Courseware)], faults, headers);
    }

    private static Dictionary<string, int> Columns(IReadOnlyList<string> header, List<ImportFault> faults)
    {
        var columns = new Dictionary<string, int>();
        for (var i = 0; i < header.Count; i++)
        {
            var head = header[i].Trim();
            if (head.Length == 0)
                continue;
            if (ManifestColumns.Of(head) is not { } column)
                faults.Add(new(1, head, ManifestFault.ColumnUnknown, string.Join(", ", ManifestColumns.All)));
            else if (!columns.TryAdd(column, i))
                faults.Add(new(1, head, ManifestFault.ColumnTwice, header[columns[column]].Trim()));
        }
        faults.AddRange(
            ManifestColumns.Required.Where(column => !columns.ContainsKey(column)).Select(column => new ImportFault(1, column, ManifestFault.ColumnMissing))
        );
        return columns;
    }

    /// <summary>A cell too many mostly means a separator within a text that is not quoted.</summary>
    private static void StandUnderAColumn(ManifestLine line, IReadOnlyList<string> header, List<ImportFault> faults)
    {
        for (var i = 0; i < line.Cells.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(line.Cells[i]) && (i >= header.Count || string.IsNullOrWhiteSpace(header[i])))
                faults.Add(new(line.Row, $"#{i + 1}", ManifestFault.CellWithoutColumn, line.Cells[i].Trim()));
        }
    }

    private static ManifestCourseware Courseware(List<Line> lines)
    {
        var first = lines[0];
        foreach (var line in lines.Skip(1))
        {
            foreach (var column in ManifestColumns.OfCourseware)
            {
                if (line[column].Length > 0 && line[column] != first[column])
                    line.Add(column, ManifestFault.Differs, line[column], first.Row);
            }
        }
        return new(
            first.Row,
            first.Required(ManifestColumns.Key),
            first[ManifestColumns.Title],
            first[ManifestColumns.Summary],
            first.Required(ManifestColumns.Kind).Length > 0
                ? first.Codes<CoursewareKind>(ManifestColumns.Kind) is [var kind]
                    ? kind
                    : null
                : null,
            first.Required(ManifestColumns.Origin).Length > 0
                ? first.Codes<CoursewareOrigin>(ManifestColumns.Origin) is [var origin]
                    ? origin
                    : null
                : null,
            first.YesOrNo(ManifestColumns.LocalFeature),
            first.Codes<Subject>(ManifestColumns.Subjects),
            first.Codes<MemberCategory>(ManifestColumns.Audience),
            [.. first.Items(ManifestColumns.Teachers)],
            first[ManifestColumns.Poster] is { Length: > 0 } poster ? first.Path(ManifestColumns.Poster, poster) : null,
            [.. lines.Select(Chapter)]
        );
    }

    private static ManifestChapter Chapter(Line line) =>
        new(
            line.Row,
            line[ManifestColumns.ChapterKey] is { Length: > 0 } key ? key : null,
            line[ManifestColumns.ChapterTitle],
            line.Required(ManifestColumns.File) is { Length: > 0 } file ? line.Path(ManifestColumns.File, file) : null,
            [.. Captions(line)]
        );

    /// <summary><c>zh-CN=film.vtt; en=film.en.vtt</c>, or one file alone for captions in Chinese.</summary>
    private static IEnumerable<ManifestCaptions> Captions(Line line)
    {
        foreach (var item in line.Items(ManifestColumns.Captions))
        {
            var parts = item.Split('=', 2, StringSplitOptions.TrimEntries);
            if (line.Path(ManifestColumns.Captions, parts[^1]) is { } path)
                yield return new(parts.Length > 1 ? parts[0] : UsualLanguage, path);
        }
    }

    /// <summary>One row, each cell by the name of its column.</summary>
    private sealed class Line(ManifestLine written, Dictionary<string, int> columns, List<ImportFault> faults)
    {
        private static readonly char[] Separators = [';', '；', '、', '\n', '\r'];

        public int Row => written.Row;

        /// <summary>Empty where the manifest has no such column.</summary>
        public string this[string column] => columns.TryGetValue(column, out var i) && i < written.Cells.Count ? written.Cells[i].Trim() : "";

        public void Add(string column, ManifestFault fault, params object?[] facts) => faults.Add(new(Row, column, fault, facts));

        public string Required(string column)
        {
            if (this[column].Length == 0)
                Add(column, ManifestFault.Required);
            return this[column];
        }

        public string[] Items(string column) => this[column].Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        /// <summary>Codes as the API writes them: <c>BASIC_KNOWLEDGE</c>.</summary>
        public List<TEnum> Codes<TEnum>(string column)
            where TEnum : struct, Enum
        {
            var known = Enum.GetValues<TEnum>()
                .ToDictionary(value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()), StringComparer.OrdinalIgnoreCase);
            var codes = new List<TEnum>();
            foreach (var item in Items(column))
            {
                if (known.TryGetValue(item, out var value))
                    codes.Add(value);
                else
                    Add(column, ManifestFault.NotOneOf, item, string.Join(", ", known.Keys));
            }
            return codes;
        }

        public bool YesOrNo(string column)
        {
            switch (this[column].ToUpperInvariant())
            {
                case "TRUE" or "YES" or "Y" or "1" or "是":
                    return true;
                case "" or "FALSE" or "NO" or "N" or "0" or "否":
                    return false;
                default:
                    Add(column, ManifestFault.NotYesOrNo, this[column]);
                    return false;
            }
        }

        /// <returns>The path below the folder, with slashes; null when it would leave it.</returns>
        public string? Path(string column, string written)
        {
            var parts = written.Replace('\\', '/').Split('/').Where(part => part != ".").ToList();
            if (parts.Count > 0 && !parts.Exists(part => part.Length == 0 || part == ".." || part.Any(char.IsControl)) && parts[0] is not [_, ':', ..])
                return string.Join('/', parts);
            Add(column, ManifestFault.FileOutside, written);
            return null;
        }
    }
}
