using System.Diagnostics;
using ELearning.Content;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Storage;

/// <summary>A wrong setting ends the start in one line that names its key.</summary>
public sealed class ContentStartTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-start-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("mongodb://")]
    [InlineData("mongodb://host:port/")]
    [InlineData("mongodb://127.0.0.1:27017/?w=never&nonsense=1&replicaSet")]
    [InlineData("")]
    public async Task A_connection_string_that_is_none_is_refused_at_once(string connectionString)
    {
        var error = await StartAsync(Environments.Development, ("Storage:Mongo:ConnectionString", connectionString));

        AssertOneLine("Storage:Mongo:ConnectionString: ", error);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_given_up_after_five_seconds()
    {
        var watch = Stopwatch.StartNew();

        var error = await StartAsync(Environments.Development, ("Storage:Mongo:ConnectionString", "mongodb://127.0.0.1:1/?replicaSet=none"));

        AssertOneLine("Storage:Mongo:ConnectionString: the database at 127.0.0.1:1 did not answer within 5 s", error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task A_wrong_password_says_so()
    {
        await using var server = await EmbeddedServer.StartAsync();
        var password = new Uri(server.ConnectionString.Replace("mongodb", "http", StringComparison.Ordinal)).UserInfo.Split(':')[1];

        var error = await StartAsync(
            Environments.Development,
            ("Storage:Mongo:ConnectionString", server.ConnectionString.Replace(password, "wrong", StringComparison.Ordinal))
        );

        AssertOneLine("Storage:Mongo:ConnectionString: ", error);
        Assert.Contains("uthentic", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mongodb://127.0.0.1:1/?appName=school@prod")]
    [InlineData("mongodb://root:hunter2@127.0.0.1:1/?ssl=false&retrywrites=false&appName=@school@")]
    public async Task An_at_sign_among_the_options_hides_no_password(string connectionString)
    {
        var error = await StartAsync(Environments.Development, ("Storage:Mongo:ConnectionString", connectionString));

        AssertOneLine("Storage:Mongo:ConnectionString: the database at 127.0.0.1:1 did not answer within 5 s", error);
    }

    [Theory]
    [InlineData("Mongo", "mongodb+srv://root:hunter2@")]
    [InlineData("Mongo", "mongodb://root:hunter2@host:port/")]
    [InlineData("Mongo", "mongodb://root:hunter2@127.0.0.1/?w=never&nonsense=1&replicaSet")]
    [InlineData("Mongo", "mongodb://root:hun/ter2hunter2@127.0.0.1:1/")]
    [InlineData("Mongo", "mongodb://root:12/hunter2@127.0.0.1:1/")]
    [InlineData("Mongo", "mongodb://root:12?hunter2@127.0.0.1:1/")]
    [InlineData("Mongo", "mongodb://root:hunter2@127.0.0.1:1/?authMechanism=hunter2")]
    [InlineData("Mongo", "mongodb://root:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=100")]
    [InlineData("Blobs", "hunter2")]
    [InlineData("Blobs", "AccountName=school;AccountKey=hunter2")]
    [InlineData("Blobs", "AccountName=school;AccountKey=hunter2hunter2hunter2;EndpointSuffix=")]
    [InlineData("Blobs", "BlobEndpoint=https://school.blob.core.windows.net/;SharedAccessSignature=sig=hunter2")]
    [InlineData("Blobs", "BlobEndpoint=http://127.0.0.1:1/hunter2;AccountName=school;AccountKey=hunter2hunter2==")]
    public async Task No_password_or_key_is_ever_in_the_error(string store, string connectionString)
    {
        await using var server = await EmbeddedServer.StartAsync();

        var error = await StartAsync(
            Environments.Development,
            ("Storage:Mongo:ConnectionString", store == "Mongo" ? connectionString : server.ConnectionString),
            ("Storage:Blobs:ConnectionString", store == "Blobs" ? connectionString : "")
        );

        AssertOneLine($"Storage:{store}:ConnectionString: ", error);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ter2", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "");

        var error = await StartAsync(
            Environments.Development,
            ("Storage:Mongo:ConnectionString", "mongodb://127.0.0.1:1/"),
            ("Storage:DataDirectory", Path.Combine(file, "data"))
        );

        AssertOneLine("Storage:DataDirectory: ", error);
    }

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("c2hvcnQ=", "is not base64 of at least 32 bytes")]
    [InlineData("not base64", "is not base64 of at least 32 bytes")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "can be guessed")]
    [InlineData("//////////////////////////////////////////8=", "can be guessed")]
    [InlineData("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "is not base64 of at least 32 bytes")]
    [InlineData("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "can be guessed")]
    public async Task Outside_development_every_key_must_be_configured(string key, string fault)
    {
        var error = await StartAsync(Environments.Production, ("Storage:Mongo:ConnectionString", "mongodb://127.0.0.1:1/"), ("Secrets:Media", key));

        AssertOneLine($"Secrets:Media: {fault}", error);
        Assert.False(File.Exists(Path.Combine(_directory.FullName, ".data", "secrets.json")));
    }

    [Fact]
    public async Task In_development_the_keys_are_made_once_for_all_processes_and_readable_by_nobody_else()
    {
        await using var first = await ContentFixture.StartAsync();
        await using var second = first.Another();

        var keys = first.Get<IOptions<SecretsOptions>>().Value;
        var path = Path.Combine(first.Get<IOptions<StorageOptions>>().Value.DataDirectory, "secrets.json");

        Assert.Equal(keys.Media, second.Get<IOptions<SecretsOptions>>().Value.Media);
        Assert.Equal(3, new[] { keys.Media, keys.Presence, keys.Evidence }.Distinct().Count());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_broken_policy_folder_stops_the_start()
    {
        var error = await StartAsync(Environments.Development, ("Storage:Mongo:ConnectionString", "mongodb://127.0.0.1:1/"), ("Policies:Directory", "missing"));

        AssertOneLine($"Policies:Directory: {Path.Combine(_directory.FullName, "missing")} cannot be read", error);
    }

    [Fact]
    public async Task A_start_may_be_repeated_and_health_tells_that_the_database_answers()
    {
        await using var content = await ContentFixture.StartAsync();

        await content.Get<ContentStart>().PrepareAsync(default);

        Assert.True(await content.Get<ContentHealth>().DatabaseAsync(default));
    }

    private async Task<ConfigurationError> StartAsync(string environment, params (string Key, string Value)[] settings)
    {
        using var host = ContentFixture.Build(
            environment,
            _directory,
            new FakeTimeProvider(),
            settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))
        );
        return await Assert.ThrowsAsync<ConfigurationError>(async () => await host.Services.GetRequiredService<ContentStart>().PrepareAsync(default));
    }

    private static void AssertOneLine(string beginning, ConfigurationError error)
    {
        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
