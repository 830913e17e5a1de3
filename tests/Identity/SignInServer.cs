using System.Net.Http.Headers;
using System.Security.Cryptography;
using ELearning.Api;
using ELearning.Content;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Identity;

/// <summary>Transport and identity around <see cref="TinySchema"/>: the product's own registrations without content behind them.</summary>
internal sealed class SignInServer : IAsyncDisposable
{
    /// <summary>A setting for a server whose tokens no other server of the tests accepts.</summary>
    public static readonly (string Key, string? Value) OwnKey = ("Tests:OwnKey", "true");

    private static readonly Lazy<string> SharedKey = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    });

    private readonly WebApplication _app;
    private readonly string _directory;

    private SignInServer(WebApplication app, string directory) => (_app, _directory) = (app, directory);

    public FakeTimeProvider Time { get; private init; } = new();

    public List<(string Subject, Role Role, string Organisation)> Granted { get; private init; } = [];

    public static async Task<SignInServer> StartAsync(params (string Key, string? Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-tiny").FullName;
        // Making a key costs more than most of these tests; only who asks for a key of its own gets one.
        if (!settings.Contains(OwnKey))
            await File.WriteAllTextAsync(Path.Combine(directory, "development-issuer.pem"), SharedKey.Value);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var granted = new List<(string Subject, Role Role, string Organisation)>();
        var app = Build(directory, time, granted, settings);
        await app.StartAsync();
        return new SignInServer(app, directory) { Time = time, Granted = granted };
    }

    public static WebApplication Build(
        string directory,
        TimeProvider time,
        List<(string Subject, Role Role, string Organisation)> granted,
        (string Key, string? Value)[] settings
    )
    {
        var environment = settings.FirstOrDefault(setting => setting.Key == "Environment").Value ?? "Development";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = directory });
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Identity:Development", (string?)"true")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time);
        builder.Services.AddOptions<StorageOptions>().Configure(options => options.DataDirectory = directory);
        builder.Services.AddSingleton(
            new Subjects(
                (subject, _, _) => Task.FromResult<string?>(subject == "350500001" ? "m1" : null),
                (_, _, _) => Task.FromResult<IReadOnlyList<Grant>>([]),
                (subject, role, organisation, _) =>
                {
                    if (organisation != "3505")
                        return Task.FromResult(false);
                    granted.Add((subject, role, organisation));
                    return Task.FromResult(true);
                }
            )
        );
        builder.Services.AddSingleton<Library>();
        builder.AddIdentity();
        builder.Services.AddServerOf<TinySchema>(builder.Configuration, builder.Environment.IsDevelopment());
        var app = builder.Build();
        app.UseAuthentication();
        app.MapGraphQLServer();
        app.MapDevelopmentIssuer();
        return app;
    }

    public HttpClient Client() => _app.GetTestClient();

    public async Task<HttpClient> SignedInAsync(params string[] roles)
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(roles));
        return client;
    }

    public Task<string> TokenAsync(params string[] roles) => TokenOfAsync("350500001", roles);

    public async Task<string> TokenOfAsync(string subject, params string[] roles)
    {
        using var client = Client();
        return await client.TokenAsync(subject, roles);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
