using System.Net.WebSockets;

namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>How what stays open comes to its end: with the token, with the process, and with a client that does not take what it is sent.</summary>
public sealed class LiveEndTests
{
    private const string Listen = "subscription { onBook { title } }";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_subscription_ends_with_its_token_and_says_so()
    {
        await using var server = await TinyServer.StartAsync();
        await using var socket = await server.ConnectedAsync("Member");
        await socket.SubscribeAsync("1", Listen);
        using var http = server.SignedIn("Member");
        using var response = await http.ListenAsync(Listen);
        await using var stream = new EventReader(response, await response.Content.ReadAsStreamAsync());

        server.Time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        await socket.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("pong", (await socket.AnswerAsync()).Type);

        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((4403, "The token is over"), await socket.ClosedAsync());
        Assert.Equal(("next", "UNAUTHENTICATED"), await stream.NextAsync() is var (kind, answer) ? (kind, answer!.Code) : default);
        Assert.Equal(("complete", null), await stream.NextAsync());
        Assert.True(await stream.IsOverAsync());
    }

    [Theory]
    [InlineData(false, 4403)]
    [InlineData(true, 1001)]
    public async Task What_is_being_changed_is_answered_before_the_connection_is_closed(bool processStops, int code)
    {
        await using var server = await TinyServer.StartAsync();
        await using var socket = await server.ConnectedAsync("Member");
        server.Time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        await socket.SubscribeAsync("listening", Listen);
        await socket.SubscribeAsync(
            "changing",
            "mutation($input: MoveBookInput!) { moveBook(input: $input) { shelf { name } } }",
            new
            {
                input = new
                {
                    bookId = NodeId.Encode("Book", "b8"),
                    shelfId = NodeId.Encode("Shelf", "s1"),
                    position = 1,
                },
            }
        );
        await server.Library.Slow.Begun.Task.WaitAsync(Patience);
        var stopped = processStops ? server.StopAsync() : Task.CompletedTask;
        if (!processStops)
            server.Time.Advance(TimeSpan.FromSeconds(1));

        await server.Library.Left.Task.WaitAsync(Patience);
        await socket.SubscribeAsync("late", "{ __typename }");
        server.Library.Slow.MayEnd.SetResult();
        Assert.Equal("一号书架", (await socket.AnswerAsync()).Answer.String("moveBook.shelf.name"));
        Assert.Equal(("complete", "changing"), await socket.AnswerAsync() is var (kind, id, _) ? (kind, id) : default);
        Assert.Equal(code, (await socket.ClosedAsync()).Code);
        await stopped;
    }

    [Fact]
    public async Task A_stream_of_events_is_completed_when_the_process_stops()
    {
        await using var server = await TinyServer.StartAsync();
        using var http = server.SignedIn("Member");
        using var response = await http.ListenAsync(Listen);
        await using var stream = new EventReader(response, await response.Content.ReadAsStreamAsync());
        await server.StopAsync();
        Assert.Equal(("complete", null), await stream.NextAsync());
        await server.Library.Left.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_waited_for_and_then_cut_off_and_nothing_is_compressed()
    {
        const int Books = 64;
        await using var server = await TinyServer.StartAsync(TinyServer.OnKestrel, ("GraphQL:Live:SendTimeout", "00:00:01"));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token("Member")}");
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase);

        var client = new SocketClient(socket);
        await client.InitAsync(null);
        var megabyte = new string('党', 350_000);
        for (var i = 0; i < Books; i++)
        {
            server.Library.Arrivals.Writer.TryWrite(new("b", megabyte, 1));
        }

        await client.SubscribeAsync("1", Listen);
        await server.Library.Left.Task.WaitAsync(Patience);
        // What lies between: the buffers of two sockets and one message that waits.
        Assert.InRange(server.Library.Taken, 1, Books / 2);
    }
}
