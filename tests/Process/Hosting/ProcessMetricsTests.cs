using System.Net;
using System.Net.Http.Headers;

namespace ELearning.Processes.Tests.Hosting;

/// <summary>Who may read the metrics of a real process.</summary>
public sealed class ProcessMetricsTests : IDisposable
{
    private const string Token = "a-token-for-the-scraper";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-metrics");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_process_asks_for_the_token()
    {
        await using var api = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo", "false", "--Monitoring:Token", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        using var answer = await api.Client.SendAsync(request);
        Assert.Contains("http_server_request_duration", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
