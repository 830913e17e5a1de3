using System.Net;

namespace ELearning.GraphQL.Tests.Endpoint;

public sealed class EndpointTests : IAsyncLifetime
{
    private TinyServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TinyServer.StartAsync();
        _client = _server.SignedIn("Member");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Chinese_is_answered_unescaped_with_its_length_and_nosniff()
    {
        using var response = await _client.AskAsync("{ greeting }");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/graphql-response+json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("""{"data":{"greeting":"你好  "}}""", System.Text.Encoding.UTF8.GetString(body));
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData(null, "application/json")]
    [InlineData("application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json;q=0, application/*", "application/json")]
    public async Task The_answer_is_of_the_type_asked_for(string? accept, string type)
    {
        using var response = await _client.AskAsync("{ __typename }", accept);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType.CharSet);
    }

    [Fact]
    public async Task Nothing_else_can_be_asked_for()
    {
        using var response = await _client.AskAsync("{ __typename }", "text/csv");
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Equal("NOT_ACCEPTABLE", await response.CodeAsync());
    }

    [Theory]
    [InlineData("{ unknown }", 400, 200)]
    [InlineData("{ ", 400, 200)]
    [InlineData("{ greeting(at: \"x\") }", 400, 200)]
    [InlineData("{ shelves(first: 500) { totalCount } }", 400, 200)]
    [InlineData("{ shelves { nodes { audit } } }", 200, 200)] // a field that is withheld leaves the rest of the answer
    [InlineData("{ broken }", 200, 200)]
    [InlineData("{ a: greeting ...A } fragment A on Query { ...A }", 400, 400)]
    public async Task The_status_says_whether_it_was_executed(string query, int newer, int older)
    {
        using var one = await _client.AskAsync(query);
        using var other = await _client.AskAsync(query, "application/json");
        Assert.Equal((newer, older), ((int)one.StatusCode, (int)other.StatusCode));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=gb2312")]
    [InlineData(null)]
    public async Task What_a_form_could_send_is_refused(string? contentType)
    {
        using var response = await _client.SendBodyAsync("""{"query":"{ __typename }"}""", contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{\"query\":\"{ __typename }\"},7]")]
    [InlineData("[[{\"query\":\"{ __typename }\"}]]")]
    [InlineData("{\"query\":\"\"}")]
    [InlineData("{\"query\":7}")]
    [InlineData("{\"query\":\"{ __typename }\",\"query\":\"{ greeting }\"}")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":[]}")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":\"{}\"}")]
    [InlineData("{\"query\":\"{ __typename }\",\"operationName\":{}}")]
    [InlineData("{\"query\":\"{ __typename }\",\"extensions\":1}")]
    [InlineData("{\"query\":\"{ __typename } \\ud800\"}")]
    public async Task A_malformed_request_is_400_either_way(string body)
    {
        using var one = await _client.SendBodyAsync(body);
        using var other = await _client.SendBodyAsync(body, accept: "application/json");
        Assert.Equal((400, 400), ((int)one.StatusCode, (int)other.StatusCode));
        Assert.Equal("INVALID_REQUEST", await one.CodeAsync());
    }

    [Fact]
    public async Task A_body_past_the_limit_is_413_and_deep_variables_are_400()
    {
        using var large = await _client.SendBodyAsync($$$"""{"query":"{ __typename }","variables":{"a":"{{{new string('x', 1024 * 1024)}}}"}}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var deep = await _client.SendBodyAsync(
            $$$"""{"query":"{ __typename }","variables":{"a":{{{new string('[', 20_000)}}}{{{new string(']', 20_000)}}}}}"""
        );
        Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
    }

    [Fact]
    public async Task A_query_may_come_by_get_and_a_mutation_may_not()
    {
        using var query = await _client.GetAsync(
            "/graphql?query=" + Uri.EscapeDataString("query($at: Float) { greeting(at: $at) }") + "&variables=" + Uri.EscapeDataString("{\"at\":2}")
        );
        Assert.Equal("""{"data":{"greeting":"你好 2 "}}""", await query.Content.ReadAsStringAsync());
        using var mutation = await _client.GetAsync("/graphql?query=" + Uri.EscapeDataString("mutation { __typename }"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, mutation.StatusCode);
        Assert.Equal("POST", mutation.Content.Headers.Allow.Single());
    }

    [Theory]
    [InlineData("cross-site", false, 403)]
    [InlineData("same-site", false, 403)]
    [InlineData("cross-site", true, 200)]
    [InlineData("same-origin", false, 200)]
    [InlineData("none", false, 200)]
    public async Task A_get_from_another_site_needs_a_preflight(string site, bool preflight, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=%7B__typename%7D");
        request.Headers.Add("Sec-Fetch-Site", site);
        if (preflight)
            request.Headers.Add("GraphQL-Preflight", "1");
        using var response = await _client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Other_methods_are_405()
    {
        using var response = await _client.DeleteAsync("/graphql");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task The_explorer_is_served_without_an_outside_host()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        using var response = await _server.Client().SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Contains("<strong>Books &amp; shelves</strong>", page, StringComparison.Ordinal);
        Assert.Contains("\"># &lt;shelves&gt;\n{ greeting }</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_served_as_sdl() =>
        Assert.Contains("type Shelf implements Node", await _server.Client().GetStringAsync("/graphql/schema.graphql"), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "没有这本书。")]
    [InlineData("en-GB, zh;q=0.5", "There is no such book.")]
    [InlineData("en;q=0.5, zh-CN", "没有这本书。")]
    [InlineData("fr", "没有这本书。")]
    public async Task Texts_follow_the_language_and_codes_do_not(string? language, string text)
    {
        using var response = await _client.AskAsync("{ missing }", language: language);
        Assert.Contains(text, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("NOT_FOUND", await response.CodeAsync());
    }
}
