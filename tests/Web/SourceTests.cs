using System.Diagnostics;

namespace ELearning.Web.Tests;

/// <summary>What <c>infra/web</c> checks of itself: its types, and the parts that know neither page nor clock.</summary>
[Collection(nameof(WebSchool))]
public sealed class SourceTests
{
    [Theory]
    [InlineData("test")]
    [InlineData("check")]
    public async Task The_pages_own_checks_pass(string script)
    {
        var start = new ProcessStartInfo("npm", ["run", "--silent", script])
        {
            WorkingDirectory = RepositoryFile.PathOf("infra/web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        var (output, error) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        Assert.True(npm.ExitCode == 0, $"npm run {script} ended with {npm.ExitCode}.\n{await output}\n{await error}");
    }
}
