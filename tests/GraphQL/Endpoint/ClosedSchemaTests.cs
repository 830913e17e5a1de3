namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>What tells of the schema is open in the Development environment and closed elsewhere, unless the configuration says otherwise.</summary>
public sealed class ClosedSchemaTests
{
    [Theory]
    [InlineData("{ shelve { totalCount } }", "shelves")]
    [InlineData("{ shelves(frist: 1) { totalCount } }", "first")]
    [InlineData("{ shelves { nodes { nam } } }", "name")]
    [InlineData("{ shelves { nodes { ... on Shelff { id } } } }", "Shelf")]
    [InlineData("{ node(id: \"U2hlbGY6czE=\") { title } }", "Book")]
    public async Task Errors_suggest_names_only_where_the_schema_is_open(string query, string suggested)
    {
        using var open = new TinyHost(introspection: true);
        using var closed = new TinyHost(introspection: false);
        var told = (await open.AnswerAsync(query, language: "en")).Message()!;
        var silent = (await closed.AnswerAsync(query, language: "en")).Message()!;
        Assert.Contains("Did you mean", told, StringComparison.Ordinal);
        Assert.Contains(suggested, told, StringComparison.Ordinal);
        Assert.Equal(told[..told.IndexOf(" Did you mean", StringComparison.Ordinal)], silent);
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "true", true)]
    public async Task The_page_to_try_queries_on_is_there_where_it_is_switched_on(string environment, string? setting, bool there)
    {
        await using var server = await TinyServer.StartAsync(("Environment", environment), ("GraphQL:Explorer", setting));
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await client.SendAsync(request);
        Assert.Equal(there, response.IsSuccessStatusCode);
        Assert.Equal(there, response.Content.Headers.ContentType?.MediaType == "text/html");
    }

    [Theory]
    [InlineData("Development", null, true)]
    [InlineData("Development", "false", false)]
    [InlineData("Production", null, false)]
    [InlineData("Production", "true", true)]
    public async Task So_is_the_schema(string environment, string? setting, bool there)
    {
        await using var server = await TinyServer.StartAsync(("Environment", environment), ("GraphQL:Introspection", setting));
        using var client = server.Client();
        using var asked = await client.AskAsync("{ __schema { queryType { name } } }");
        using var written = await client.GetAsync("/graphql/schema.graphql");
        Assert.Equal((there, there), (asked.IsSuccessStatusCode, written.IsSuccessStatusCode));
    }
}
