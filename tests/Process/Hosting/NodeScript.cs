using System.Diagnostics;

namespace ELearning.Processes.Tests.Hosting;

/// <summary>A Node.js program run to its end.</summary>
internal static class NodeScript
{
    /// <summary>What it printed; the test fails with all it said where it ends with anything but 0.</summary>
    /// <param name="folder">Where it runs, from the folder of the tests.</param>
    public static async Task<string> RunAsync(string folder, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = Path.Combine(NodePackages.Directory(), folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"{script} ended with {node.ExitCode}.\n{await output}\n{await error}");
        return await output;
    }
}
