using System.Diagnostics;
using System.Text.Json.Nodes;
using ELearning.Processes.Tests.Hosting;
using Snapshooter.Xunit;

namespace ELearning.Processes.Tests.Embedded;

/// <summary>A driver that we did not write and the product does not use must find a MongoDB at the other end.</summary>
public sealed class IndependentClientTests
{
    [Fact]
    public async Task The_public_node_driver_reads_writes_and_is_refused_as_by_MongoDB()
    {
        await using var server = await EmbeddedServer.StartAsync();
        var tests = NodePackages.Directory();
        var start = new ProcessStartInfo("node", [Path.Combine(tests, "Process", "Embedded", "independent-client.mjs"), server.ConnectionString])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        var error = node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.True(node.ExitCode == 0, await error);
        Snapshot.Match(JsonNode.Parse(await output)!.ToString());
    }
}
