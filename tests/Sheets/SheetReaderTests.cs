using System.IO.Compression;
using System.Text;
using ELearning.Content;

namespace ELearning.Tests.Sheets;

/// <summary>What is read of a workbook and of CSV, cell by cell, and what cannot be read.</summary>
public sealed class SheetReaderTests
{
    [Theory]
    [InlineData("350582199001011234", 0, "350582199001011200", SheetCellKind.Rounded)]
    [InlineData("123456789012345", 0, "123456789012345", SheetCellKind.Number)]
    [InlineData("1.1000000000000001", 0, "1.1", SheetCellKind.Number)]
    [InlineData("3.5E-2", 0, "0.035", SheetCellKind.Number)]
    [InlineData("1E6", 0, "1000000", SheetCellKind.Number)]
    [InlineData("46027", 1, "2026-01-05", SheetCellKind.Date)]
    [InlineData("46027", 2, "2026-01-05", SheetCellKind.Date)]
    [InlineData("46027.5", 1, "2026-01-05 12:00:00", SheetCellKind.Date)]
    [InlineData("59", 1, "1900-02-28", SheetCellKind.Date)]
    [InlineData("61", 1, "1900-03-01", SheetCellKind.Date)]
    [InlineData("-3", 1, "-3", SheetCellKind.Error)]
    [InlineData("7", 3, "7", SheetCellKind.Number)]
    public void A_number_keeps_its_digits_and_a_day_is_a_day(string stored, int style, string text, object kind)
    {
        var cell = Only(new Workbook().Sheet("表", ["名"], [Workbook.Number(stored, style)]).Make(), 1);

        Assert.Equal(kind, cell.Kind);
        if (cell.Kind != SheetCellKind.Rounded)
            Assert.Equal(text, cell.Text);
    }

    [Fact]
    public void Days_are_counted_from_1904_where_the_workbook_says_so() =>
        Assert.Equal(
            "2026-01-05",
            Only(
                new Workbook { From1904 = true }
                    .Sheet("表", ["名"], [Workbook.Number("44565", 1)])
                    .Make(),
                1
            ).Text
        );

    [Fact]
    public void Texts_are_whole_and_what_says_how_to_pronounce_them_is_left_out() =>
        Assert.Equal("林国栋 <二>", Only(new Workbook().Sheet("表", ["名"], ["林国栋 <二>"]).Make(), 1).Text);

    [Fact]
    public void A_formula_is_known_and_so_is_an_error()
    {
        var rows = Rows(new Workbook().Sheet("表", ["一", "二"], [Workbook.Formula("A1", "旧"), "<c t=\"e\"><v>#REF!</v></c>"]).Make());

        Assert.Equal([new SheetCell("旧", SheetCellKind.Formula), new("#REF!", SheetCellKind.Error)], rows[1].Cells);
    }

    [Fact]
    public void Empty_rows_keep_the_numbers_of_the_others_and_hidden_rows_are_rows()
    {
        var rows = Rows(
            new Workbook()
                .Sheet("表", "<row r=\"1\"><c r=\"B1\"><v>1</v></c></row><row r=\"2\"/><row r=\"4\" hidden=\"1\"><c r=\"A4\"><v>2</v></c></row>")
                .Make()
        );

        Assert.Equal([1, 4], rows.Select(row => row.Number));
        Assert.Equal(["", "1"], rows[0].Cells.Select(cell => cell.Text));
    }

    [Fact]
    public void The_first_sheet_that_can_be_seen_is_read_or_the_one_that_is_named()
    {
        MemoryStream Make() =>
            new Workbook().Sheet("列表", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", hidden: true).Sheet("党员", ["甲"]).Sheet("说明", ["乙"]).Make();

        using var first = SheetReader.Open(Make(), null);
        Assert.Equal(("党员", "甲"), (first.Name, first.Rows().Single().Cells[0].Text));
        using var named = SheetReader.Open(Make(), "说明");
        Assert.Equal("乙", named.Rows().Single().Cells[0].Text);
        var missing = Assert.Throws<SheetError>(() => SheetReader.Open(Make(), "组织"));
        Assert.Equal((SheetFaultCode.SheetUnknown, "党员、说明"), (missing.Fault.Code, missing.Fault.Facts[1]));
    }

    [Fact]
    public void Merged_cells_are_found_though_they_stand_behind_the_rows()
    {
        var filler = string.Concat(Enumerable.Range(2, 20_000).Select(row => $"<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c></row>"));
        using var reader = SheetReader.Open(
            new Workbook().Sheet("表", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>" + filler, Workbook.Merged("A1:C1", "B7:B9")).Make(),
            null
        );

        Assert.Equal([new SheetRange(1, 0, 1, 2), new(7, 1, 9, 1)], reader.Merged);
        Assert.Equal(20_001, reader.Rows().Count());
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_held()
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = archive.CreateEntry("xl/workbook.xml").Open();
            for (var i = 0; i < 64; i++)
            {
                part.Write(new byte[1 << 20]);
            }
        }
        bytes.Position = 0;
        // Whether as a bomb or as no workbook: nothing of it was read into memory.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SheetError>(() => SheetReader.Open(bytes, null));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);

        var sheet = new Workbook().Sheet("表", $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{new string('a', 40 << 20)}</t></is></c></row>").Make();
        Assert.Equal(SheetFaultCode.FileTooLarge, Assert.Throws<SheetError>(() => SheetReader.Open(sheet, null)).Fault.Code);
    }

    [Fact]
    public void A_row_without_an_end_is_refused_before_it_is_held()
    {
        var bytes = new byte[64 << 20];
        bytes.AsSpan().Fill((byte)',');
        using var commas = new MemoryStream(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var csv = SheetReader.Open(commas, null))
            Assert.Equal((1, SheetFaultCode.TooManyColumns), Fault(csv));
        // The parser holds the row so far, and where its fields are.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 20);

        // Packed as films are, so that no ratio gives it away.
        var noise = new char[8 << 20];
        var random = new Random(1);
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (char)('a' + random.Next(26));
        before = GC.GetAllocatedBytesForCurrentThread();
        var workbook = new Workbook().Sheet("表", $"<row r=\"1\"><c r=\"{new string(noise)}\"><v>1</v></c></row>").Make();
        using var xlsx = SheetReader.Open(workbook, null);
        Assert.Equal((0, SheetFaultCode.FileUnreadable), Fault(xlsx));

        static (int, SheetFaultCode) Fault(SheetReader reader) =>
            Assert.Throws<SheetError>(() => reader.Rows().Count()).Fault is var fault ? (fault.Row, fault.Code) : default;
    }

    [Fact]
    public void A_long_cell_is_cut_and_known()
    {
        var cell = Only(new Workbook().Sheet("表", ["名"], [new string('长', SheetBounds.CellCharacters + 1)]).Make(), 1);

        Assert.Equal(SheetCellKind.TooLong, cell.Kind);
    }

    [Theory]
    [InlineData("编号,姓名\r\n1,林\r\n", "UTF-8", false)]
    [InlineData("编号,姓名\r\n1,林\r\n", "UTF-8", true)]
    [InlineData("编号;姓名\n1;林\n", "UTF-8", false)]
    [InlineData("编号\t姓名\n1\t林", "UTF-16", true)]
    [InlineData("sep=;\r\n编号;姓名\r\n1;林\r\n", "UTF-8", false)]
    [InlineData("编号,姓名\r\n1,林\r\n", "GB18030", false)]
    [InlineData("\"编号\",\"姓名\"\r\n\"1\",\"林\"\r\n", "GB18030", false)]
    public void Csv_is_read_as_spreadsheets_write_it(string text, string encoding, bool mark)
    {
        using var reader = SheetReader.Open(Csv(text, encoding, mark), null);
        var rows = reader.Rows().ToList();

        Assert.Equal(encoding, reader.Encoding);
        Assert.Equal(["编号", "姓名"], rows[0].Cells.Select(cell => cell.Text));
        Assert.Equal((2, "1", "林"), (rows[1].Number, rows[1].Cells[0].Text, rows[1].Cells[1].Text));
    }

    [Fact]
    public void Csv_keeps_quotes_separators_and_lines_inside_a_cell_and_counts_rows_as_a_spreadsheet_does()
    {
        var rows = Rows(Csv("编号,姓名\n1,\"林, \"\"小\"\"\n燕\"\n\n2,王\n", "UTF-8", false));

        Assert.Equal("林, \"小\"\n燕", rows[1].Cells[1].Text);
        Assert.Equal([1, 2, 4], rows.Select(row => row.Number));
    }

    [Fact]
    public void What_would_be_a_formula_in_csv_is_known_and_an_apostrophe_before_it_makes_it_text()
    {
        var rows = Rows(Csv("名\n=1+1\n'=1+1\n-5\n'+8\n", "UTF-8", false));

        Assert.Equal(
            [new SheetCell("=1+1", SheetCellKind.Formula), new("=1+1", SheetCellKind.Text), new("-5", SheetCellKind.Text), new("+8", SheetCellKind.Text)],
            rows.Skip(1).Select(row => row.Cells[0])
        );
    }

    [Theory]
    [InlineData("", SheetFaultCode.FileEmpty)]
    [InlineData("\u00D0\u00CF\u0011\u00E0old", SheetFaultCode.FormatUnknown)]
    [InlineData("PK\u0003\u0004broken", SheetFaultCode.FileUnreadable)]
    [InlineData("a\u0000b\u0081\u00FF\u00FF", SheetFaultCode.EncodingUnknown)]
    public void What_is_no_sheet_is_told(string bytes, SheetFaultCode fault) =>
        Assert.Equal(fault, Assert.Throws<SheetError>(() => SheetReader.Open(new MemoryStream(Encoding.Latin1.GetBytes(bytes)), null)).Fault.Code);

    [Fact]
    public void A_quote_that_is_never_closed_is_told_with_its_row()
    {
        var error = Assert.Throws<SheetError>(() => Rows(Csv("名\n1\n\"" + new string('a', 2 << 20), "UTF-8", false)));

        Assert.Equal((3, SheetFaultCode.QuoteOpen), (error.Fault.Row, error.Fault.Code));
    }

    [Fact]
    public void Columns_are_bounded()
    {
        var error = Assert.Throws<SheetError>(() => Rows(Csv(string.Join(',', Enumerable.Range(1, 101)), "UTF-8", false)));

        Assert.Equal((1, SheetFaultCode.TooManyColumns), (error.Fault.Row, error.Fault.Code));
    }

    [Theory]
    [InlineData(SheetFormat.Xlsx)]
    [InlineData(SheetFormat.Csv)]
    public async Task What_is_written_is_read_again_and_no_text_becomes_a_formula(SheetFormat format)
    {
        object?[] cells = ["00123", "=HYPERLINK(\"x\")", "+86", "-x", "@SUM", "林,\"小\"\n燕", null, 4, 1.5m, "2026-01-05"];
        var file = new MemoryStream();
        await using (var writer = await SheetWriter.CreateAsync(file, format, "表", [], default))
        {
            await writer.WriteAsync(["一"], default);
            await writer.WriteAsync(cells, default);
            await writer.FinishAsync(default);
        }
        file.Position = 0;
        var read = Rows(file)[1];

        Assert.Equal(cells.Select(cell => FormattableString.Invariant($"{cell}")), read.Cells.Select(cell => cell.Text));
        Assert.DoesNotContain(read.Cells, cell => cell.Kind == SheetCellKind.Formula);
    }

    private static MemoryStream Csv(string text, string encoding, bool mark)
    {
        var coding = encoding switch
        {
            "GB18030" => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!,
            "UTF-16" => Encoding.Unicode,
            _ => Encoding.UTF8,
        };
        return new([.. mark ? coding.GetPreamble() : [], .. coding.GetBytes(text)]);
    }

    private static List<SheetRow> Rows(Stream file)
    {
        using var reader = SheetReader.Open(file, null);
        return [.. reader.Rows()];
    }

    private static SheetCell Only(Stream file, int row) => Rows(file)[row].Cells.Single();
}
