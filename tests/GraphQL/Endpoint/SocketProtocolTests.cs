using System.Net.WebSockets;

namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>The protocol <c>graphql-transport-ws</c>, message by message.</summary>
public sealed class SocketProtocolTests : IAsyncLifetime
{
    private const string Init = """{"type":"connection_init"}""";
    private const string Listen = "subscription { onBook { title } }";
    private TinyServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await TinyServer.StartAsync(("GraphQL:Live:ConnectionsPerCaller", "3"), ("GraphQL:Live:OperationsPerConnection", "2"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Queries_and_mutations_are_answered_and_completed()
    {
        await using var client = await _server.ConnectedAsync("Member");
        Assert.Equal("graphql-transport-ws", client.Protocol);
        await client.SubscribeAsync("q", "query($at: Float) { greeting(at: $at) }", new { at = 2 });
        Assert.Equal("""{"type":"next","id":"q","payload":{"data":{"greeting":"你好 2 "}}}""", (await client.NextAsync()).ToJsonString(TestJson.Readable));
        Assert.Equal("""{"type":"complete","id":"q"}""", (await client.NextAsync()).ToJsonString());

        await client.SubscribeAsync("q", "mutation($input: MoveBookInput!) { moveBook(input: $input) { shelf { name } } }", Move("b3"));
        Assert.Equal("4", (await client.AnswerAsync()).Answer.String("moveBook.shelf.name"));
        Assert.Equal(("complete", "q"), await KindAsync(client));
    }

    [Fact]
    public async Task A_subscription_tells_until_the_client_completes_it_and_its_id_is_free_at_once()
    {
        await using var client = await _server.ConnectedAsync("Member");
        await client.SubscribeAsync("s", Listen);
        foreach (var title in new[] { "党章", "党史" })
        {
            _server.Library.Arrivals.Writer.TryWrite(new("b", title, 1));
            Assert.Equal(title, (await client.AnswerAsync()).Answer.String("onBook.title"));
        }

        await client.SendAsync(new { type = "complete", id = "s" });
        await client.SubscribeAsync("s", "{ __typename }");
        Assert.Equal("Query", (await client.AnswerAsync()).Answer.String("__typename"));
        Assert.Equal(("complete", "s"), await KindAsync(client));
        await _server.Library.Left.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_stream_that_ends_is_completed_and_one_whose_right_is_taken_back_ends_with_that_error()
    {
        await using var client = await _server.ConnectedAsync("Member");
        await client.SubscribeAsync("taken", Listen);
        _server.Library.IsClosed = true;
        _server.Library.Arrivals.Writer.TryWrite(new("b", "党章", 1));
        var (kind, _, refused) = await client.AnswerAsync();
        Assert.Equal(("error", "NOT_FOUND"), (kind, refused.Code));

        _server.Library.Arrivals.Writer.Complete();
        await client.SubscribeAsync("ended", Listen);
        Assert.Equal(("complete", "ended"), await KindAsync(client));
    }

    [Fact]
    public async Task What_does_not_run_is_an_error_and_what_runs_with_errors_is_a_result()
    {
        await using var client = await _server.ConnectedAsync("Member");
        await client.SubscribeAsync("1", "{ nothing }");
        Assert.Equal(("error", "1", "FIELDS_ON_CORRECT_TYPE"), await CodeAsync(client));
        // A field that is withheld leaves the rest of the answer.
        await client.SubscribeAsync("2", "{ shelves { nodes { audit } } }");
        Assert.Equal(("next", "2", "FORBIDDEN"), await CodeAsync(client));
        Assert.Equal(("complete", "2"), await KindAsync(client));
        await client.SubscribeAsync("3", "{ missing }");
        Assert.Equal(("next", "3", "NOT_FOUND"), await CodeAsync(client));
        Assert.Equal(("complete", "3"), await KindAsync(client));
    }

    public static TheoryData<int, string[]> Faults =>
        new()
        {
            { 4400, ["{"] },
            { 4400, ["[]"] },
            { 4400, ["7"] },
            { 4400, ["""{"id":"1"}"""] },
            { 4400, ["""{"type":"nope"}"""] },
            { 4400, ["""{"type":"ping","type":"pong"}"""] },
            { 4400, ["{\"type\":\"ping\",\"payload\":" + new string('[', 60) + new string(']', 60) + "}"] },
            { 4400, ["""{"type":"connection_init","payload":7}"""] },
            { 4400, ["""{"type":"complete"}"""] },
            { 4400, [Init, """{"type":"subscribe","payload":{"query":"{ __typename }"}}"""] },
            { 4400, [Init, """{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}"""] },
            { 4400, [Init, """{"type":"subscribe","id":7,"payload":{"query":"{ __typename }"}}"""] },
            { 4400, [Init, """{"type":"subscribe","id":"1"}"""] },
            { 4400, [Init, """{"type":"subscribe","id":"1","payload":{"query":7}}"""] },
            { 4400, [Init, """{"type":"subscribe","id":"1","payload":[{"query":"{ __typename }"}]}"""] },
            { 4400, [Init, $$$"""{"type":"subscribe","id":"{{{new string('x', 129)}}}","payload":{"query":"{ __typename }"}}"""] },
            { 4401, ["""{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}"""] },
            { 4403, ["""{"type":"connection_init","payload":{"Authorization":"Bearer wrong"}}"""] },
            { 4403, ["""{"type":"connection_init","payload":{"authorization":"Basic d3Jvbmc="}}"""] },
            { 4403, ["""{"type":"connection_init","payload":{"Authorization":7}}"""] },
            { 4429, [Init, Init] },
            { 1009, [$$"""{"type":"ping","payload":"{{new string('x', 1024 * 1024)}}"}"""] },
        };

    [Theory, MemberData(nameof(Faults))]
    public async Task What_breaks_the_protocol_closes_the_connection_with_a_reason(int code, string[] messages)
    {
        await using var client = await _server.ConnectAsync();
        foreach (var message in messages)
        {
            await client.SendTextAsync(message);
        }

        var (closed, reason) = await client.ClosedAsync();
        Assert.Equal(code, closed);
        Assert.False(string.IsNullOrEmpty(reason));
    }

    [Fact]
    public async Task Bytes_are_no_messages()
    {
        await using var client = await _server.ConnectAsync();
        await client.SendTextAsync(Init, WebSocketMessageType.Binary);
        Assert.Equal(4400, (await client.ClosedAsync()).Code);
    }

    [Fact]
    public async Task An_id_under_way_is_not_given_twice()
    {
        await using var client = await _server.ConnectedAsync("Member");
        await client.SubscribeAsync("1", Listen);
        await client.SubscribeAsync("1", Listen);
        Assert.Equal((4409, "Subscriber for 1 already exists"), await client.ClosedAsync());
    }

    [Fact]
    public async Task Who_does_not_begin_in_time_is_closed()
    {
        await using var client = await _server.ConnectAsync();
        await using var other = await _server.ConnectedAsync("Member");
        _server.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4408, (await client.ClosedAsync()).Code);
        await other.SendAsync(new { type = "ping" });
        Assert.Equal("""{"type":"pong"}""", (await other.NextAsync()).ToJsonString());
    }

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData("GRAPHQL-TRANSPORT-WS")]
    [InlineData(null)]
    public async Task Another_protocol_is_not_spoken(string? protocol)
    {
        await using var client = await _server.ConnectAsync(protocol is null ? [] : [protocol]);
        Assert.Equal((4406, "Subprotocol not acceptable"), await client.ClosedAsync());
    }

    [Fact]
    public async Task A_ping_is_answered_at_any_time_with_what_it_carries()
    {
        await using var client = await _server.ConnectAsync();
        await client.SendTextAsync("""{"type":"ping","payload":{"at":[1,"二"]}}""");
        Assert.Equal("""{"type":"pong","payload":{"at":[1,"二"]}}""", (await client.NextAsync()).ToJsonString(TestJson.Readable));
        await client.SendTextAsync("""{"type":"pong"}""");
        await client.InitAsync(null);
    }

    [Fact]
    public async Task The_token_of_the_init_wins_over_that_of_the_header()
    {
        var member = $"Bearer {_server.Token("Member")}";
        await using var header = await _server.ConnectAsync(("Authorization", member));
        await header.InitAsync(null);
        await header.SubscribeAsync("1", "{ shelves(first: 1) { totalCount } }");
        Assert.Equal(2, (int)(await header.AnswerAsync()).Answer["shelves.totalCount"]!);

        await using var payload = await _server.ConnectAsync(("Authorization", "Bearer wrong"));
        await payload.InitAsync(member["Bearer ".Length..]);
        await using var wrong = await _server.ConnectAsync(("Authorization", member));
        await wrong.SendTextAsync("""{"type":"connection_init","payload":{"Authorization":"Bearer wrong"}}""");
        Assert.Equal((4403, "Forbidden"), await wrong.ClosedAsync());
        await using var none = await _server.ConnectAsync(("Authorization", "Bearer wrong"));
        await none.SendTextAsync(Init);
        Assert.Equal(4403, (await none.ClosedAsync()).Code);
    }

    [Fact]
    public async Task Without_a_token_there_is_only_what_HTTP_gives_without_one()
    {
        await using var client = await _server.ConnectAsync();
        await client.InitAsync(null);
        await client.SubscribeAsync("1", "{ __typename }");
        Assert.Equal("Query", (await client.AnswerAsync()).Answer.String("__typename"));
        Assert.Equal(("complete", "1"), await KindAsync(client));
        await client.SubscribeAsync("2", Listen);
        Assert.Equal(("error", "2", "UNAUTHENTICATED"), await CodeAsync(client));
    }

    [Fact]
    public async Task Operations_of_a_connection_and_connections_of_a_caller_are_bounded()
    {
        await using var first = await _server.ConnectedAsync("Member");
        await first.SubscribeAsync("1", Listen);
        await first.SubscribeAsync("2", Listen);
        await first.SubscribeAsync("3", "{ __typename }");
        Assert.Equal(("error", "3", "TOO_MANY_OPERATIONS"), await CodeAsync(first));
        await first.SendAsync(new { type = "complete", id = "1" });
        await first.SubscribeAsync("3", "{ __typename }");
        Assert.Equal(("next", "3"), await KindAsync(first));

        using var http = _server.SignedIn("Member");
        using var stream = await http.ListenAsync(Listen);
        var second = await _server.ConnectedAsync("Member");
        var third = await _server.ConnectAsync();
        await third.SendAsync(new { type = "connection_init", payload = new { Authorization = $"Bearer {_server.Token("Member")}" } });
        Assert.Equal((4429, "Too many connections"), await third.ClosedAsync());
        using var refused = await http.ListenAsync(Listen);
        Assert.Equal((429, "TOO_MANY_CONNECTIONS"), ((int)refused.StatusCode, await refused.CodeAsync()));

        // Who leaves makes room before they hear that they have left.
        await second.SendTextAsync("{");
        await second.ClosedAsync();
        await second.DisposeAsync();
        await using var fourth = await _server.ConnectedAsync("Member");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("http://localhost", true)]
    [InlineData("https://localhost", true)]
    [InlineData("https://school.example", true)]
    [InlineData("https://school.example:8443", false)]
    [InlineData("http://localhost:81", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("https://localhost.evil.example", false)]
    [InlineData("null", false)]
    public async Task Scripts_of_another_site_may_not_connect_unless_it_is_configured(string? origin, bool allowed)
    {
        await using var server = await TinyServer.StartAsync(("GraphQL:Origins:0", "https://school.example"));
        (string, string)[] headers = origin is null ? [] : [("Origin", origin)];
        if (allowed)
        {
            await using var client = await server.ConnectAsync(headers);
            await client.InitAsync(null);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => server.ConnectAsync(headers));
            Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        }
    }

    private static object Move(string book) =>
        new
        {
            input = new
            {
                bookId = NodeId.Encode("Book", book),
                shelfId = NodeId.Encode("Shelf", "s1"),
                position = 4,
            },
        };

    private static async Task<(string, string?)> KindAsync(SocketClient client) => await client.AnswerAsync() is var (kind, id, _) ? (kind, id) : default;

    private static async Task<(string, string?, string?)> CodeAsync(SocketClient client) =>
        await client.AnswerAsync() is var (kind, id, answer) ? (kind, id, answer.Code) : default;
}
