using System.Globalization;

namespace ELearning.Tests.Registers;

/// <summary>A sheet of members in which every second row has one fault, of all kinds in turn.</summary>
internal static class PlantedFaults
{
    private static readonly string[] Heads = ["党员编号", "姓名", "所在组织代码", "党员类别", "入党日期", "职务", "任职日期", "任职截止日期", "流入组织代码"];

    /// <summary>The place of the cell, what stands in it, and the code of the fault, as its column is written.</summary>
    private static readonly (int Place, string Cell, string Code)[] Kinds =
    [
        (0, "", "REQUIRED"),
        (0, "N", "TOO_SHORT"),
        (0, "NA_1*2", "NOT_ALLOWED"),
        (0, "NA-000000000000000000000000000000001", "TOO_LONG"),
        (0, "{good}", "TWICE_IN_SHEET"),
        (0, "=A1", "FORMULA"),
        (1, "", "REQUIRED"),
        (1, "郑\u0007", "NOT_ALLOWED"),
        (1, "{long}", "TOO_LONG"),
        (2, "", "REQUIRED"),
        (2, "999999", "ORGANISATION_UNKNOWN"),
        (2, "350521-01", "ORGANISATION_UNKNOWN"),
        (3, "农人", "NOT_ONE_OF"),
        (3, "", "REQUIRED"),
        (4, "2010-02-30", "NO_SUCH_DAY"),
        (4, "２０１０年１３月１日", "NO_SUCH_DAY"),
        (4, "七月一日", "NOT_A_DATE"),
        (4, "40360", "NOT_A_DATE"),
        (4, "2027-01-01", "IN_THE_FUTURE"),
        (4, "1920-01-01", "IN_THE_PAST"),
        (5, "书记", "APART"),
        (6, "2009-01-01", "BEFORE_ADMISSION"),
        (7, "2011-01-01", "REVERSED"),
        (8, "999999", "ORGANISATION_UNKNOWN"),
        (9, "多余", "CELL_WITHOUT_HEAD"),
    ];

    public static string GoodNumber(int i) => string.Create(CultureInfo.InvariantCulture, $"NA-{i:D5}");

    public static (byte[] Sheet, IReadOnlyList<(int Row, string Column, string Code)> Planted) Make(int count)
    {
        var lines = new List<string> { string.Join(',', Heads) };
        var planted = new List<(int, string, string)>();
        for (var i = 0; i < count; i++)
        {
            lines.Add(string.Join(',', Good(GoodNumber(i))));
            var (place, cell, code) = Kinds[i % Kinds.Length];
            var row = Good(string.Create(CultureInfo.InvariantCulture, $"NB-{i:D5}"));
            // A post needs its day, and an end its post.
            if (place is 6 or 7)
                (row[5], row[6]) = ("班子成员", "2012-01-01");
            row[place] = cell.Replace("{good}", GoodNumber(i), StringComparison.Ordinal).Replace("{long}", new string('长', 101), StringComparison.Ordinal);
            lines.Add(string.Join(',', row));
            // Of what goes together the one that is missing is named.
            var column =
                place == 5 ? Heads[6]
                : place < Heads.Length ? Heads[place]
                : "J";
            planted.Add((lines.Count, column, code));
        }
        return (SheetSender.Csv([.. lines]), planted);
    }

    private static string[] Good(string number) => [number, "郑某", "350583-01-001", "农村", "2010-07-01", "", "", "", "", ""];
}
