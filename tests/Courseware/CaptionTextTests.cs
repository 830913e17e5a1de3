using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Coursewares;

public sealed class CaptionTextTests
{
    private const string Vtt = """
        WEBVTT 党史课

        STYLE
        ::cue { color: red }

        NOTE 校对：张三
        第二行 --> 也是注释

        intro
        00:00:00.000 --> 00:00:02.000 align:start
        <v 林老师><b>红船</b>从这里起航</v>
        Tom &amp; Jerry&nbsp;3 < 5

        00:02.000 --> 00:04.000
        - 第二句
        """;

    private const string Srt = "1\r\n00:00:00,000 --> 00:00:02,000\r\n{\\an8}<i>茶园</i>的管理\r\n\r\n2\r\n00:00:02,500 --> 00:00:04,000\r\n2026年\r\n";

    [Fact]
    public void What_is_said_comes_without_times_notes_and_markup() =>
        Assert.Equal(["红船从这里起航", "Tom & Jerry\u00A03 < 5", "- 第二句"], CaptionText.Of(Vtt));

    [Fact]
    public void SubRip_is_read_as_well() => Assert.Equal(["茶园的管理", "2026年"], CaptionText.Of("\uFEFF" + Srt));

    [Theory]
    [InlineData("")]
    [InlineData("WEBVTT")]
    [InlineData("没有时间的一段")]
    [InlineData("00:00 --> 00:01")]
    [InlineData("NOTE\n00:00 --> 00:01\n注释")]
    public void Where_nothing_is_said_there_is_nothing(string file) => Assert.Empty(CaptionText.Of(file));

    [Fact]
    public void No_text_whatever_is_a_fault() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.OneOfConst('<', '>', '\n', '-', '{', '\\', '&', ';')), 0, 100]
            .Sample(text => Assert.All(CaptionText.Of("00:00 --> 00:01\n" + text), Assert.NotEmpty));
}
