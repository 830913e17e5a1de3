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
        await Assertions.Expect(learner.Page.GetByText("11 小时 59 分 36 秒").First).ToBeVisibleAsync();
        Assert.Empty(learner.Complaints);
    }
}
