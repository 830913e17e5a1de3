namespace ELearning.Web.Tests;

/// <summary>Tokens and addresses of media end while a film plays.</summary>
[Collection(nameof(WebSchool))]
public sealed class ExpiryTests(WebSchool school)
{
    [Fact]
    public async Task A_token_that_ends_while_a_film_plays_is_renewed_unseen()
    {
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000170");
        await learner.ReachAsync(10);
        var renewed = 0;
        learner.Page.Request += (_, request) => renewed += request.Url.EndsWith("/dev/token", StringComparison.Ordinal) ? 1 : 0;
        // The page's clock knows of it, as of a machine that slept.
        await learner.PassAsync(TimeSpan.FromMinutes(70));
        await CountsOnAsync(learner);
        Assert.Equal(1, renewed);

        // Only the server's does: it refuses the token.
        school.Pass(TimeSpan.FromMinutes(70));
        await CountsOnAsync(learner);
        Assert.Equal(2, renewed);
        await Assertions.Expect(learner.Text("登录已过期")).ToHaveCountAsync(0);
        Assert.EndsWith(Learner.Lecture, learner.Page.Url, StringComparison.Ordinal);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task A_film_whose_address_ended_goes_on_at_the_same_place()
    {
        await using var learner = await school.OpenAsync();
        // A page whose requests are looked at keeps no answers.
        await learner.Page.RouteAsync("**/media/**", route => route.ContinueAsync());
        await learner.StudyAsync("QZ000171");
        await learner.ReachAsync(20);
        var refused = 0;
        learner.Page.Response += (_, answer) => refused += answer is { Status: 410 } && answer.Url.Contains("/media/", StringComparison.Ordinal) ? 1 : 0;
        await learner.PassAsync(TimeSpan.FromHours(3));
        // What the browser holds of it is not enough: it asks the address again.
        await learner.Page.EvaluateAsync(
            "() => { const film = document.querySelector('video'); film.load(); film.currentTime = 20; void film.play().catch(() => undefined) }"
        );
        await learner.UntilAsync("() => document.querySelector('video').readyState >= 2");
        Assert.Equal(1, refused);
        Assert.True(await learner.PositionAsync() >= 19);
        await learner.GoesOnAsync();
        await Assertions.Expect(learner.Text("影片没有载入成功")).ToHaveCountAsync(0);
        Assert.Empty(learner.Complaints);
    }

    /// <summary>Waits for a report that counts.</summary>
    private static async Task CountsOnAsync(Learner learner)
    {
        var before = (await learner.SittingAsync()).CountedSeconds;
        await learner.SittingAsync(sitting => sitting.CountedSeconds > before);
    }
}
