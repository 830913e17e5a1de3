using System.Text.Json;

namespace ELearning.Web.Tests;

/// <summary>Somebody at a browser: what they see and do, in the words of the pages. Whatever the page complains of is kept.</summary>
public sealed class Learner : IAsyncDisposable
{
    public const string ShortFilm = "/learn/Q291cnNld2FyZTpkZW1vLXNob3J0/Q2hhcHRlcjpkZW1vLXNob3J0L2Mx";

    private readonly List<string> _complaints = [];
    private readonly IBrowserContext _context;

    private Learner(WebSchool school, IBrowserContext context, IPage page) => (School, _context, Page) = (school, context, page);

    public WebSchool School { get; }

    public IPage Page { get; private set; }

    public IBrowserContext Context => _context;

    /// <summary>Errors of scripts and of the content security policy.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Learner> OpenAsync(WebSchool school, IBrowserContext context)
    {
        var learner = new Learner(school, context, await context.NewPageAsync());
        learner.Listen(learner.Page);
        return learner;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Learner> NewTabAsync()
    {
        var tab = new Learner(School, _context, await _context.NewPageAsync());
        tab.Listen(tab.Page);
        return tab;
    }

    public async Task SignInAsync(string number)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("党员编号").FillAsync(number);
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).Filter(new() { HasText = "您好" }).WaitForAsync();
    }

    /// <summary>Opens a chapter and waits until its time may count.</summary>
    public async Task OpenFilmAsync(string address = ShortFilm)
    {
        await Page.GotoAsync(address);
        await Page.GetByTestId("counted").WaitForAsync();
        await Page.EvaluateAsync("() => { document.querySelector('video').playbackRate = 8 }");
    }

    public Task PlayAsync() => Page.EvaluateAsync("async () => { const film = document.querySelector('video'); film.playbackRate = 8; await film.play() }");

    public Task PauseAsync() => Page.EvaluateAsync("() => document.querySelector('video').pause()");

    public Task SeekAsync(double seconds) => Page.EvaluateAsync("to => { document.querySelector('video').currentTime = to }", seconds);

    public Task<double> PositionAsync() => Page.EvaluateAsync<double>("() => document.querySelector('video').currentTime");

    public Task<bool> IsPausedAsync() => Page.EvaluateAsync<bool>("() => document.querySelector('video').paused");

    /// <summary>Waits until the film has played so far.</summary>
    public Task ReachAsync(double seconds) =>
        Page.WaitForFunctionAsync("to => document.querySelector('video').currentTime >= to", seconds, new() { PollingInterval = 50 });

    public ILocator Text(string text) => Page.GetByText(text);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>Waits until the sitting is credited.</summary>
    public Task FinishedAsync() => Text("本次学习已结算").WaitForAsync();

    private void Listen(IPage page)
    {
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Add(message.Text);
        };
    }
}
