using System.Net;
using System.Net.Sockets;

namespace ELearning.Processes.Tests.Hosting;

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

    [Theory]
    [InlineData("Storage:Mongo:Database: is no name of a database", "Storage__Mongo__Database", "a name")]
    [InlineData("Uploads:Expiry: cannot be read", "Uploads__Expiry", "abc")]
    [InlineData("GraphQL:Limits:Timeout: is out of range; set 00:00:01 to 00:05:00", "GraphQL__Limits__Timeout", "01:00:00")]
    [InlineData("Seed:Dmo: is no setting", "Seed__Dmo", "true")]
    public async Task A_setting_that_cannot_be_is_named_with_its_mend(string named, string key, string value) => await RefusesAsync(named, (key, value));

    [Theory]
    [InlineData("Storage:Mongo:ConnectionString", "Storage__Mongo__ConnectionString", "nonsense://root:hunter2@nowhere")]
    [InlineData("Storage:Mongo:ConnectionString", "Storage__Mongo__ConnectionString", "mongodb://root:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=500")]
    [InlineData("Storage:Blobs:ConnectionString", "Storage__Blobs__ConnectionString", "AccountName=school;AccountKey=hunter2")]
    public async Task A_start_that_fails_shows_no_password_or_key(string named, string key, string value) =>
        Assert.DoesNotContain("hunter2", await RefusesAsync(named, (key, value)), StringComparison.Ordinal);

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named() =>
        await RefusesAsync("Storage:DataDirectory", ("Storage__DataDirectory", "/proc/elearning"));

    [Fact]
    public async Task The_development_issuer_refuses_to_start_in_production() =>
        await RefusesAsync("Identity:Development", ("ASPNETCORE_ENVIRONMENT", "Production"), ("Identity__Development", "true"));

    [Fact]
    public async Task Production_without_its_secrets_does_not_start() =>
        await RefusesAsync(
            "Secrets:Media",
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Identity__Development", "false"),
            ("AzureAd__ClientId", "api"),
            ("AzureAd__TenantId", "tenant"),
            ("AzureAd__Instance", "https://login.example/")
        );

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

    /// <returns>All that the process wrote.</returns>
    private async Task<string> RefusesAsync(string named, params (string Name, string Value)[] settings)
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
        var (exitCode, output, error) = await ServerProcess.RunAsync("ELearning.Api.dll", [], environment);
        Assert.NotEqual(0, exitCode);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(named, line, StringComparison.Ordinal);
        return output + error;
    }
}
