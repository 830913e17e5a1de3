namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>What a browser lets scripts of other sites do here: nothing, unless their origin is configured.</summary>
public sealed class CrossOriginTests : IAsyncLifetime
{
    private const string School = "https://school.example";
    private TinyServer _open = null!;

    public async Task InitializeAsync() => _open = await TinyServer.StartAsync(("GraphQL:Origins:0", School));

    public Task DisposeAsync() => _open.DisposeAsync().AsTask();

    [Fact]
    public async Task A_configured_origin_may_send_a_token_and_JSON_and_read_what_is_left_of_its_budget()
    {
        using var client = _open.Client();
        using var preflight = await PreflightAsync(client, School);
        Assert.Equal(
            (204, School, "GET,POST"),
            ((int)preflight.StatusCode, Header(preflight, "Access-Control-Allow-Origin"), Header(preflight, "Access-Control-Allow-Methods"))
        );
        Assert.Equal("authorization,content-type,graphql-cost,graphql-preflight,if-none-match", Sorted(Header(preflight, "Access-Control-Allow-Headers")));

        using var member = _open.SignedIn("Member");
        member.DefaultRequestHeaders.Add("Origin", School);
        using var answer = await member.AskAsync("{ greeting }");
        using var refused = await member.AskAsync("{ nothing }");
        foreach (var response in new[] { answer, refused })
        {
            Assert.Equal(School, Header(response, "Access-Control-Allow-Origin"));
            Assert.Equal(
                "date,etag,ratelimit-limit,ratelimit-policy,ratelimit-remaining,ratelimit-reset,retry-after,www-authenticate,x-correlation-id",
                Sorted(Header(response, "Access-Control-Expose-Headers"))
            );
            Assert.Contains("Origin", response.Headers.Vary);
        }

        Assert.All([preflight, answer, refused], response => Assert.Null(Header(response, "Access-Control-Allow-Credentials")));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://school.example")]
    [InlineData("https://school.example:8443")]
    [InlineData("https://school.example.evil.example")]
    [InlineData("null")]
    public async Task Another_origin_is_told_nothing(string origin) => await IsToldNothingAsync(_open, origin);

    [Fact]
    public async Task Nobody_is_told_anything_where_no_origin_is_configured()
    {
        await using var closed = await TinyServer.StartAsync();
        await IsToldNothingAsync(closed, School);
    }

    private static async Task IsToldNothingAsync(TinyServer server, string origin)
    {
        using var client = server.SignedIn("Member");
        using var preflight = await PreflightAsync(client, origin);
        client.DefaultRequestHeaders.Add("Origin", origin);
        using var answer = await client.AskAsync("{ greeting }");
        Assert.All(
            [preflight, answer],
            response => Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase))
        );
    }

    private static async Task<HttpResponseMessage> PreflightAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/graphql");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        return await client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static string? Sorted(string? list) =>
        list is null ? null : string.Join(',', list.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
}
