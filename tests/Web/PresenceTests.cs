using System.Text.RegularExpressions;
using ELearning.Tests.Study;

namespace ELearning.Web.Tests;

/// <summary>Whoever studies is asked whether they are there.</summary>
[Collection(nameof(WebSchool))]
public sealed class PresenceTests(WebSchool school)
{
    [Fact]
    public async Task A_right_answer_confirms_what_was_pending_and_the_film_goes_on()
    {
        await using var learner = await AskedAsync("QZ000150");
        await learner.StandsAsync();
        await learner.AnswerAsync(right: true);
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        await learner.GoesOnAsync();
        await learner.PauseAsync();
        var sitting = await learner.SittingAsync(sitting => sitting.StudySession.PendingSeconds < sitting.CountedSeconds - 15);
        Assert.Empty(sitting.Refusals);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task A_wrong_answer_to_the_courses_own_question_brings_a_plain_one()
    {
        await using var learner = await AskedAsync("QZ000151");
        var question = await learner.Dialog.Locator("strong").InnerTextAsync();
        await learner.AnswerAsync(right: false);
        await Assertions.Expect(learner.Dialog.Locator("strong")).Not.ToHaveTextAsync(question);
        await learner.AnswerAsync(right: true);
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        await learner.GoesOnAsync();
        Assert.Empty((await learner.SittingAsync()).Refusals);
    }

    [Fact]
    public async Task Two_wrong_answers_cost_what_was_pending_and_the_page_says_so()
    {
        await using var learner = await AskedAsync("QZ000152");
        var question = await learner.Dialog.Locator("strong").InnerTextAsync();
        await learner.AnswerAsync(right: false);
        await Assertions.Expect(learner.Dialog.Locator("strong")).Not.ToHaveTextAsync(question);
        await learner.AnswerAsync(right: false);
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        var refused = learner.Page.Locator("details");
        await refused.Locator("summary").ClickAsync();
        await Assertions.Expect(refused.GetByRole(AriaRole.Listitem)).ToContainTextAsync("在场确认");
        Assert.Contains((await learner.SittingAsync()).Refusals, refusal => refusal is { Reason: "PRESENCE_MISSED", Seconds: > 15 });
        await learner.GoesOnAsync();
    }

    [Fact]
    public async Task A_missed_check_keeps_what_the_allowance_reaches()
    {
        await using var learner = await AskedAsync("QZ000153");
        await learner.PassAsync(TimeSpan.FromMinutes(3.1));
        await learner.Text("作答时间已过。").WaitForAsync();
        await learner.Button("继续").ClickAsync();
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        await learner.GoesOnAsync();
        await learner.FinishAsync();
        var sitting = await learner.SittingAsync();
        Assert.DoesNotContain(sitting.Refusals, refusal => refusal.Reason == "PRESENCE_MISSED");
        Assert.True(sitting.Credits.Sum(credit => credit.Seconds) > 20, $"{sitting}");
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task The_first_page_says_first_that_somebody_is_asked_and_leads_there()
    {
        await using var learner = await AskedAsync("QZ000159");
        await learner.Page.GotoAsync("/");
        var next = learner.Page.GetByRole(AriaRole.Region, new() { Name = "下一步" });
        await next.GetByText("“学习党章 遵守党章 · ").WaitForAsync();
        await Assertions.Expect(next).ToContainTextAsync("正在等您在线确认");
        await Assertions.Expect(next).ToContainTextAsync(new Regex("请在 [12]:[0-5][0-9] 内回答"));
        await next.GetByRole(AriaRole.Link, new() { Name = "去回答" }).ClickAsync();
        await learner.AnswerAsync(right: true);
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);

        await learner.Page.GetByRole(AriaRole.Link, new() { Name = "首页" }).ClickAsync();
        await next.GetByRole(AriaRole.Link, new() { Name = "继续学习" }).WaitForAsync();
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task A_check_at_the_end_of_a_film_comes_before_its_credit()
    {
        await using var learner = await school.OpenAsync();
        school.Ask(Presence.After(10));
        await learner.StudyAsync("QZ000154", Learner.ShortFilm);
        await learner.AnswerAsync(right: true);
        await learner.FinishedAsync();
        Assert.InRange(Assert.Single((await learner.SittingAsync()).Credits).Seconds, 23, 24);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task Whoever_ends_with_more_than_the_allowance_pending_is_asked_and_credited()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000149", Learner.Film("law-village", "c1"));
        await learner.ReachAsync(2);
        for (var i = 0; i < 4; i++)
            await learner.RunAsync(TimeSpan.FromSeconds(80));
        await learner.PauseAsync();
        var played = await learner.PositionAsync();
        // The last report may still be on its way.
        var before = await learner.SittingAsync(sitting => sitting.StudySession.PendingSeconds > 320);
        Assert.Empty(before.Refusals);
        await Assertions.Expect(learner.Text("待在线确认")).ToBeVisibleAsync();
        await learner.Button("结束学习并结算").ClickAsync();
        await learner.AnswerAsync(right: true);
        await learner.FinishedAsync();
        var sitting = await learner.SittingAsync();
        Assert.Empty(sitting.Refusals);
        Assert.InRange(Assert.Single(sitting.Credits).Seconds, before.CountedSeconds - 1, played + 1);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task It_leaves_fullscreen_and_takes_the_focus_from_the_choices()
    {
        await using var learner = await school.OpenAsync();
        school.Ask(Presence.After(20));
        await learner.StudyAsync("QZ000155");
        await learner.Page.EvaluateAsync("() => document.querySelector('video').requestFullscreen()");
        await learner.UntilAsync("() => document.fullscreenElement !== null");
        await learner.Dialog.WaitForAsync();
        await learner.UntilAsync("() => document.fullscreenElement === null");
        await Assertions.Expect(learner.Heading("在线确认")).ToBeFocusedAsync();
        await Assertions.Expect(learner.Page).ToHaveTitleAsync("❓ 在线确认");
    }

    [Fact]
    public async Task Its_choices_are_dead_at_first_and_it_cannot_be_waved_away()
    {
        await using var learner = await school.OpenAsync();
        school.Ask(Presence.After(20));
        // Whoever taps as it comes has chosen nothing.
        await learner.Page.AddInitScriptAsync(
            """
            new MutationObserver((_, all) => {
              const choice = document.querySelector('dialog[open] .choices button');
              if (!choice) return;
              all.disconnect();
              window.tapped = choice.ariaDisabled;
              choice.click();
            }).observe(document, { subtree: true, childList: true, attributes: true });
            """
        );
        await learner.StudyAsync("QZ000156");
        await learner.AskedAsync();
        Assert.Equal("true", await learner.Page.EvaluateAsync<string>("() => window.tapped"));
        await Assertions.Expect(learner.Dialog.Locator(".choices button:disabled")).ToHaveCountAsync(0);

        for (var i = 0; i < 3; i++)
        {
            await learner.Page.Keyboard.PressAsync("Escape");
            // Beside the dialog nothing has the focus.
            await learner.Page.Mouse.ClickAsync(2, 2);
        }
        await Assertions.Expect(learner.Dialog).ToBeVisibleAsync();
        await learner.PlayAsync();
        await learner.StandsAsync();
        await learner.AnswerAsync(right: true);
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_answer_given_without_a_network_goes_with_the_next_report()
    {
        await using var learner = await AskedAsync("QZ000157");
        await learner.Context.SetOfflineAsync(true);
        await learner.AnswerAsync(right: true);
        await school.LetPassAsync(TimeSpan.FromSeconds(10));
        await Assertions.Expect(learner.Dialog).ToBeVisibleAsync();
        await learner.Context.SetOfflineAsync(false);
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        await learner.GoesOnAsync();
        await learner.PauseAsync();
        var sitting = await learner.SittingAsync(sitting => sitting.StudySession.PendingSeconds < sitting.CountedSeconds - 15);
        Assert.Empty(sitting.Refusals);
    }

    [Fact]
    public async Task An_answer_given_while_a_report_is_on_its_way_follows_it()
    {
        await using var learner = await school.OpenAsync();
        school.Ask(Presence.After(20));
        await learner.ComeAsync("QZ000158");
        var (asked, go) = (false, new TaskCompletionSource());
        await learner.OnBeatAsync(async route =>
        {
            // The report of the pause, which the question makes.
            if (asked)
                await go.Task;
            var answer = await route.FetchAsync();
            asked |= (await answer.TextAsync()).Contains("\"prompt\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = answer });
        });
        await learner.OpenFilmAsync(Learner.Lecture);
        await learner.PlayAsync();
        await learner.AnswerAsync(right: true);
        go.SetResult();
        await Assertions.Expect(learner.Dialog).ToHaveCountAsync(0);
        await learner.GoesOnAsync();
    }

    /// <summary>A learner who is asked in the middle of a film with questions of its own.</summary>
    private async Task<Learner> AskedAsync(string number)
    {
        var learner = await school.OpenAsync();
        school.Ask(Presence.After(20));
        await learner.StudyAsync(number);
        await learner.AskedAsync();
        return learner;
    }
}
