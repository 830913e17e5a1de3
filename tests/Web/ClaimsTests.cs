using ELearning.Content;

namespace ELearning.Web.Tests;

[Collection(nameof(WebSchool))]
public sealed class ClaimsTests(WebSchool school)
{
    [Fact]
    public async Task A_claim_is_made_listed_with_its_figures_and_withdrawn()
    {
        const string Title = "镇党校春季轮训";
        await using var learner = await school.OpenAsync();
        await learner.ComeAsync("QZ000220");
        await learner.Page.GotoAsync("/claims");
        await learner.Text("还没有申报。").WaitForAsync();
        await learner.Text("新的申报").ClickAsync();
        await learner.Page.GetByLabel("培训名称").FillAsync(Title);
        await learner.Page.GetByLabel("形式").SelectOptionAsync("LECTURE");
        await learner.Page.GetByLabel("日期").FillAsync($"{SchoolTime.DayOf(school.Host.Time.GetUtcNow()).AddDays(-3):yyyy-MM-dd}");
        await learner.Page.GetByLabel("学时").FillAsync("2.5");
        // An hour of training has three quarters of an hour.
        await Assertions.Expect(learner.Text("合 1 小时 52 分 30 秒")).ToBeVisibleAsync();
        await learner.Page.GetByLabel("举办单位级别").SelectOptionAsync("TOWNSHIP");
        await learner.Button("提交申报").ClickAsync();
        await learner.Text("已提交，等待审批。").WaitForAsync();

        var claim = learner.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = Title });
        await Assertions.Expect(claim).ToContainTextAsync("2.5 学时（1 小时 52 分 30 秒）");
        await Assertions.Expect(claim).ToContainTextAsync("待审核");
        await Assertions.Expect(learner.Text("已显示 1 条，共 1 条")).ToBeVisibleAsync();

        learner.Page.Dialog += (_, question) => question.AcceptAsync();
        await claim.GetByRole(AriaRole.Button, new() { Name = "撤回" }).ClickAsync();
        await Assertions.Expect(claim).ToContainTextAsync("已撤回");
        await Assertions.Expect(claim.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(learner.Complaints);
    }
}
