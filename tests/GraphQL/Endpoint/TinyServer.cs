using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>Transport around <see cref="TinySchema"/>: the server by itself in a host that does no more than read tokens.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    /// <summary>A setting for a server that listens on a port of its own, in real time; the others have neither sockets nor a clock that goes.</summary>
    public static readonly (string Key, string? Value) OnKestrel = ("Tests:OnKestrel", "true");

    private readonly WebApplication _app;

    private TinyServer(WebApplication app) => _app = app;

    public FakeTimeProvider Time { get; private init; } = new();

    public Library Library => _app.Services.GetRequiredService<Library>();

    /// <summary>Where it listens; on Kestrel alone.</summary>
    public Uri Address => new(_app.Urls.Single());

    public static async Task<TinyServer> StartAsync(params (string Key, string? Value)[] settings)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var environment = settings.FirstOrDefault(setting => setting.Key == "Environment").Value ?? "Development";
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        if (settings.Contains(OnKestrel))
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        else
            builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(settings.Contains(OnKestrel) ? TimeProvider.System : time);
        builder.Services.AddTinyServer(builder.Configuration, builder.Environment.IsDevelopment());
        var app = builder.Build();
        app.Use(
            (context, next) =>
            {
                var callers = (TinyCallers)context.RequestServices.GetRequiredService<ICallers>();
                if (callers.Read(context.Request.Headers.Authorization.ToString()) is { } user)
                    context.User = user;
                return next(context);
            }
        );
        app.MapGraphQLServer();
        await app.StartAsync();
        return new TinyServer(app) { Time = time };
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
        await client.InitAsync(Token(roles));
        return client;
    }

    public Task StopAsync() => _app.StopAsync();

    public HttpClient SignedIn(params string[] roles)
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(roles));
        return client;
    }

    public string Token(params string[] roles) => TinyCallers.TokenOf("reader", roles, _app.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
