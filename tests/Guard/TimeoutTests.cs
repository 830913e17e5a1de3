using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ELearning.Api;
using ELearning.Content;
using GraphQL;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Driver;

namespace ELearning.Tests;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Timeout = new GraphQLLimits().Timeout;

    /// <summary>After which a test fails that would wait for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task What_takes_too_long_is_cancelled_and_says_so()
    {
        var running = new ExecutionGuard(new GraphQLLimits(), _time).RunAsync(UntilCancelled, CancellationToken.None);
        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("TIMEOUT", (await Assert.ThrowsAsync<RequestFault>(() => running.WaitAsync(Patience))).Code);
    }

    [Fact]
    public async Task A_client_that_has_gone_is_no_timeout()
    {
        using var gone = new CancellationTokenSource();
        var running = new ExecutionGuard(new GraphQLLimits(), _time).RunAsync(UntilCancelled, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_command_that_hangs_in_the_database_is_cancelled_with_its_request()
    {
        await using var host = new ApiHost();
        var address = new MongoUrl(host.Service<IOptions<StorageOptions>>().Value.Mongo.ConnectionString);
        await using var proxy = new StallingProxy(new IPEndPoint(IPAddress.Loopback, address.Server.Port));
        var behind = new MongoUrlBuilder(address.Url) { Server = new MongoServerAddress("127.0.0.1", proxy.Port), DirectConnection = true };
        await using var hanging = host.WithWebHostBuilder(builder => builder
            .UseSetting("Storage:Mongo:Database", host.Service<IOptions<StorageOptions>>().Value.Mongo.Database)
            .UseSetting("Storage:Mongo:ConnectionString", behind.ToString()));
        using var client = hanging.CreateClient();
        using var token = await client.PostAsJsonAsync("/dev/token", new { subject = "partner", roles = new[] { "Catalogue.Read" } });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString());
        using (var well = await client.AskAsync(WebClient.Catalogue))
        {
            Assert.Equal(HttpStatusCode.OK, well.StatusCode);
        }

        proxy.Stall();
        var asking = client.AskAsync(WebClient.Catalogue);
        await proxy.Held;
        using var patience = new CancellationTokenSource(Patience);
        while (!asking.IsCompleted)
        {
            Assert.False(patience.IsCancellationRequested, "The command was not cancelled.");
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        using var answer = await asking;
        Assert.Equal((HttpStatusCode.GatewayTimeout, "TIMEOUT"), (answer.StatusCode, await answer.CodeAsync()));
    }

    private static async Task<ExecutionResult> UntilCancelled(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        await using var cancelling = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        await never.Task;
        return new ExecutionResult();
    }
}
