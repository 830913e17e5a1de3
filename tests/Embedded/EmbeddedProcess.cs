using System.Diagnostics;

namespace ELearning.Tests;

/// <summary>The embedded database as a process of its own, started from its build output, so that it can be killed.</summary>
internal sealed class EmbeddedProcess : IDisposable
{
    readonly Process process;

    EmbeddedProcess(Process process) => this.process = process;

    public string ConnectionString { get; private set; } = "";

    public static async Task<EmbeddedProcess> ServeAsync(string file)
    {
        var server = new EmbeddedProcess(Start("--port", "0", "--data", file));
        server.ConnectionString = await server.process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await server.process.StandardError.ReadToEndAsync());
        return server;
    }

    /// <summary>Runs it to its end: exit code, output, errors.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    // From its own build output: the copy beside the tests leans on ASP.NET, which a process of its own does not load.
    static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../infra/embedded", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory), "ELearning.Embedded.dll"));

    static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
