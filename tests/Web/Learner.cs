using System.Text.Json;
using ELearning.Content;
using ELearning.GraphQL;

namespace ELearning.Web.Tests;

/// <summary>Somebody at a browser: what they see and do, in the words of the pages. Whatever the page complains of is kept.</summary>
public sealed class Learner : IAsyncDisposable
{
    /// <summary>A film of 24 seconds.</summary>
    public static readonly string ShortFilm = Film(DemoSubjects.ShortCourseware, "c1");

    /// <summary>A film of three quarters of an hour, with questions of its own.</summary>
    public static readonly string Lecture = Film("constitution-study", "c2");

    /// <summary>Another.</summary>
    public static readonly string OtherLecture = Film("tea-garden", "c1");

    private readonly List<string> _complaints = [];
    private readonly IBrowserContext _context;

    private Learner(WebSchool school, IBrowserContext context, IPage page) => (School, _context, Page) = (school, context, page);

    public WebSchool School { get; }

    public IPage Page { get; private set; }

    public IBrowserContext Context => _context;

    /// <summary>The number that somebody signed in with.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Errors of scripts and of the content security policy.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public static string Film(string courseware, string chapter) => $"/learn/{IdOf("Courseware", courseware)}/{IdOf("Chapter", $"{courseware}/{chapter}")}";

    public static string IdOf(string type, string id) => NodeId.Encode(type, id);

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
        var tab = new Learner(School, _context, await _context.NewPageAsync()) { Number = Number };
        tab.Listen(tab.Page);
        return tab;
    }

    public async Task SignInAsync(string number)
    {
        Number = number;
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("党员编号").FillAsync(number);
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).Filter(new() { HasText = "您好" }).WaitForAsync();
    }

    /// <summary>Opens a chapter and waits until its time may count.</summary>
    public async Task OpenFilmAsync(string? address = null)
    {
        await Page.GotoAsync(address ?? ShortFilm);
        await Page.GetByTestId("counted").WaitForAsync();
    }

    /// <summary>Somebody comes whom this browser knows from an earlier time.</summary>
    public Task ComeAsync(string number)
    {
        Number = number;
        var person = $$"""{ "subject": "{{number}}", "roles": ["Member"] }""";
        return _context.AddInitScriptAsync($"if (window === top && location.protocol === 'http:') localStorage.setItem('person', '{person}')");
    }

    /// <summary>Comes, opens a lecture and plays it.</summary>
    public async Task StudyAsync(string number, string? address = null)
    {
        await ComeAsync(number);
        await OpenFilmAsync(address ?? Lecture);
        await PlayAsync();
    }

    /// <summary>Lets time go by at once, for the school and in this browser.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        School.Pass(time);
        var leap = $"window.pace.leap({time.TotalMilliseconds})";
        await _context.AddInitScriptAsync(leap);
        await Page.EvaluateAsync(leap);
    }

    /// <summary>
    /// Lets so much of the film run at once, as where a browser slept while it played, and waits until the server heard of it. A server pays two minutes of silence at most.
    /// </summary>
    public async Task RunAsync(TimeSpan film)
    {
        var before = await PositionAsync();
        School.Pass(film);
        await Page.EvaluateAsync($"window.pace.run(document.querySelector('video'), {film.TotalSeconds})");
        await SittingAsync(sitting => sitting.StudySession.PositionSeconds >= before + film.TotalSeconds);
    }

    public Task PlayAsync() => Page.EvaluateAsync("() => document.querySelector('video').play()");

    public Task PauseAsync() => Page.EvaluateAsync("() => document.querySelector('video').pause()");

    public Task SeekAsync(double seconds) => Page.EvaluateAsync("to => { document.querySelector('video').currentTime = to }", seconds);

    public Task<double> PositionAsync() => Page.EvaluateAsync<double>("() => document.querySelector('video').currentTime");

    public Task<bool> IsPausedAsync() => Page.EvaluateAsync<bool>("() => document.querySelector('video').paused");

    /// <summary>Waits until the film has played so far.</summary>
    public Task ReachAsync(double seconds) =>
        Page.WaitForFunctionAsync(
            "to => document.querySelector('video').currentTime >= to",
            seconds,
            new() { PollingInterval = 50, Timeout = WebSchool.Patience + (float)(seconds * 1000 / WebSchool.Speed) }
        );

    /// <summary>Waits until the film goes on from where it is.</summary>
    public async Task GoesOnAsync() => await ReachAsync(await PositionAsync() + 2);

    public Task StandsAsync() => UntilAsync("() => document.querySelector('video').paused");

    /// <summary>Waits until an expression of the page holds.</summary>
    public Task UntilAsync(string expression) => Page.WaitForFunctionAsync(expression, null, new() { PollingInterval = 50 });

    /// <summary>What the element played, as the browser keeps it: from and to in seconds of the film.</summary>
    public async Task<IReadOnlyList<(double From, double To)>> PlayedAsync()
    {
        var ranges = await Page.EvaluateAsync<double[][]>(
            "() => { const { played } = document.querySelector('video'); return [...Array(played.length)].map((_, i) => [played.start(i), played.end(i)]) }"
        );
        return [.. ranges.Select(range => (range[0], range[1]))];
    }

    public ILocator Text(string text) => Page.GetByText(text);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    /// <summary>Ends the sitting by its button and waits until it is credited.</summary>
    public async Task FinishAsync()
    {
        await Button("结束学习并结算").ClickAsync();
        await FinishedAsync();
    }

    /// <summary>Waits until the sitting is credited.</summary>
    public Task FinishedAsync() => Text("本次学习已结算").WaitForAsync();

    /// <summary>Waits for a presence check whose choices can be chosen.</summary>
    public async Task AskedAsync()
    {
        await Dialog.WaitForAsync();
        await Dialog.Locator("button[aria-disabled=false]").First.WaitForAsync();
    }

    /// <summary>The choice that is right, or one that is not.</summary>
    public async Task<ILocator> ChoiceAsync(bool right)
    {
        var prompt = await Dialog.Locator("strong").InnerTextAsync();
        var questions = QuestionBank.All.Concat(SeedCourseware.Lines.SelectMany(line => line.Questions ?? []));
        var answer = questions.First(question => question.Prompt == prompt).Answer;
        foreach (var choice in await Dialog.Locator(".choices button").AllAsync())
        {
            if (await choice.InnerTextAsync() == answer == right)
                return choice;
        }
        throw new InvalidOperationException($"“{prompt}” has no such choice.");
    }

    public async Task AnswerAsync(bool right)
    {
        await AskedAsync();
        await (await ChoiceAsync(right)).ClickAsync();
    }

    /// <summary>The newest sitting of who is signed in, as the API tells it.</summary>
    internal async Task<Sitting> SittingAsync() => (await SittingsAsync())[0];

    internal async Task<IReadOnlyList<Sitting>> SittingsAsync()
    {
        var answer = await School
            .Host.ClientFor(Number, "Member")
            .QueryAsync(
                """
                {
                  me {
                    studyLog(first: 5) {
                      nodes {
                        status countedSeconds
                        days { date seconds }
                        credits { seconds earnedOn }
                        refusals { reason seconds }
                        studySession { verifiedSeconds pendingSeconds positionSeconds }
                      }
                    }
                  }
                }
                """
            );
        return answer.Json["data"]!["me"]!["studyLog"]!["nodes"].Deserialize<IReadOnlyList<Sitting>>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Waits until the API tells so of the newest sitting.</summary>
    internal async Task<Sitting> SittingAsync(Func<Sitting, bool> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var sitting = await SittingAsync();
            if (holds(sitting))
                return sitting;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(20), $"The newest sitting stays {sitting}.");
            await School.LetPassAsync(TimeSpan.FromSeconds(1));
        }
    }

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

/// <summary>An entry of the study log.</summary>
internal sealed record Sitting(
    string Status,
    int CountedSeconds,
    IReadOnlyList<SittingDay> Days,
    IReadOnlyList<SittingCredit> Credits,
    IReadOnlyList<SittingRefusal> Refusals,
    SittingSession StudySession
)
{
    /// <summary>Whether nearly all that was played was counted, and nothing else.</summary>
    public void RequireAllOf(IEnumerable<(double From, double To)> played)
    {
        var (seconds, reached) = (0.0, double.MinValue);
        foreach (var (from, to) in played.Order())
        {
            seconds += Math.Max(0, to - Math.Max(from, reached));
            reached = Math.Max(reached, to);
        }
        // The API tells whole seconds.
        Assert.True(CountedSeconds + 1 > 0.98 * seconds, $"{CountedSeconds} of {seconds:F1} s that were played are counted: {this}");
        Assert.True(CountedSeconds <= seconds + 1, $"Only {seconds:F1} s were played: {this}");
    }
}

internal sealed record SittingDay(string Date, int Seconds);

internal sealed record SittingCredit(int Seconds, string EarnedOn);

internal sealed record SittingRefusal(string Reason, int Seconds);

internal sealed record SittingSession(int VerifiedSeconds, int PendingSeconds, double PositionSeconds);
