using ELearning.Content;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Uploads;

/// <summary>Whoever is refused an upload is on record, though they hang up before it is written.</summary>
public sealed class HangingUpAuditTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly CancellationTokenSource _line = new();
    private readonly ApiHost _host;

    public HangingUpAuditTests() => _host = new() { Change = services => services.AddSingleton<IStartupFilter>(new Line(_line.Token)) };

    public Task InitializeAsync() => _host.Service<OrganisationTree>().AddManyAsync(SmallTown.Organisations, default);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _line.Dispose();
    }

    [Fact]
    public async Task A_refused_sender_who_hangs_up_is_recorded()
    {
        var stranger = await TusCaller.SignInAsync(_host.CreateClient(), "stranger", "Editor", SmallTown.Township);
        var asked = 0;
        _host.OnCommand = command =>
        {
            // First for the decision, and then for what is written of it.
            if (command.GetValue("find", "") == "organisations" && ++asked == 2)
                _line.Cancel();
        };
        await stranger.SendAsync("POST", "/uploads", ("Upload-Length", "10"), ("Upload-Metadata", TusCaller.FilmOf(SmallTown.Street)));
        _host.OnCommand = null;
        Assert.True(_line.IsCancellationRequested);
        var entry = await _host.Service<ContentDatabase>().Collection<BsonDocument>("audit").Find(new BsonDocument("subject", "stranger")).SingleAsync();
        Assert.Equal(("RefusedAct", "uploads.create", "FORBIDDEN"), (entry["kind"].AsString, entry["operation"].AsString, entry["result"].AsString));
    }

    /// <summary>Gives every request to uploads a line that the test cuts.</summary>
    private sealed class Line(CancellationToken cut) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, inner) =>
                    {
                        if (context.Request.Path.StartsWithSegments("/uploads", StringComparison.Ordinal))
                            context.RequestAborted = cut;
                        return inner(context);
                    }
                );
                next(app);
            };
    }
}
