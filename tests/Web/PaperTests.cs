using System.Text;
using ELearning.Content;
using UglyToad.PdfPig;

namespace ELearning.Web.Tests;

[Collection(nameof(WebSchool))]
public sealed class PaperTests(WebSchool school)
{
    [Fact]
    public async Task The_transcript_on_paper_says_whose_it_is_and_how_to_check_it()
    {
        await using var learner = await school.OpenAsync(options => options.ColorScheme = ColorScheme.Dark);
        await learner.ComeAsync(DemoSubjects.Student);
        var answer = await school.Host.ClientFor(learner.Number, "Member").QueryAsync("{ me { name number ledgerHead { hash number } } }");
        var me = answer.Json["data"]!["me"]!;
        await learner.Page.GotoAsync("/hours/print");
        await learner.Text("校验码是学时登记链的末端").WaitForAsync();
        using var paper = PdfDocument.Open(await learner.Page.PdfAsync(new() { Format = "A4" }));
        var text = new StringBuilder();
        foreach (var page in paper.GetPages())
            text.Append(page.Text);
        // Long codes are broken into lines.
        var printed = string.Concat(text.ToString().Where(letter => !char.IsWhiteSpace(letter)));
        Assert.Contains(me["name"]!.GetValue<string>(), printed, StringComparison.Ordinal);
        Assert.Contains(me["number"]!.GetValue<string>(), printed, StringComparison.Ordinal);
        Assert.Contains($"{me["ledgerHead"]!["number"]}-{me["ledgerHead"]!["hash"]}", printed, StringComparison.Ordinal);
        // What can only be pressed stays away.
        Assert.DoesNotContain("打印学籍档案", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("退出登录", printed, StringComparison.Ordinal);
        Assert.InRange(paper.NumberOfPages, 1, 2);
        Assert.Empty(learner.Complaints);
    }
}
