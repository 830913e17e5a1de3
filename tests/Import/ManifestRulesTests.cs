using ELearning.Content;

namespace ELearning.Tests.Import;

/// <summary>What a manifest means, and what is wrong with it, without a file or a store.</summary>
public sealed class ManifestRulesTests
{
    [Fact]
    public void A_good_manifest_is_read_row_by_row_into_courseware_and_chapters()
    {
        var manifest = Read(ImportFolder.Rows());

        Assert.Empty(manifest.Faults);
        Assert.Equal(["history", "handbook"], manifest.Courseware.Select(courseware => courseware.Key));
        var history = manifest.Courseware[0];
        Assert.Equal(
            (2, "党的历史", CoursewareKind.Video, CoursewareOrigin.Local, true, "poster.png"),
            (history.Row, history.Title, history.Kind, history.Origin, history.LocalFeature, history.Poster)
        );
        Assert.Equal([Subject.History, Subject.BasicKnowledge], history.Subjects);
        Assert.Equal([MemberCategory.Rural], history.Audience);
        Assert.Equal(["t-lin", "陈志明@quanzhou"], history.Teachers);
        Assert.Equal(
            [(2, "one", "第一讲", "films/party-history.mp4"), (3, "two", "第二讲", "reading.m4a")],
            history.Chapters.Select(chapter => (chapter.Row, chapter.Key, chapter.Title, chapter.File))
        );
        Assert.Equal([new ManifestCaptions("zh-CN", "film.vtt"), new("en", "film.en.vtt")], history.Chapters[0].Captions);
        Assert.Equal((5, null), (manifest.Courseware[1].Chapters.Single().Row, manifest.Courseware[1].Chapters.Single().Key));
    }

    [Fact]
    public void Chinese_heads_mean_the_same()
    {
        var rows = ImportFolder.Rows();
        rows[0] = ["编号", "标题", "摘要", "类型", "来源", "地方特色", "内容", "对象", "教师", "封面", "章节编号", "章节标题", "文件", "字幕"];
        var manifest = Read(rows);

        Assert.Empty(manifest.Faults);
        Assert.Equivalent(Read(ImportFolder.Rows()).Courseware, manifest.Courseware, strict: true);
        Assert.Equal("章节标题", manifest.Headers["chapterTitle"]);
    }

    /// <summary>One cell of the good manifest written otherwise, by row and column from 0.</summary>
    [Theory]
    [InlineData(0, 2, "summery", "1 summery ColumnUnknown")]
    [InlineData(0, 2, "标题", "1 标题 ColumnTwice")]
    [InlineData(0, 3, "", "1 kind ColumnMissing")]
    [InlineData(0, 5, "", "2 #6 CellWithoutColumn")]
    [InlineData(1, 0, "", "2 key Required")]
    [InlineData(1, 3, "", "2 kind Required")]
    [InlineData(1, 3, "FILM", "2 kind NotOneOf")]
    [InlineData(1, 4, "", "2 origin Required")]
    [InlineData(1, 4, "3", "2 origin NotOneOf")]
    [InlineData(1, 5, "maybe", "2 localFeature NotYesOrNo")]
    [InlineData(1, 6, "HISTORY;HISTORIES", "2 subjects NotOneOf")]
    [InlineData(1, 7, "ALL", "2 audience NotOneOf")]
    [InlineData(1, 9, "../poster.png", "2 poster FileOutside")]
    [InlineData(1, 12, "", "2 file Required")]
    [InlineData(1, 12, "/etc/passwd", "2 file FileOutside")]
    [InlineData(1, 12, "C:\\film.mp4", "2 file FileOutside")]
    [InlineData(1, 12, "films\\..\\..\\film.mp4", "2 file FileOutside")]
    [InlineData(1, 12, "films/", "2 file FileOutside")]
    [InlineData(1, 12, "film\u0000.mp4", "2 file FileOutside")]
    [InlineData(1, 13, "en=../film.vtt", "2 captions FileOutside")]
    [InlineData(2, 1, "别的标题", "3 title Differs")]
    [InlineData(2, 6, "HISTORY", "3 subjects Differs")]
    public void A_fault_names_its_row_and_column(int row, int column, string cell, string fault)
    {
        var rows = ImportFolder.Rows();
        rows[row][column] = cell;
        Assert.Equal([fault], Faults(rows));
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var rows = ImportFolder.Rows();
        (rows[1][3], rows[1][5], rows[2][12], rows[4][4]) = ("FILM", "maybe", "..", "HOME");
        Assert.Equal(["2 kind NotOneOf", "2 localFeature NotYesOrNo", "3 file FileOutside", "5 origin NotOneOf"], Faults(rows).Order());
    }

    [Fact]
    public void The_rows_of_a_courseware_stand_together()
    {
        var rows = ImportFolder.Rows();
        Assert.Equal(["6 key Apart"], Faults([.. rows, rows[1]]));
    }

    [Fact]
    public void What_a_first_row_says_may_be_said_again()
    {
        var rows = ImportFolder.Rows();
        (rows[2][0], rows[2][1], rows[2][3]) = ("history", "党的历史", "VIDEO");
        Assert.Empty(Faults(rows));
    }

    private static Manifest Read(string[][] rows) => ManifestRules.Read(new(rows[0], [.. rows.Skip(1).Select((cells, i) => new ManifestLine(i + 2, cells))]));

    private static IEnumerable<string> Faults(string[][] rows) => Read(rows).Faults.Select(fault => $"{fault.Row} {fault.Column} {fault.Fault}");
}
