using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ELearning.Processes.Tests.Hosting;

/// <summary>A server in a process of its own: its CPU time is its own, and it can be killed.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private HttpClient? _client;

    private ServerProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it listens, as it said itself.</summary>
    public string Address { get; }

    public int Id => _process.Id;

    /// <summary>For servers that speak HTTP.</summary>
    public HttpClient Client => _client ??= new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(Address) };

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
        StartApiOfAsync("ELearning.Api.dll", dataDirectory, arguments);

    /// <inheritdoc cref="StartApiAsync"/>
    /// <param name="assembly">Beside the tests, or an absolute path.</param>
    public static Task<ServerProcess> StartApiOfAsync(string assembly, string dataDirectory, params string[] arguments) =>
        StartAsync(
            assembly,
            ["--urls", "http://127.0.0.1:0", .. arguments],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Identity__Development"] = "true",
                ["Seed__Demo"] = "true",
                ["Storage__DataDirectory"] = dataDirectory,
                // One test or benchmark sends what a thousand learners would.
                ["GraphQL__Budgets__SignedIn"] = "1000000000",
                ["GraphQL__Budgets__Anonymous"] = "1000000000",
            }
        );

    /// <summary>Returns as soon as the server says which address it listens on.</summary>
    /// <param name="assembly">Beside the tests, or an absolute path.</param>
    /// <param name="listening">How it says so, the address in its first group; null as ASP.NET Core does.</param>
    /// <param name="program">What runs it.</param>
    public static async Task<ServerProcess> StartAsync(
        string assembly,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Regex? listening = null,
        string program = "dotnet"
    )
    {
        var process = Start(assembly, arguments, environment, program);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if ((listening ?? Listening()).Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServerProcess(process, match.Groups[1].Value);
            }
        }
        throw new InvalidOperationException($"{assembly} ended before it listened: {await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Runs a process that is expected to end by itself: its exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string assembly,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment
    )
    {
        using var process = Start(assembly, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>SIGKILL: nothing in the process gets to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await KillAsync();
        _process.Dispose();
    }

    private static Process Start(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string program = "dotnet")
    {
        var start = new ProcessStartInfo(program, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
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

    [GeneratedRegex(@"Now listening on: (http://[^\s""]+)")]
    private static partial Regex Listening();
}
