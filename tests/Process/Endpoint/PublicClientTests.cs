using System.Diagnostics;
using System.Text.Json.Nodes;
using ELearning.Processes.Tests.Hosting;
using Snapshooter.Xunit;

namespace ELearning.Processes.Tests.Endpoint;

/// <summary>
/// The audits of GraphQL over HTTP and the reference clients of both kinds of subscription, over real sockets to a real process, which is then told to stop
/// while they listen.
/// </summary>
public sealed class PublicClientTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-clients-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Public_audits_pass_and_public_clients_are_served_until_the_process_stops()
    {
        await using var api = await ServerProcess.StartApiAsync(_data.FullName, "--GraphQL:Live:InitTimeout", "00:00:01");
        var start = new ProcessStartInfo("node", [Path.Combine(NodePackages.Directory(), "Process", "Endpoint", "public-clients.mjs"), api.Address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync();
        Assert.True(await node.StandardOutput.ReadLineAsync() == "listening", node.HasExited ? await error : "");
        Assert.Equal(0, await api.TerminateAsync());
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await error);
        Snapshot.Match(JsonNode.Parse(output)!.ToString());
    }
}
