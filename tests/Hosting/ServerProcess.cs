using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ELearning.Tests;

/// <summary>A server in a process of its own: its CPU time is its own, and it can be killed.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The API with the seed data of a newcomer, its data in the given folder.</summary>
    public static Task<ServerProcess> StartApiAsync(string dataDirectory, params string[] arguments) =>
        StartAsync("ELearning.Api.dll", ["--urls", "http://127.0.0.1:0", .. arguments], new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Identity__Development"] = "true",
            ["Seed__Demo"] = "true",
            ["Storage__DataDirectory"] = dataDirectory,
        });

    /// <summary>Returns as soon as the server says which address it listens on.</summary>
    public static async Task<ServerProcess> StartAsync(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var process = Start(assembly, arguments, environment);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServerProcess(process, new Uri(match.Groups[1].Value));
            }
        }
        throw new InvalidOperationException($"{assembly} ended before it listened: {await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Runs a process that is expected to end by itself: its exit code and what it wrote to standard error.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var process = Start(assembly, arguments, environment);
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await error);
    }

    /// <summary>SIGKILL: nothing in the process gets to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    private static Process Start(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
