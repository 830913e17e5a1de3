namespace ELearning.Web.Tests;

[Collection(nameof(WebSchool))]
public sealed class StudyTests(WebSchool school)
{
    [Fact]
    public async Task The_short_film_is_studied_to_a_credit_and_the_obligation_moves()
    {
        await using var learner = await school.OpenAsync();
        await learner.SignInAsync("QZ000010");
        await learner.OpenFilmAsync();
        await learner.PlayAsync();
        await learner.FinishedAsync();
        await Assertions.Expect(learner.Text("计入 24 秒")).ToBeVisibleAsync();

        await learner.Page.GetByRole(AriaRole.Link, new() { Name = "看达标情况" }).ClickAsync();
        // 24 seconds less than whole hours, in the page as in the API.
        await Assertions.Expect(learner.Page.GetByText("59 分 36 秒").First).ToBeVisibleAsync();
        var standing = await school.Host.ClientFor("QZ000010", "Member").QueryAsync("{ me { compliance(year: 2026) { obligations { creditedSeconds } } } }");
        Assert.Contains("24", standing.Text, StringComparison.Ordinal);
        Assert.Empty(learner.Complaints);
    }
}
