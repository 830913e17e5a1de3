using ELearning.Tests.Study;

namespace ELearning.Web.Tests;

[Collection(nameof(WebSchool))]
public sealed class KeyboardTests(WebSchool school)
{
    /// <summary>More keys than this to one thing are too many.</summary>
    private const int MostTabs = 60;

    [Fact]
    public async Task A_film_is_found_studied_and_credited_by_keys_alone()
    {
        await using var learner = await school.OpenAsync();
        school.Ask(Presence.After(5));
        await learner.Page.GotoAsync("/");
        await learner.Page.GetByLabel("党员编号").WaitForAsync();
        await TabToAsync(learner, learner.Page.GetByLabel("党员编号"));
        await learner.Page.Keyboard.TypeAsync("QZ000180");
        await learner.Page.Keyboard.PressAsync("Enter");
        await learner.Heading("您好").WaitForAsync();

        await PressAsync(learner, learner.Page.GetByRole(AriaRole.Navigation).First.GetByRole(AriaRole.Link, new() { Name = "课程" }));
        var course = learner.Page.GetByRole(AriaRole.Link, new() { Name = "一堂微党课：半分钟看党史" });
        await course.WaitForAsync();
        await PressAsync(learner, course);
        var chapter = learner.Page.GetByRole(AriaRole.Link, new() { Name = "半分钟看党史", Exact = true });
        await chapter.WaitForAsync();
        await PressAsync(learner, chapter);

        await learner.Page.GetByTestId("counted").WaitForAsync();
        await TabToAsync(learner, learner.Page.Locator("video"));
        await learner.Page.Keyboard.PressAsync("Space");
        await learner.ReachAsync(8);
        await learner.Page.Keyboard.PressAsync("Space");
        await learner.AskedAsync();
        await Assertions.Expect(learner.Heading("在线确认")).ToBeFocusedAsync();
        await PressAsync(learner, await learner.ChoiceAsync(right: true));
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        // Where one was before the question.
        await Assertions.Expect(learner.Page.Locator("video")).ToBeFocusedAsync();
        await PressAsync(learner, learner.Button("结束学习并结算"));
        await learner.FinishedAsync();
        Assert.Empty(learner.Complaints);
    }

    private static async Task PressAsync(Learner learner, ILocator target)
    {
        await TabToAsync(learner, target);
        await learner.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabToAsync(Learner learner, ILocator target)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            if (await target.EvaluateAsync<bool>("found => document.activeElement === found"))
                return;
            await learner.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{MostTabs} tabs do not reach {target}.");
    }
}
