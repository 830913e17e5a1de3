using System.Text.Json;
using System.Text.Json.Nodes;
using ELearning.GraphQL.Tests.Endpoint;

namespace ELearning.GraphQL.Tests.Documents;

/// <summary>Naming a document by its hash instead of sending it, as the transport reads it; and keeping what was sent with its hash once.</summary>
public sealed class PersistedQueryTests : IAsyncLifetime
{
    private const string Greeting = "{ greeting }";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private static readonly string Hash = OperationHash.Of(Greeting);
    private TinyServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TinyServer.StartAsync(("GraphQL:Operations:Automatic", "true"), ("GraphQL:Operations:AutomaticBytes", "65536"));
        _client = _server.SignedIn("Member");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"query":"{ greeting }","documentId":"x"}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"documentId":7}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"documentId":""}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"documentId":null}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"query":"{ greeting }","documentId":""}""", 200, null)]
    [InlineData("""{"query":"","documentId":"sha256:""" + Zeros + "\"}", 400, "OPERATION_UNKNOWN")]
    [InlineData("""{"documentId":"sha256:""" + Zeros + "\"}", 400, "OPERATION_UNKNOWN")]
    [InlineData("{\"documentId\":\"" + Zeros + "\"}", 400, "OPERATION_UNKNOWN")]
    [InlineData("""{"documentId":"greeting"}""", 400, "OPERATION_UNKNOWN")]
    [InlineData("""{"extensions":{}}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"short"}}}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1}}}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"extensions":{"persistedQuery":7}}""", 400, "INVALID_REQUEST")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":2,"sha256Hash":""" + "\"" + Zeros + "\"}}}", 400, "INVALID_REQUEST")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":""" + "\"" + Zeros + "\"}}}", 400, "PERSISTED_QUERY_NOT_FOUND")]
    [InlineData(
        """{"query":"{ greeting }","extensions":{"persistedQuery":{"version":1,"sha256Hash":""" + "\"" + Zeros + "\"}}}",
        400,
        "PERSISTED_QUERY_MISMATCH"
    )]
    public async Task A_document_is_sent_or_named_and_what_names_none_is_refused(string body, int status, string? code)
    {
        using var posted = await _client.SendBodyAsync(body);
        Assert.Equal((status, code), ((int)posted.StatusCode, code is null ? null : await posted.CodeAsync()));
    }

    [Fact]
    public async Task One_by_get_is_read_the_same_way()
    {
        using var both = await _client.GetAsync("/graphql?query=%7Bgreeting%7D&documentId=x");
        Assert.Equal((400, "INVALID_REQUEST"), ((int)both.StatusCode, await both.CodeAsync()));
        using var unknown = await _client.GetAsync($"/graphql?documentId=sha256:{Zeros}");
        Assert.Equal((200, "OPERATION_UNKNOWN"), ((int)unknown.StatusCode, await unknown.CodeAsync()));
        using var twice = await _client.GetAsync($"/graphql?documentId={Zeros}&documentId={Zeros}");
        Assert.Equal((400, "INVALID_REQUEST"), ((int)twice.StatusCode, await twice.CodeAsync()));
    }

    [Fact]
    public async Task What_was_sent_with_its_hash_once_may_be_named_by_it()
    {
        Assert.Equal("PersistedQueryNotFound", (await AskAsync(null, Hash))["errors"]![0]!["message"]!.GetValue<string>());
        Assert.NotNull((await AskAsync(Greeting, Hash))["data"]);
        Assert.NotNull((await AskAsync(null, Hash))["data"]);
        using var got = await _client.GetAsync($"/graphql?extensions={Uri.EscapeDataString(JsonSerializer.Serialize(Extensions(Hash)))}");
        Assert.Equal("""{"data":{"greeting":"你好  "}}""", await got.Content.ReadAsStringAsync());
        Assert.Equal("no-store", got.Headers.CacheControl!.ToString());
        // It is no registered operation.
        Assert.Equal("OPERATION_UNKNOWN", await (await _client.SendBodyAsync(JsonSerializer.Serialize(new { documentId = Hash }))).CodeAsync());
    }

    [Fact]
    public async Task What_did_not_run_is_not_kept()
    {
        const string faulty = "{ nothing }";
        await AskAsync(faulty, OperationHash.Of(faulty));
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", Code(await AskAsync(null, OperationHash.Of(faulty))));
    }

    [Fact]
    public async Task As_many_are_kept_as_there_is_room_for()
    {
        string[] documents = [.. Enumerable.Range(0, 40).Select(i => $"{{ greeting(at: {i}) }} #{new string('x', 1000)}")];
        foreach (var document in documents)
            await AskAsync(document, OperationHash.Of(document));
        Assert.Equal("PERSISTED_QUERY_NOT_FOUND", Code(await AskAsync(null, OperationHash.Of(documents[0]))));
        Assert.NotNull((await AskAsync(null, OperationHash.Of(documents[^1])))["data"]);
    }

    [Fact]
    public async Task Rights_are_those_of_whoever_names_it()
    {
        const string audited = "{ shelves { nodes { audit } } }";
        using var auditor = _server.SignedIn("Auditor");
        using var sent = await auditor.SendBodyAsync(Body(audited, OperationHash.Of(audited)));
        Assert.Equal(200, (int)sent.StatusCode);
        Assert.Equal("FORBIDDEN", Code(await AskAsync(null, OperationHash.Of(audited))));
        using var nobody = await _server.Client().SendBodyAsync(Body(null, OperationHash.Of(audited)));
        Assert.Equal((401, "UNAUTHENTICATED"), ((int)nobody.StatusCode, await nobody.CodeAsync()));
    }

    [Fact]
    public async Task Where_it_is_not_offered_clients_are_told_to_send_texts_and_may()
    {
        await using var plain = await TinyServer.StartAsync();
        using var client = plain.SignedIn("Member");
        using var named = await client.SendBodyAsync(Body(null, Hash));
        Assert.Equal((400, "PERSISTED_QUERY_NOT_SUPPORTED"), ((int)named.StatusCode, await named.CodeAsync()));
        using var sent = await client.SendBodyAsync(Body(Greeting, Hash));
        Assert.Equal(200, (int)sent.StatusCode);
        using var again = await client.SendBodyAsync(Body(null, Hash));
        Assert.Equal("PERSISTED_QUERY_NOT_SUPPORTED", await again.CodeAsync());
    }

    private async Task<JsonNode> AskAsync(string? query, string hash)
    {
        using var response = await _client.SendBodyAsync(Body(query, hash));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Body(string? query, string hash) => JsonSerializer.Serialize(new { query, extensions = Extensions(hash) });

    private static object Extensions(string hash) => new { persistedQuery = new { version = 1, sha256Hash = hash } };

    private static string? Code(JsonNode answer) => new ApiAnswer(200, answer).Code;
}
