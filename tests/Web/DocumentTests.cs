using System.Text.RegularExpressions;

namespace ELearning.Web.Tests;

/// <summary>Chapters that are read.</summary>
[Collection(nameof(WebSchool))]
public sealed class DocumentTests(WebSchool school)
{
    private static readonly string Handbook = Learner.Film("new-thought-reader", "c1");

    [Fact]
    public async Task A_browser_that_shows_documents_shows_it()
    {
        await using var learner = await ReaderAsync(shows: true);
        await Assertions.Expect(learner.Page.Locator("iframe")).ToHaveAttributeAsync("src", new Regex("/media/"));
        await Assertions.Expect(learner.Page.Locator("canvas")).ToHaveCountAsync(0);
        Assert.Empty(learner.Complaints);
    }

    [Fact]
    public async Task Where_a_browser_shows_none_it_is_drawn_page_by_page_and_can_be_heard()
    {
        await using var learner = await ReaderAsync(shows: false);
        await learner.Text("第 1 页，共").WaitForAsync();
        await Assertions.Expect(learner.Button("上一页")).ToBeDisabledAsync();
        await DrawnAsync();
        var words = learner.Page.Locator("main section p").First;
        var first = await words.InnerTextAsync();
        await learner.Button("下一页").ClickAsync();
        await learner.Text("第 2 页，共").WaitForAsync();
        await Assertions.Expect(words).Not.ToHaveTextAsync(first);
        await DrawnAsync();
        // Read by a worker of its own.
        Assert.Single(learner.Page.Workers);
        Assert.Empty(learner.Complaints);

        Task DrawnAsync() =>
            learner.UntilAsync(
                """
                () => {
                  const page = document.querySelector('canvas');
                  return page && page.width > 300 && page.getContext('2d').getImageData(0, 0, page.width, page.height).data.some((value) => value < 128);
                }
                """
            );
    }

    private async Task<Learner> ReaderAsync(bool shows)
    {
        var learner = await school.OpenAsync();
        await learner.Page.AddInitScriptAsync($"Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', {{ get: () => {(shows ? "true" : "false")} }})");
        await learner.ComeAsync("QZ000221");
        await learner.Page.GotoAsync(Handbook);
        return learner;
    }
}
