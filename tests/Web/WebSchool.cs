using ELearning.Content;
using ELearning.Tests.Study;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ELearning.Web.Tests;

/// <summary>
/// The demonstration behind Kestrel, and Chromium before it. The clocks of both run <see cref="Speed"/> times as fast as the wall's (<see cref="Pace"/>), so
/// that half a minute of film is studied in four seconds.
/// </summary>
public sealed class WebSchool : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>How fast time goes, in the school and in its learners' browsers.</summary>
    public const double Speed = 8;

    /// <summary>Milliseconds that a test waits for anything: a busy machine is slow, and a film of half a minute takes four seconds.</summary>
    public const float Patience = 20_000;

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly ApiHost _host = new(demo: true) { Settings = new Dictionary<string, string> { ["Web:Enabled"] = "true" } };
    private readonly CancellationTokenSource _stop = new();
    private Task _clock = Task.CompletedTask;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    internal ApiHost Host => _host;

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("Not begun.");

    /// <summary>Whether the school's time goes by itself.</summary>
    public bool Runs { get; set; } = true;

    public async Task InitializeAsync()
    {
        _host.UseKestrel(0);
        _host.StartServer();
        Address = _host.Service<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _clock = RunAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Find(),
                // CI runs as root in a container.
                Args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
            }
        );
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _clock;
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await _host.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>A browser of its own for a learner: nothing is shared with another, and nobody is asked for presence unless a test says so.</summary>
    public async Task<Learner> OpenAsync(Action<BrowserNewContextOptions>? change = null)
    {
        AskNobody();
        var options = new BrowserNewContextOptions
        {
            BaseURL = Address,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = 390, Height = 844 },
        };
        change?.Invoke(options);
        var context = await Browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(Pace.From(_host.Time));
        return await Learner.OpenAsync(this, context);
    }

    /// <summary>Moves the school's time at once; pages that are open do not know of it.</summary>
    internal void Pass(TimeSpan time) => _host.Time.Advance(time);

    /// <summary>Waits until so much of the school's time went by.</summary>
    internal Task LetPassAsync(TimeSpan time) => Task.Delay(time, _host.Time);

    /// <summary>Presence checks come as this says from now on, for whoever draws next.</summary>
    internal void Ask(PresenceDraw draw) => _host.Draw = draw;

    internal void AskNobody() => _host.Draw = Presence.Never;

    private async Task RunAsync()
    {
        var before = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var now = TimeProvider.System.GetTimestamp();
                if (Runs)
                    _host.Time.Advance(TimeProvider.System.GetElapsedTime(before, now) * Speed);
                before = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The school closes.
        }
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("Chromium is not here: infra/test.sh web installs it (apt-get install chromium).");
}

[CollectionDefinition(nameof(WebSchool))]
public sealed class WebSchoolGroup : ICollectionFixture<WebSchool>;
