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
        var day = SchoolTime.DayOf(school.Host.Time.GetUtcNow()).AddDays(-3);
        await learner.Page.GetByLabel("开始日期").FillAsync($"{day:yyyy-MM-dd}");
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

    [Fact]
    public async Task A_claim_of_several_days_has_its_photograph_and_is_changed_and_a_full_day_says_so()
    {
        await using var learner = await school.OpenAsync();
        await learner.ComeAsync("QZ000221");
        await learner.Page.GotoAsync("/claims");
        await learner.Text("新的申报").ClickAsync();
        var (first, last) = Days();
        await FillAsync(learner.Page.Locator("details"), "县委党校轮训", first, last, "12");
        await using (var picture = typeof(DemoSeed).Assembly.GetManifestResourceStream(Picture())!)
        {
            using var bytes = new MemoryStream();
            await picture.CopyToAsync(bytes);
            await learner
                .Page.GetByLabel("证明材料")
                .SetInputFilesAsync(
                    new FilePayload
                    {
                        Name = "签到表.png",
                        MimeType = "image/png",
                        Buffer = bytes.ToArray(),
                    }
                );
        }
        await learner.Button("提交申报").ClickAsync();
        await learner.Text("已提交，等待审批。").WaitForAsync();

        // Six hours of each day are taken.
        await FillAsync(learner.Page.Locator("details"), "专题党课", last, null, "3");
        await learner.Button("提交申报").ClickAsync();
        await Assertions
            .Expect(learner.Page.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync($"{last:yyyy-MM-dd} 的学时已满：线下培训每天至多 8 学时，当天还可申报 2 学时（5400 秒）。");

        var claim = learner.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "县委党校轮训" });
        await claim.GetByRole(AriaRole.Button, new() { Name = "修改", Exact = true }).ClickAsync();
        await Assertions.Expect(claim).ToContainTextAsync("已有“签到表.png”");
        await claim.GetByLabel("学时").FillAsync("4");
        await claim.GetByRole(AriaRole.Button, new() { Name = "保存修改" }).ClickAsync();
        await Assertions.Expect(claim).ToContainTextAsync("4 学时（3 小时）");
        // Now there is room.
        await learner.Button("提交申报").ClickAsync();
        await Assertions.Expect(learner.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "专题党课" })).ToContainTextAsync("待审核");

        var shown = await learner.Page.RunAndWaitForPopupAsync(() => claim.GetByRole(AriaRole.Button, new() { Name = "查看证明材料" }).ClickAsync());
        await shown.WaitForURLAsync("**/media/**");
        Assert.Equal("image/png", await shown.EvaluateAsync<string>("() => document.contentType"));
        Assert.Empty(learner.Complaints);
    }

    /// <summary>Two days of one year that are over.</summary>
    private (DateOnly First, DateOnly Last) Days()
    {
        var today = SchoolTime.DayOf(school.Host.Time.GetUtcNow());
        return Enumerable.Range(2, 3).Select(ago => (today.AddDays(-ago - 1), today.AddDays(-ago))).First(days => days.Item1.Year == days.Item2.Year);
    }

    private static string Picture() => typeof(DemoSeed).Assembly.GetManifestResourceNames().First(name => name.EndsWith(".png", StringComparison.Ordinal));

    private static async Task FillAsync(ILocator form, string title, DateOnly from, DateOnly? to, string hours)
    {
        await form.GetByLabel("培训名称").FillAsync(title);
        await form.GetByLabel("形式").SelectOptionAsync("CENTRALISED_CLASS");
        await form.GetByLabel("开始日期").FillAsync($"{from:yyyy-MM-dd}");
        await form.GetByLabel("结束日期").FillAsync(to is { } last ? $"{last:yyyy-MM-dd}" : "");
        await form.GetByLabel("学时").FillAsync(hours);
    }
}
