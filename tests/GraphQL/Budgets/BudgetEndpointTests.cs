using System.Globalization;
using System.Net;
using System.Text.Json;
using ELearning.GraphQL.Tests.Endpoint;

namespace ELearning.GraphQL.Tests.Budgets;

public sealed class BudgetEndpointTests : IAsyncLifetime
{
    /// <summary>Costs 10 and its page.</summary>
    private const string Page = "{ shelves(first: 100) { nodes { name } } }";

    private TinyServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TinyServer.StartAsync(
            ("GraphQL:Budgets:Roles:Member", "1000"),
            ("GraphQL:Budgets:SignedIn", "500"),
            ("GraphQL:Budgets:Anonymous", "200"),
            ("GraphQL:Budgets:LargestOperation", "400")
        );
        _client = _server.SignedIn("Member");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Who_has_spent_a_minutes_worth_is_told_when_to_come_again()
    {
        List<int> remaining = [];
        for (var i = 0; i < 7; i++)
        {
            using var answered = await _client.AskAsync(Page);
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
            remaining.Add(Number(answered, "RateLimit-Remaining"));
        }

        // The first of them was read and validated too.
        Assert.Equal([879, 759, 639, 519, 399, 279, 159], remaining);
        using var refused = await _client.AskAsync(Page);
        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_LIMITED"), (refused.StatusCode, await refused.CodeAsync()));
        Assert.Equal((1000, 159, 51), (Number(refused, "RateLimit-Limit"), Number(refused, "RateLimit-Remaining"), Number(refused, "RateLimit-Reset")));
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        var extensions = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal("""{"code":"RATE_LIMITED","cost":120,"budget":1000,"retryAfterSeconds":1}""", extensions.GetRawText());

        using var small = await _client.AskAsync("{ greeting }");
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        _server.Time.Advance(wait);
        using var again = await _client.AskAsync(Page);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Each_thing_told_is_paid_for_and_where_nothing_is_left_listening_ends_and_says_when_to_come_again()
    {
        await using var server = await TinyServer.StartAsync(("GraphQL:Budgets:Roles:Member", "100"), ("GraphQL:Budgets:SignedIn", "100"));
        using var client = server.SignedIn("Member");
        const string Listen = "subscription { onBook { title } }";
        using (var response = await client.ListenAsync(Listen))
        {
            await using var stream = new EventReader(response, await response.Content.ReadAsStreamAsync());
            // Of 100 it takes 1 to read the document and 2 to begin; each book costs 2.
            for (var i = 0; i < 100; i++)
                server.Library.Arrivals.Writer.TryWrite(new("b", $"{i}", 1));
            var (told, next) = (0, await stream.NextAsync());
            for (; next.Answer!.Code is null; next = await stream.NextAsync())
                Assert.Equal($"{told++}", next.Answer.String("onBook.title"));
            Assert.Equal(
                (48, "next", "RATE_LIMITED", 1),
                (told, next.Kind, next.Answer.Code, next.Answer.Json["errors"]![0]!["extensions"]!["retryAfterSeconds"]!.GetValue<int>())
            );
            Assert.Equal(("complete", null), await stream.NextAsync());
        }

        server.Time.Advance(TimeSpan.FromSeconds(3));
        using var again = await client.ListenAsync(Listen);
        await using var more = new EventReader(again, await again.Content.ReadAsStreamAsync());
        Assert.Equal("49", (await more.NextAsync()).Answer!.String("onBook.title"));
    }

    [Theory]
    [InlineData("{ greeting }", "application/json", HttpStatusCode.OK)]
    [InlineData("{ greeting }", "text/event-stream", HttpStatusCode.OK)]
    [InlineData("{ ", null, HttpStatusCode.OK)]
    [InlineData("{ greeting }", "text/csv", HttpStatusCode.NotAcceptable)]
    [InlineData("{ unknown }", Posts.Newer, HttpStatusCode.BadRequest)]
    [InlineData("{ shelves { nodes { audit } } }", Posts.Newer, HttpStatusCode.OK)]
    public async Task Every_answer_says_where_one_stands(string query, string? accept, HttpStatusCode status)
    {
        using var response = await _client.AskAsync(query, accept);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("1000;w=60", response.Headers.GetValues("RateLimit-Policy").Single());
        Assert.InRange(Number(response, "RateLimit-Remaining"), 1, 999);
    }

    [Fact]
    public async Task Refusals_are_paid_for_too_so_that_nobody_is_refused_without_end()
    {
        using var nobody = _server.Client();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            using var response = await nobody.SendBodyAsync("[not json");
            statuses.Add(response.StatusCode);
        }

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.BadRequest, status));
        using var asked = await nobody.AskAsync("{ greeting }");
        Assert.Equal(HttpStatusCode.TooManyRequests, asked.StatusCode);
        Assert.Equal((200, 0), (Number(asked, "RateLimit-Limit"), Number(asked, "RateLimit-Remaining")));
        // Somebody with a token at the same address has a budget of their own.
        using var signedIn = await _client.AskAsync("{ greeting }");
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    [Fact]
    public async Task An_operation_that_could_never_run_says_what_it_costs()
    {
        using var response = await _client.AskAsync("{ a: shelves(first: 100) { nodes { id books { id } } } }", "application/json", "en");
        Assert.Equal((HttpStatusCode.BadRequest, "COST_EXCEEDED"), (response.StatusCode, await response.CodeAsync()));
        Assert.Contains("costs 670, more than 400", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_cost_is_in_the_answer_of_who_asks_for_it(bool asked)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            "/graphql?query="
                + Uri.EscapeDataString("query($n: Int) { shelves(first: $n) { nodes { __typename } } }")
                + "&variables="
                + Uri.EscapeDataString("{\"n\":5}")
        );
        if (asked)
            request.Headers.Add("GraphQL-Cost", "report");
        using var response = await _client.SendAsync(request);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(
            asked ? """{"cost":{"operation":16,"maximum":400}}""" : null,
            answer.TryGetProperty("extensions", out var extensions) ? extensions.GetRawText() : null
        );
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    public async Task A_compressed_body_is_not_expanded(string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(new byte[100]) };
        request.Content.Headers.Add("Content-Type", "application/json");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await _client.SendAsync(request);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_ENCODING"), (response.StatusCode, await response.CodeAsync()));
        Assert.Equal("identity", response.Headers.GetValues("Accept-Encoding").Single());
    }

    [Fact]
    public async Task A_budget_for_a_role_that_does_not_exist_stops_the_start()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TinyServer.StartAsync(("GraphQL:Budgets:Roles:Membr", "1000")));
        Assert.StartsWith("GraphQL:Budgets:Roles:Membr: is no role", error.Message, StringComparison.Ordinal);
    }

    private static int Number(HttpResponseMessage response, string header) =>
        int.Parse(response.Headers.GetValues(header).Single(), CultureInfo.InvariantCulture);
}
