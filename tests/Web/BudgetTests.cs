using System.IO.Compression;
using Xunit.Abstractions;

namespace ELearning.Web.Tests;

/// <summary>What the pages weigh and cost. Bytes are asserted; times are printed, and asserted only where they are far from what they were.</summary>
[Collection(nameof(WebSchool))]
public sealed class BudgetTests(WebSchool school, ITestOutputHelper output)
{
    private const int MostScript = 45 * 1024;
    private const int MostHtml = 4 * 1024;

    /// <summary>As a cheap phone on a poor network: "slow 4G", a quarter of this machine's speed.</summary>
    private const double Latency = 562;
    private const double BytesPerSecond = 1.44 * 1024 * 1024 / 8;
    private const double Slower = 4;

    [Fact]
    public async Task The_first_page_is_small()
    {
        await using var learner = await school.OpenAsync();
        await learner.SignInAsync("QZ000200");
        var scripts = new List<IResponse>();
        learner.Page.Response += (_, response) =>
        {
            if (response.Request.ResourceType == "script")
                scripts.Add(response);
        };
        var html = await (await learner.Page.GotoAsync("/"))!.BodyAsync();
        await learner.Heading("您好").WaitForAsync();
        await learner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var sizes = new Dictionary<string, int>();
        foreach (var script in scripts)
            sizes[new Uri(script.Url).AbsolutePath] = Compressed(await script.BodyAsync());
        output.WriteLine($"HTML {html.Length} bytes, {Compressed(html)} compressed; scripts {sizes.Values.Sum()} compressed:");
        foreach (var (path, size) in sizes)
            output.WriteLine($"  {path} {size}");
        Assert.NotEmpty(sizes);
        Assert.InRange(sizes.Values.Sum(), 1, MostScript);
        Assert.InRange(html.Length, 1, MostHtml);
    }

    [Fact]
    public async Task The_first_page_is_painted_soon_on_a_cheap_phone()
    {
        // By the wall's clock.
        await using var context = await school.Browser.NewContextAsync(
            new()
            {
                BaseURL = school.Address,
                Locale = "zh-CN",
                ViewportSize = new() { Width = 390, Height = 844 },
            }
        );
        await using var learner = await Learner.OpenAsync(school, context);
        await learner.SignInAsync("QZ000201");
        var browser = await context.NewCDPSessionAsync(learner.Page);
        await browser.SendAsync("Network.enable");
        await browser.SendAsync(
            "Network.emulateNetworkConditions",
            new()
            {
                ["offline"] = false,
                ["latency"] = Latency,
                ["downloadThroughput"] = BytesPerSecond,
                ["uploadThroughput"] = BytesPerSecond,
            }
        );
        await browser.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        await browser.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = Slower });
        await learner.Page.GotoAsync("/");
        await learner.Heading("您好").WaitForAsync();
        await learner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var first = await learner.Page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000");
        var largest = await learner.Page.EvaluateAsync<double>(
            """
            () => new Promise((found) =>
              new PerformanceObserver((list) => found(list.getEntries().at(-1).startTime / 1000)).observe({ type: 'largest-contentful-paint', buffered: true }))
            """
        );
        output.WriteLine($"First paint of content {first:F1} s (2.0), of the largest {largest:F1} s (2.8).");
        Assert.InRange(first, 0, 2 * 2.0);
        Assert.InRange(largest, 0, 2 * 2.8);
    }

    [Fact]
    public async Task An_hour_of_film_costs_few_requests()
    {
        const double Minutes = 1.5;
        await using var learner = await school.OpenAsync();
        await learner.StudyAsync("QZ000202");
        await learner.ReachAsync(5);
        var requests = new List<IRequest>();
        learner.Page.RequestFinished += (_, request) => requests.Add(request);
        await learner.ReachAsync(5 + (60 * Minutes));
        await learner.PauseAsync();
        var (reports, sent, received) = (0, 0L, 0L);
        foreach (var request in requests.Where(request => request.ResourceType != "media").ToList())
        {
            var sizes = await request.SizesAsync();
            reports++;
            sent += sizes.RequestHeadersSize + sizes.RequestBodySize;
            received += sizes.ResponseHeadersSize + sizes.ResponseBodySize;
        }
        output.WriteLine(
            $"An hour of film: {reports * 60 / Minutes:F0} requests, {sent * 60 / Minutes / 1024:F0} KiB sent, "
                + $"{received * 60 / Minutes / 1024:F0} KiB received, without the film itself."
        );
        // Two a minute, and what else may come.
        Assert.InRange(reports, 1, 3 * Minutes);
    }

    private static int Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(content);
        return (int)compressed.Length;
    }
}
