using ELearning.Api;
using ELearning.Content;

namespace ELearning.Tests.Schemas;

public sealed class ErrorTextTests
{
    [Fact]
    public void Every_code_has_a_text_in_both_languages()
    {
        Assert.All(
            Enum.GetValues<ContentErrorCode>(),
            code => Assert.True(ErrorTexts.Has(ErrorTexts.CodeOf(code)), $"ErrorTexts.json lacks {ErrorTexts.CodeOf(code)}")
        );
        Assert.All(Enum.GetValues<InputFault>(), fault => Assert.True(ErrorTexts.Has($"InputFault.{fault}"), $"ErrorTexts.json lacks InputFault.{fault}"));
        Assert.All(Enum.GetValues<MediaFault>(), fault => Assert.True(ErrorTexts.Has($"MediaFault.{fault}"), $"ErrorTexts.json lacks MediaFault.{fault}"));
    }

    [Theory]
    [InlineData("zh-CN", "ARCHIVE：文件未被接收，压缩包内路径“../a”不安全：不得含 ..、绝对路径、反斜杠、盘符或控制字符，请重新命名。")]
    [InlineData(
        "en",
        "ARCHIVE: the file was not taken. The path '../a' in the archive is not safe: no .., no absolute path, backslash, drive or control character; "
            + "rename it."
    )]
    public void A_refused_file_is_told_the_rule_what_broke_it_and_the_mend(string language, string text)
    {
        System.Globalization.CultureInfo.CurrentUICulture = new(language);
        Assert.Equal(text, ErrorTexts.Of(MediaRefusal.Of(MediaRule.Archive, MediaFault.ArchivePath, "../a")));
        Assert.Contains("{0} {oops}", ErrorTexts.Of(MediaRefusal.Of(MediaRule.Archive, MediaFault.ArchivePath, "{0} {oops}")), StringComparison.Ordinal);
    }
}
