using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ELearning.Api;
using ELearning.Content;
using ELearning.Tests.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Endpoint;

/// <summary>Transport and identity around <see cref="TinySchema"/>: the product's own registrations without content behind them.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    /// <summary>A setting for a server whose tokens no other server of the tests accepts.</summary>
    public static readonly (string Key, string? Value) OwnKey = ("Tests:OwnKey", "true");

    /// <summary>A setting for a server that listens on a port of its own, in real time; the others have neither sockets nor a clock that goes.</summary>
    public static readonly (string Key, string? Value) OnKestrel = ("Tests:OnKestrel", "true");

    private static readonly Lazy<string> SharedKey = new(() =>
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem();
    });

    private readonly WebApplication _app;
    private readonly string _directory;

    private TinyServer(WebApplication app, string directory) => (_app, _directory) = (app, directory);

    public FakeTimeProvider Time { get; private init; } = new();

    public Library Library => _app.Services.GetRequiredService<Library>();

    /// <summary>Where it listens; on Kestrel alone.</summary>
    public Uri Address => new(_app.Urls.Single());

    public List<(string Subject, Role Role, string Organisation)> Granted { get; private init; } = [];

    public static async Task<TinyServer> StartAsync(params (string Key, string? Value)[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-tiny").FullName;
        // Making a key costs more than most of these tests; only who asks for a key of its own gets one.
        if (!settings.Contains(OwnKey))
            await File.WriteAllTextAsync(Path.Combine(directory, "development-issuer.pem"), SharedKey.Value);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var granted = new List<(string Subject, Role Role, string Organisation)>();
        var app = Build(directory, settings.Contains(OnKestrel) ? TimeProvider.System : time, granted, settings);
        await app.StartAsync();
        return new TinyServer(app, directory) { Time = time, Granted = granted };
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
        if (settings.Contains(OnKestrel))
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.AddTransport();
        }
        else
        {
            builder.WebHost.UseTestServer();
        }
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

    /// <summary>A WebSocket as it was accepted, with nothing said yet.</summary>
    public Task<SocketClient> ConnectAsync(params (string Name, string Value)[] headers) => ConnectAsync(["graphql-transport-ws"], headers);

    public async Task<SocketClient> ConnectAsync(string[] protocols, params (string Name, string Value)[] headers) =>
        await SocketClient.ConnectAsync(_app.GetTestServer(), protocols, headers);

    /// <summary>A WebSocket that was acknowledged.</summary>
    public async Task<SocketClient> ConnectedAsync(params string[] roles)
    {
        var client = await ConnectAsync();
        await client.InitAsync(await TokenAsync(roles));
        return client;
    }

    public Task StopAsync() => _app.StopAsync();

    public async Task<HttpClient> SignedInAsync(params string[] roles)
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(roles));
        return client;
    }

    public Task<string> TokenAsync(params string[] roles) => TokenOfAsync("350500001", roles);

    public async Task<string> TokenOfAsync(string subject, params string[] roles)
    {
        using var client = _app.Services.GetService<IServer>() is TestServer ? Client() : new HttpClient { BaseAddress = Address };
        return await client.TokenAsync(subject, roles);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

internal static class Posts
{
    public const string Newer = "application/graphql-response+json";

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string query, string? accept = Newer, string? language = null) =>
        client.SendBodyAsync(JsonSerializer.Serialize(new { query }), accept: accept, language: language);

    public static async Task<HttpResponseMessage> SendBodyAsync(
        this HttpClient client,
        string body,
        string? contentType = "application/json",
        string? accept = Newer,
        string? language = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        return await client.SendAsync(request);
    }

    /// <summary>Asks for a stream of events; the headers say whether there is one.</summary>
    public static async Task<HttpResponseMessage> ListenAsync(this HttpClient client, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<string?> CodeAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Code();
}
