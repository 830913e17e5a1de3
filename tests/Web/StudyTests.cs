using ELearning.Content;

namespace ELearning.Web.Tests;

[Collection(nameof(WebSchool))]
public sealed class StudyTests(WebSchool school)
{
    [Fact]
    public async Task The_short_film_is_studied_to_a_credit_and_the_obligation_moves()
    {
        await using var learner = await school.OpenAsync();
        await learner.SignInAsync(DemoSubjects.GovernmentLeader);
        var missing = await MissingAsync(learner);
        await learner.OpenFilmAsync();
        await learner.PlayAsync();
        await learner.FinishedAsync();
        var earned = (await learner.SittingAsync()).CountedSeconds;
        // Whole seconds: at this pace a page may hear of the first moment a little late.
        Assert.InRange(earned, 23, 24);
        await Assertions.Expect(learner.Text($"计入 {earned} 秒")).ToBeVisibleAsync();

        await learner.Page.GetByRole(AriaRole.Link, new() { Name = "看达标情况" }).ClickAsync();
        await learner.Heading("达标情况").WaitForAsync();
        Assert.Contains(missing.Zip(await MissingAsync(learner)), obligation => obligation.First - obligation.Second == earned);
        // Hours alone would hide so little: the page says it in minutes and seconds.
        await Assertions.Expect(learner.Page.GetByText($"{60 - earned} 秒").First).ToBeVisibleAsync();
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task The_next_chapter_and_the_place_where_one_was_are_offered()
    {
        await using var learner = await school.OpenAsync();
        await learner.SignInAsync("QZ000121");
        await learner.OpenFilmAsync(Learner.Film("oath", "c1"));
        await learner.PlayAsync();
        await learner.FinishedAsync();
        await learner.Page.GetByRole(AriaRole.Link, new() { Name = "下一章：誓词的力量" }).ClickAsync();
        await learner.Heading("誓词的力量").WaitForAsync();
        await learner.Page.GetByTestId("counted").WaitForAsync();
        await learner.PlayAsync();
        await learner.ReachAsync(12);
        await learner.PauseAsync();

        await learner.Page.GotoAsync("/");
        await learner.Page.GetByRole(AriaRole.Link, new() { Name = "继续学习" }).ClickAsync();
        await learner.Heading("誓词的力量").WaitForAsync();
        // Three seconds before where one was.
        await learner.ReachAsync(8);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task What_was_skipped_is_a_gap_until_it_is_played()
    {
        await using var learner = await school.OpenAsync();
        await learner.ComeAsync("QZ000122");
        await learner.OpenFilmAsync(Learner.Lecture);
        await learner.PlayAsync();
        await learner.ReachAsync(5);
        await learner.PauseAsync();
        await learner.SeekAsync(60);
        await learner.PlayAsync();
        await learner.ReachAsync(62);
        await learner.PauseAsync();
        await Watched(@"已计入：0:00–0:\d\d、1:00–1:\d\d；还没有：0:\d\d–1:00、1:\d\d–46:\d\d").WaitForAsync();
        // In one report with some that is played once more.
        await learner.SeekAsync(0.5);
        await learner.PlayAsync();
        await learner.ReachAsync(10);
        // An element tells its time four times a second, at this pace every two of film: so much before a jump may be lost.
        await learner.SeekAsync(1);
        await learner.ReachAsync(2);
        await learner.RunAsync(TimeSpan.FromSeconds(56));
        await learner.ReachAsync(61);
        await learner.PauseAsync();
        const string Closed = @"已计入：0:00–1:\d\d；还没有：1:\d\d–46:\d\d";
        await Watched(Closed).WaitForAsync();
        Assert.Empty((await learner.SittingAsync()).Refusals);

        // The server says the same.
        await learner.Page.GotoAsync($"/courses/{Learner.IdOf("Courseware", "constitution-study")}");
        await Watched(Closed).WaitForAsync();
        Assert.Empty(learner.Complaints);

        ILocator Watched(string text) => learner.Page.GetByRole(AriaRole.Img, new() { NameRegex = new($"^{text}$") });
    }

    private static async Task<IReadOnlyList<double>> MissingAsync(Learner learner)
    {
        var answer = await learner
            .School.Host.ClientFor(learner.Number, "Member")
            .QueryAsync("{ me { compliance(year: 2026) { obligations { missingSeconds } } } }");
        return [.. answer.Json["data"]!["me"]!["compliance"]!["obligations"]!.AsArray().Select(each => each!["missingSeconds"]?.GetValue<double>() ?? 0)];
    }
}
