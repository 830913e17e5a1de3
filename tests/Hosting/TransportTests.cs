using System.Net.Sockets;
using System.Text;
using ELearning.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ELearning.Tests;

/// <summary>How a connection is paced, asked of its socket at the server.</summary>
public sealed class TransportTests
{
    private const int TcpCongestion = 13;

    [Fact]
    public async Task What_listens_to_this_machine_alone_is_not_paced() => Assert.Equal("reno", await CongestionControlAsync("127.0.0.1"));

    [Fact]
    public async Task What_listens_to_a_network_is_paced_as_the_system_says() =>
        Assert.Equal((await File.ReadAllTextAsync("/proc/sys/net/ipv4/tcp_congestion_control")).Trim(), await CongestionControlAsync("0.0.0.0"));

    private static async Task<string> CongestionControlAsync(string listening)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddTransport();
        builder.WebHost.UseUrls($"http://{listening}:0");
        await using var app = builder.Build();
        app.MapGet(
            "/",
            (HttpContext context) =>
            {
                var name = new byte[16];
                var length = context
                    .Features.GetRequiredFeature<IConnectionSocketFeature>()
                    .Socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpCongestion, name);
                return Encoding.ASCII.GetString(name, 0, length).TrimEnd('\0');
            }
        );
        await app.StartAsync();
        using var client = new HttpClient();
        return await client.GetStringAsync(new UriBuilder(app.Urls.Single()) { Host = "127.0.0.1" }.Uri);
    }
}
