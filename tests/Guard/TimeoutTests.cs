using System.Net;
using ELearning.Content;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Driver;

namespace ELearning.Tests.Guard;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Timeout = new GraphQLLimits().Timeout;

    /// <summary>After which a test fails that would wait for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void An_operation_has_its_time_and_no_more()
    {
        using var deadline = new ExecutionGuard(new GraphQLLimits(), _time).Begin(Operation("{ a }"), CancellationToken.None);
        _time.Advance(Timeout - TimeSpan.FromTicks(1));
        Assert.False(deadline.Token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void A_client_that_has_gone_is_no_timeout()
    {
        using var gone = new CancellationTokenSource();
        using var deadline = new ExecutionGuard(new GraphQLLimits(), _time).Begin(Operation("mutation { a }"), gone.Token);
        gone.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void What_is_listened_to_lasts_as_long_as_the_client()
    {
        using var gone = new CancellationTokenSource();
        using var deadline = new ExecutionGuard(new GraphQLLimits(), _time).Begin(Operation("subscription { a }"), gone.Token);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(deadline.Token.IsCancellationRequested);
        gone.Cancel();
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_command_that_hangs_in_the_database_is_cancelled_with_its_request()
    {
        await using var host = new ApiHost();
        var address = new MongoUrl(host.Service<IOptions<StorageOptions>>().Value.Mongo.ConnectionString);
        await using var proxy = new StallingProxy(new IPEndPoint(IPAddress.Loopback, address.Server.Port));
        var behind = new MongoUrlBuilder(address.Url) { Server = new MongoServerAddress("127.0.0.1", proxy.Port), DirectConnection = true };
        await using var hanging = host.WithWebHostBuilder(builder =>
            builder
                .UseSetting("Storage:Mongo:Database", host.Service<IOptions<StorageOptions>>().Value.Mongo.Database)
                .UseSetting("Storage:Mongo:ConnectionString", behind.ToString())
        );
        using var client = hanging.CreateClient();
        client.DefaultRequestHeaders.Authorization = await client.BearerAsync("somebody", "Catalogue.Read");
        using (var well = await client.AskAsync(ContractOperations.Catalogue))
        {
            Assert.Equal(HttpStatusCode.OK, well.StatusCode);
        }

        // Of an application nothing is asked but what it asks for, of a person first who they are.
        foreach (var (role, first) in new[] { ("Catalogue.Read", 2), ("Editor", 3) })
        {
            client.DefaultRequestHeaders.Authorization = await client.BearerAsync("somebody", role);
            var held = proxy.Stall();
            var asking = client.AskAsync($"{{ courseware(first: {first}) {{ nodes {{ title }} }} }}");
            await held.WaitAsync(Patience);
            host.Time.Advance(Timeout);
            using var answer = await asking.WaitAsync(Patience);
            Assert.Equal((HttpStatusCode.GatewayTimeout, "TIMEOUT"), (answer.StatusCode, await answer.CodeAsync()));
        }
    }

    private static GraphQLOperationDefinition Operation(string document) => Parser.Parse(document).Definitions.OfType<GraphQLOperationDefinition>().Single();
}
