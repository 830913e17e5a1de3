namespace ELearning.Web.Tests;

/// <summary>Whatever the network does, what was played is counted.</summary>
[Collection(nameof(WebSchool))]
public sealed class BadNetworkTests(WebSchool school)
{
    [Fact]
    public async Task Of_three_reports_one_never_arrives()
    {
        await using var learner = await school.OpenAsync();
        await learner.ComeAsync("QZ000130");
        var (tried, lost) = (0, 0);
        await learner.OnBeatAsync(route =>
        {
            if (++tried % 3 != 0)
                return route.ContinueAsync();
            lost++;
            return route.AbortAsync();
        });
        await learner.OpenFilmAsync(Learner.Lecture);
        await learner.PlayAsync();
        await learner.ReachAsync(110);
        await RequireAllAsync(learner);
        Assert.True(lost >= 1, $"{tried} reports were tried.");
    }

    [Fact]
    public async Task The_network_is_away_for_half_a_minute()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000131");
        await learner.ReachAsync(40);
        await learner.Context.SetOfflineAsync(true);
        await learner.ReachAsync(65);
        await learner.Context.SetOfflineAsync(false);
        await learner.ReachAsync(85);
        await RequireAllAsync(learner);
    }

    [Fact]
    public async Task The_page_is_loaded_anew_while_the_network_is_away()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000132");
        await learner.ReachAsync(40);
        // Reports fail, pages do not: what was played since lies on the device.
        await learner.OnBeatAsync(route => route.AbortAsync());
        await learner.ReachAsync(70);
        await learner.PauseAsync();
        var before = await learner.PlayedAsync();
        await learner.Page.ReloadAsync();
        await learner.Page.UnrouteAllAsync();
        await learner.Page.GetByTestId("counted").WaitForAsync();
        await learner.PlayAsync();
        await learner.ReachAsync(90);
        await RequireAllAsync(learner, before);
    }

    [Fact]
    public async Task Answers_are_lost_on_their_way_back()
    {
        await using var learner = await school.OpenAsync();
        await learner.ComeAsync("QZ000133");
        var tried = 0;
        await learner.OnBeatAsync(route => ++tried % 2 == 1 ? route.LoseAnswerAsync() : route.ContinueAsync());
        await learner.OpenFilmAsync(Learner.Lecture);
        await learner.PlayAsync();
        await learner.ReachAsync(80);
        await RequireAllAsync(learner);
        // Sent again is not played again.
        Assert.Empty((await learner.SittingAsync()).Refusals);
    }

    private static async Task RequireAllAsync(Learner learner, IEnumerable<(double From, double To)>? before = null)
    {
        await learner.PauseAsync();
        var played = await learner.PlayedAsync();
        await learner.FinishAsync();
        (await learner.SittingAsync()).RequireAllOf([.. before ?? [], .. played]);
        Assert.Empty(learner.Complaints);
    }
}
