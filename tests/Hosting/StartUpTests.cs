using System.Net;
using System.Net.Sockets;

namespace ELearning.Tests;

/// <summary>A wrong setting ends the real process with one line that names the key, and a non-zero exit code.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-startup-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task A_connection_string_that_is_none_is_named() =>
        await RefusesAsync("Storage:Mongo:ConnectionString", ("Storage__Mongo__ConnectionString", "nonsense://nowhere"));

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_named() =>
        await RefusesAsync("Storage:Mongo:ConnectionString", ("Storage__Mongo__ConnectionString", "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=500"));

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named() =>
        await RefusesAsync("Storage:DataDirectory", ("Storage__DataDirectory", "/proc/elearning"));

    [Fact]
    public async Task The_development_issuer_refuses_to_start_in_production() =>
        await RefusesAsync("Identity:Development", ("ASPNETCORE_ENVIRONMENT", "Production"), ("Identity__Development", "true"));

    [Fact]
    public async Task Production_without_its_secrets_does_not_start() =>
        await RefusesAsync("Secrets:Media", ("ASPNETCORE_ENVIRONMENT", "Production"), ("Identity__Development", "false"), ("AzureAd__ClientId", "api"), ("AzureAd__TenantId", "tenant"), ("AzureAd__Instance", "https://login.example/"));

    [Fact]
    public async Task An_operation_that_cannot_be_run_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "Faulty.graphql"), "{ nothing }");
        await RefusesAsync("GraphQL:Operations:Folder: Faulty.graphql", ("GraphQL__Operations__Folder", _data.FullName));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await RefusesAsync("Urls", ("Urls", $"http://{other.LocalEndpoint}"));
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused()
    {
        await using var first = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo", "false");
        await RefusesAsync("elearning.db");
    }

    private async Task RefusesAsync(string named, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Urls"] = "http://127.0.0.1:0",
            ["Seed__Demo"] = "false",
            ["Storage__DataDirectory"] = _data.FullName,
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }
        var (exitCode, _, error) = await ServerProcess.RunAsync("ELearning.Api.dll", [], environment);
        Assert.NotEqual(0, exitCode);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(named, line, StringComparison.Ordinal);
    }
}
