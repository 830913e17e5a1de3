using System.Text.Json;
using System.Text.Json.Nodes;

namespace ELearning.GraphQL.Tests.Endpoint;

public sealed class BatchTests : IAsyncLifetime
{
    private const string Move = "mutation($input: MoveBookInput!) { moveBook(input: $input) { shelf { name } errors { __typename } } }";
    private TinyServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TinyServer.StartAsync(("GraphQL:Budgets:LargestOperation", "300"));
        _client = _server.SignedIn("Member");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("application/graphql-response+json")]
    [InlineData("application/json")]
    public async Task The_answers_come_as_a_list_in_the_order_of_the_operations_whatever_becomes_of_each(string accept)
    {
        using var response = await _client.SendBodyAsync(
            """[{"query":"{ greeting }"},{"query":"{ nothing }"},{"query":"query A { __typename } query B($at: Float) { greeting(at: $at) }","operationName":"B","variables":{"at":3}},{"query":"{ missing }"}]""",
            accept: accept
        );
        Assert.Equal((200, accept), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var answers = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(
            ["""{"data":{"greeting":"你好  "}}""", "FIELDS_ON_CORRECT_TYPE", """{"data":{"greeting":"你好 3 "}}""", "NOT_FOUND"],
            answers.Select(answer => new ApiAnswer(200, answer!) is { Code: { } code } ? code : answer!.ToJsonString(TestJson.Readable))
        );
    }

    [Fact]
    public async Task A_batch_of_one_is_answered_by_a_list_of_one()
    {
        using var response = await _client.SendBodyAsync("""[{"query":"{ __typename }"}]""");
        Assert.Equal("""[{"data":{"__typename":"Query"}}]""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Changes_are_done_one_after_the_other()
    {
        var batch = _client.SendBodyAsync(Batch((Move, "b8"), (Move, "b3"), ("{ greeting }", null)));
        await _server.Library.Slow.Begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        _server.Library.Slow.MayEnd.SetResult();
        using var response = await batch;
        Assert.Equal(["b8", "b3"], _server.Library.Moved);
        Assert.Equal(3, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray().Count);
    }

    [Fact]
    public async Task There_is_no_listening_in_a_batch()
    {
        using var listening = await _client.SendBodyAsync("""[{"query":"subscription { onBook { title } }"},{"query":"{ __typename }"}]""");
        var answers = JsonNode.Parse(await listening.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(("SUBSCRIPTION_NEEDS_STREAM", "Query"), (new ApiAnswer(200, answers[0]!).Code, new ApiAnswer(200, answers[1]!).String("__typename")));
        using var stream = await _client.SendBodyAsync("""[{"query":"{ __typename }"}]""", accept: "text/event-stream");
        Assert.Equal((400, "INVALID_REQUEST"), ((int)stream.StatusCode, await stream.CodeAsync()));
    }

    [Fact]
    public async Task A_batch_meets_the_limits_of_one_request()
    {
        using var many = await _client.SendBodyAsync(Batch([.. Enumerable.Repeat<(string, string?)>(("{ __typename }", null), 11)]));
        Assert.Equal((400, "BATCH_TOO_LARGE"), ((int)many.StatusCode, await many.CodeAsync()));
        using var ten = await _client.SendBodyAsync(Batch([.. Enumerable.Repeat<(string, string?)>(("{ __typename }", null), 10)]));
        Assert.Equal(200, (int)ten.StatusCode);

        // Each document is small enough, together they are not.
        using var bulky = await _client.SendBodyAsync(Batch([.. Enumerable.Repeat<(string, string?)>(("{ __typename } #" + new string('x', 8_000), null), 9)]));
        Assert.Equal((400, "DOCUMENT_TOO_LARGE"), ((int)bulky.StatusCode, await bulky.CodeAsync()));

        // A page of a hundred costs 120 and so do the others: together they are more than one operation may cost.
        using var costly = await _client.SendBodyAsync(
            Batch([.. Enumerable.Repeat<(string, string?)>(("{ shelves(first: 100) { nodes { name } } }", null), 3), ("{ greeting }", null)])
        );
        var answers = JsonNode.Parse(await costly.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal([null, null, "COST_EXCEEDED", null], answers.Select(answer => new ApiAnswer(200, answer!).Code));
    }

    [Fact]
    public async Task Nobody_gets_data_by_asking_for_much_at_once()
    {
        using var response = await _server.Client().SendBodyAsync("""[{"query":"{ __typename }"},{"query":"{ shelves { totalCount } }"}]""");
        var answers = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal([null, "UNAUTHENTICATED"], answers.Select(answer => new ApiAnswer(200, answer!).Code));
    }

    private static string Batch(params (string Query, string? Book)[] operations) =>
        JsonSerializer.Serialize(
            operations.Select(operation => new
            {
                query = operation.Query,
                variables = operation.Book is null
                    ? null
                    : new
                    {
                        input = new
                        {
                            bookId = NodeId.Encode("Book", operation.Book),
                            shelfId = NodeId.Encode("Shelf", "s1"),
                            position = 1,
                        },
                    },
            })
        );
}
