using ELearning.Content;

namespace ELearning.Tests.Sheets;

/// <summary>What is meant by a text: days, codes and words as people write them.</summary>
public sealed class SheetValuesTests
{
    [Theory]
    [InlineData("2026-1-5")]
    [InlineData("2026-01-05")]
    [InlineData("2026/1/5")]
    [InlineData("2026.01.05")]
    [InlineData("2026年1月5日")]
    [InlineData("２０２６年１月５日")]
    [InlineData("20260105")]
    [InlineData(" ２０２６－０１－０５ ")]
    public void A_day_is_read_however_it_is_typed(string written)
    {
        Assert.Null(SheetValues.Day(new(written, SheetCellKind.Text), out var day));
        Assert.Equal(new(2026, 1, 5), day);
    }

    [Theory]
    [InlineData("2026-02-29", SheetFaultCode.NoSuchDay)]
    [InlineData("2026-13-01", SheetFaultCode.NoSuchDay)]
    [InlineData("20260431", SheetFaultCode.NoSuchDay)]
    [InlineData("5/1/2026", SheetFaultCode.NotADate)]
    [InlineData("26-1-5", SheetFaultCode.NotADate)]
    [InlineData("去年", SheetFaultCode.NotADate)]
    [InlineData("46027", SheetFaultCode.NotADate)]
    public void What_is_no_day_is_told(string written, SheetFaultCode fault) => Assert.Equal(fault, SheetValues.Day(new(written, SheetCellKind.Text), out _));

    [Theory]
    [InlineData("ＱＺ－０００１", "QZ-0001")]
    [InlineData(" QZ 0001\u3000", "QZ0001")]
    [InlineData("350582—01", "350582-01")]
    [InlineData("\u200B350582\uFEFF", "350582")]
    public void Codes_are_of_half_width_and_without_spaces(string written, string code) => Assert.Equal(code, SheetValues.Code(written));

    [Fact]
    public void Every_fault_has_a_text_in_both_languages() => Assert.All(Enum.GetNames<SheetFaultCode>(), name => Assert.True(SheetTexts.Has(name), name));

    [Fact]
    public void Heads_are_known_in_both_languages_and_what_is_wrong_with_them_is_told()
    {
        IReadOnlyList<SheetColumn> columns = [new("number", "编号", true, "党员编号"), new("name", "姓名", true), new("from", "起始")];
        var (heads, none) = Read(["Number", "姓名*", "", "问题"]);
        Assert.Empty(none);
        Assert.Equal((0, 1, -1), (heads.PlaceOf("number"), heads.PlaceOf("name"), heads.PlaceOf("from")));

        var (_, faults) = Read(["党员编号", "编号", "电话"]);
        Assert.Equal(
            [(SheetFaultCode.HeadTwice, "B"), (SheetFaultCode.HeadUnknown, "C"), (SheetFaultCode.HeadMissing, "姓名")],
            faults.Select(fault => (fault.Code, fault.Column))
        );

        var (_, merged) = SheetHeads.Read(Row(["党员信息表"]), [new(1, 0, 1, 3)], columns);
        Assert.Contains(merged, fault => fault is { Code: SheetFaultCode.HeadMerged, Row: 1, Column: "A" });

        (SheetHeads, IReadOnlyList<SheetFault>) Read(string[] written) => SheetHeads.Read(Row(written), [], columns);
        static SheetRow Row(string[] cells) => new(1, [.. cells.Select(cell => new SheetCell(cell, SheetCellKind.Text))]);
    }
}
