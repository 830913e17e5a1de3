using System.Net;
using ELearning.Api;
using Microsoft.AspNetCore.Http;

namespace ELearning.Tests.Hosting;

/// <summary>Who may read how the process is doing.</summary>
public sealed class MetricsTests : IDisposable
{
    private const string Token = "a-token-for-the-scraper";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-metrics-");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    // Nothing is set: nobody, and in Development this machine.
    [InlineData(null, null, false, "127.0.0.1", 80, null, 404)]
    [InlineData(null, null, true, "127.0.0.1", 80, null, null)]
    [InlineData(null, null, true, "203.0.113.9", 80, null, 404)]
    // A token, from wherever.
    [InlineData(Token, null, false, "203.0.113.9", 80, "Bearer " + Token, null)]
    [InlineData(Token, null, false, "203.0.113.9", 80, "Bearer " + Token + "x", 401)]
    [InlineData(Token, null, false, "203.0.113.9", 80, Token, 401)]
    [InlineData(Token, null, true, "127.0.0.1", 80, null, 401)]
    // A port, and on no other.
    [InlineData(null, 9090, false, "203.0.113.9", 9090, null, null)]
    [InlineData(null, 9090, true, "127.0.0.1", 80, null, 404)]
    // Both.
    [InlineData(Token, 9090, false, "203.0.113.9", 9090, "Bearer " + Token, null)]
    [InlineData(Token, 9090, false, "203.0.113.9", 9090, null, 401)]
    [InlineData(Token, 9090, false, "203.0.113.9", 80, "Bearer " + Token, 404)]
    public void They_are_read_by_whom_the_settings_say(string? token, int? port, bool development, string from, int at, string? authorization, int? refusal)
    {
        var context = new DefaultHttpContext();
        (context.Connection.RemoteIpAddress, context.Connection.LocalPort, context.Request.Host) = (IPAddress.Parse(from), at, new HostString("localhost"));
        context.Request.Headers.Authorization = authorization;
        Assert.Equal(refusal, MetricsEndpoint.Refusal(context, new MetricsOptions { Token = token, Port = port }, development));
    }

    [Fact]
    public async Task A_port_of_their_own_serves_them_and_nothing_else()
    {
        // Asked of the host itself: a test server has no port, so every request comes in at 0.
        await using var own = new ApiHost { Settings = new Dictionary<string, string> { ["Monitoring:Port"] = "9090" } };
        using var client = own.CreateClient();
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK),
            (
                (await client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode,
                (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode
            )
        );
        foreach (var (path, status) in new[] { ("/metrics", 200), ("/health/live", 404), ("/graphql", 404) })
        {
            var context = await own.Server.SendAsync(context =>
            {
                (context.Request.Method, context.Request.Path, context.Connection.LocalPort) = ("GET", path, 9090);
            });
            Assert.Equal(status, context.Response.StatusCode);
        }
    }
}
