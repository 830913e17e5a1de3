using System.Diagnostics;
using System.Security.Cryptography;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Processes.Tests.Storage;

/// <summary>Azure's own blob emulator on a free loopback port, in memory, for the tests of one class.</summary>
public class AzuriteServer : IAsyncLifetime
{
    protected const string Account = "elearning";
    private const string Ready = "listens on ";
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private Process? _process;

    public string ConnectionString { get; private set; } = "";

    /// <summary>The blob service of the one account.</summary>
    public string ServiceUri { get; private set; } = "";

    public Task InitializeAsync() => StartAsync([]);

    protected async Task StartAsync(string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var main = Path.Combine(NodePackages.Directory(), "node_modules", "azurite", "dist", "src", "blob", "main.js");
        var start = new ProcessStartInfo(
            "node",
            [main, "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", "--silent", .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{_key}";
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new InvalidOperationException("node is missing: run infra/test.sh, which says what the tests need.", cause);
        }
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf(Ready, StringComparison.Ordinal) is not (> 0 and var at))
                continue;
            _ = _process.StandardOutput.ReadToEndAsync(); // a full pipe would stop the server
            ServiceUri = $"{line[(at + Ready.Length)..].Trim()}/{Account}";
            ConnectionString = $"DefaultEndpointsProtocol={new Uri(ServiceUri).Scheme};AccountName={Account};AccountKey={_key};BlobEndpoint={ServiceUri};";
            return;
        }
        throw new InvalidOperationException($"Azurite ended before it listened: {await errors}");
    }

    public virtual async Task DisposeAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
