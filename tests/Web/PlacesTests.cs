namespace ELearning.Web.Tests;

/// <summary>Pages that sleep, tabs beside each other, devices beside each other.</summary>
[Collection(nameof(WebSchool))]
public sealed class PlacesTests(WebSchool school)
{
    private const string Elsewhere = "您正在另一台设备上学习";
    private const string OtherTab = "另一个标签页正在播放，这里暂不计时。";
    private const string Superseded = "学习已在另一台设备上继续，这里不再计时。";
    private const string Here = "改在这里学习";

    [Fact]
    public async Task A_page_that_the_browser_froze_loses_nothing()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000140");
        await learner.ReachAsync(35);
        var browser = await learner.Context.NewCDPSessionAsync(learner.Page);
        await browser.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        await school.LetPassAsync(TimeSpan.FromSeconds(40));
        await browser.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });
        await learner.GoesOnAsync();
        await learner.PauseAsync();
        var played = await learner.PlayedAsync();
        await learner.FinishAsync();
        (await learner.SittingAsync()).RequireAllOf(played);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task Of_two_tabs_the_one_that_was_asked_last_counts()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000141");
        await learner.ReachAsync(20);

        var second = await learner.NewTabAsync();
        await second.Page.GotoAsync(Learner.Lecture);
        await second.Text(OtherTab).WaitForAsync();
        Assert.False(await learner.IsPausedAsync());
        await second.Button(Here).ClickAsync();
        await second.Page.GetByTestId("counted").WaitForAsync();
        await learner.Text(OtherTab).WaitForAsync();
        Assert.True(await learner.IsPausedAsync());
        var before = await learner.PlayedAsync();
        await second.PlayAsync();
        await second.ReachAsync(60);
        await second.PauseAsync();
        var after = await second.PlayedAsync();
        await second.FinishAsync();
        (await second.SittingAsync()).RequireAllOf([.. before, .. after]);

        // The tab that has it keeps it on its way to another film.
        await second.Page.GetByRole(AriaRole.Link, new() { Name = "下一章" }).ClickAsync();
        await second.Heading("党的组织制度").WaitForAsync();
        await second.Page.GetByTestId("counted").WaitForAsync();
        await Assertions.Expect(second.Text(OtherTab)).ToHaveCountAsync(0);
        Assert.Empty(learner.Complaints.Concat(second.Complaints));
    }

    [Fact]
    public async Task Of_two_devices_the_one_that_took_over_counts()
    {
        await using var first = await school.OpenAsync();
        await first.StudyAsync("QZ000142");
        await first.ReachAsync(35);

        await using var second = await school.OpenAsync();
        await second.ComeAsync("QZ000142");
        await second.Page.GotoAsync(Learner.OtherLecture);
        await second.Heading(Elsewhere).WaitForAsync();
        await Assertions.Expect(second.Text("学习党章 遵守党章")).ToBeVisibleAsync();
        // Another tab there takes over from this one, and asks before it takes over from a device.
        var tab = await second.NewTabAsync();
        await tab.Page.GotoAsync(Learner.OtherLecture);
        await tab.Text(OtherTab).WaitForAsync();
        await tab.Button(Here).ClickAsync();
        await tab.Heading(Elsewhere).WaitForAsync();
        await tab.Page.CloseAsync();
        Assert.False(await first.IsPausedAsync());
        await second.Page.ReloadAsync();
        await second.Heading(Elsewhere).WaitForAsync();
        await second.Button(Here).ClickAsync();
        await second.Page.GetByTestId("counted").WaitForAsync();
        await second.PlayAsync();

        await first.Text(Superseded).WaitForAsync();
        Assert.True(await first.IsPausedAsync());
        await first.Button("回到这里继续").ClickAsync();
        await first.Page.GetByTestId("counted").WaitForAsync();
        await second.Text(Superseded).WaitForAsync();
        await second.StandsAsync();
        Assert.Empty(first.Complaints.Concat(second.Complaints));
    }
}
