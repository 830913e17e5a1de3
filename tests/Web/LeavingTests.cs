namespace ELearning.Web.Tests;

/// <summary>Whoever goes away loses nothing.</summary>
[Collection(nameof(WebSchool))]
public sealed class LeavingTests(WebSchool school)
{
    [Fact]
    public async Task The_last_report_of_a_closed_tab_arrives()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000160");
        await learner.ReachAsync(45);
        var played = await learner.PlayedAsync();
        await learner.Page.CloseAsync();
        // Counted seconds are whole ones, rounded down.
        await learner.SittingAsync(sitting => sitting.CountedSeconds + 1 > 0.98 * played.Sum(range => range.To - range.From));
    }

    [Fact]
    public async Task The_seconds_of_yesterday_stay_yesterdays()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000161");
        await learner.ReachAsync(25);
        await learner.PauseAsync();
        var yesterday = await learner.SittingAsync(sitting => sitting.CountedSeconds >= 23);
        await learner.Page.GotoAsync("/");
        await learner.Heading("您好").WaitForAsync();

        await learner.PassAsync(TimeSpan.FromDays(1));
        await learner.OpenFilmAsync(Learner.Lecture);
        // Before the place where one was, and not at the beginning.
        await learner.ReachAsync(15);
        await learner.PlayAsync();
        await learner.ReachAsync(50);
        await learner.PauseAsync();
        await learner.FinishAsync();
        var days = (await learner.SittingsAsync()).SelectMany(sitting => sitting.Credits).GroupBy(credit => credit.EarnedOn, credit => credit.Seconds).ToList();
        Assert.Equal(2, days.Count);
        var first = Assert.Single(yesterday.Days);
        Assert.InRange(days.Single(day => day.Key == first.Date).Sum(), first.Seconds - 1, first.Seconds);
        Assert.Empty(learner.Complaints);
    }
}
