using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ELearning.Web.Tests;

/// <summary>A public OpenID provider in a process of its own (<c>oauth2-mock-server</c>), at which everybody who comes is one subject.</summary>
internal sealed class Provider : IAsyncDisposable
{
    private readonly Process _process;

    private Provider(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Its issuer.</summary>
    public string Address { get; }

    public static async Task<Provider> StartAsync(string subject, string audience, [CallerFilePath] string thisFile = "")
    {
        var process = Process.Start(
            new ProcessStartInfo("node", ["provider.mjs", subject, audience])
            {
                WorkingDirectory = Path.GetDirectoryName(thisFile),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        return new(
            process,
            await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The provider did not start: run infra/test.sh web.")
        );
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
