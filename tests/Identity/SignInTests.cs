using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ELearning.Api;
using ELearning.Content;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Identity;

public sealed class SignInTests : IAsyncLifetime
{
    private SignInServer _server = null!;

    public async Task InitializeAsync() => _server = await SignInServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Without_a_token_there_is_only_the_typename_and_introspection()
    {
        using var client = _server.Client();
        using var typename = await client.AskAsync("{ __typename }");
        using var introspection = await client.AskAsync("{ __schema { queryType { name } } }");
        using var data = await client.AskAsync("{ __typename shelves { totalCount } }");
        Assert.Equal((200, 200, 401), ((int)typename.StatusCode, (int)introspection.StatusCode, (int)data.StatusCode));
        Assert.Equal("UNAUTHENTICATED", await data.CodeAsync());
        Assert.Equal("Bearer", data.Headers.WwwAuthenticate.Single().ToString());
        Assert.DoesNotContain("\"data\"", await data.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_schema_is_not_public_nobody_unknown_learns_of_it()
    {
        await using var closed = await SignInServer.StartAsync(("GraphQL:Introspection", "false"));
        using var client = closed.Client();
        using var typename = await client.AskAsync("{ __typename }");
        using var guess = await client.AskAsync("{ shelvs { totalCount } }");
        using var introspection = await client.AskAsync("{ __schema { queryType { name } } }");
        using var sdl = await client.GetAsync("/graphql/schema.graphql");
        Assert.Equal((200, 401, 401, 401), ((int)typename.StatusCode, (int)guess.StatusCode, (int)introspection.StatusCode, (int)sdl.StatusCode));
        Assert.DoesNotContain("shelv", await guess.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var member = await closed.SignedInAsync("Member");
        using var asked = await member.AskAsync("{ __schema { queryType { name } } }");
        Assert.Equal(HttpStatusCode.BadRequest, asked.StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_over_or_not_ours_is_401_whatever_is_asked()
    {
        using var client = await _server.SignedInAsync("Member");
        _server.Time.Advance(TimeSpan.FromMinutes(59));
        using var fresh = await client.AskAsync("{ greeting }");
        _server.Time.Advance(TimeSpan.FromMinutes(3));
        using var over = await client.AskAsync("{ __typename }");
        Assert.Equal((200, 401), ((int)fresh.StatusCode, (int)over.StatusCode));
        Assert.Contains("invalid_token", over.Headers.WwwAuthenticate.Single().ToString(), StringComparison.Ordinal);

        await using var other = await SignInServer.StartAsync(SignInServer.OwnKey);
        using var foreign = _server.Client();
        foreign.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await other.TokenAsync("Member"));
        using var refused = await foreign.AskAsync("{ __typename }");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task An_application_with_an_audience_of_its_own_is_known_by_that_alone()
    {
        await using var strict = await SignInServer.StartAsync(("Identity:Applications:partner:Audience", "api://partner"));
        var (own, usual) = (await strict.TokenOfAsync("partner", "Catalogue.Read"), await _server.TokenOfAsync("partner", "Catalogue.Read"));
        var other = await _server.TokenOfAsync("another", "Catalogue.Read");
        Assert.Equal((200, 401, 200), (await StatusAsync(strict, own), await StatusAsync(strict, usual), await StatusAsync(strict, other)));
        Assert.Equal((401, 200), (await StatusAsync(_server, own), await StatusAsync(_server, usual)));

        static async Task<int> StatusAsync(SignInServer server, string token)
        {
            using var client = server.Client();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.AskAsync("{ greeting }");
            return (int)answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("""{ "subject": "350500001", "roles": ["Member"] }""", 200)]
    [InlineData("""{ "subject": "999", "roles": ["Member"] }""", 404)]
    [InlineData("""{ "subject": "999", "roles": ["Administrator"] }""", 200)]
    [InlineData("""{ "subject": "999", "roles": ["Catalogue.Read"] }""", 200)]
    [InlineData("""{ "subject": "350500001", "roles": ["Emperor"] }""", 400)]
    [InlineData("""{ "subject": "350500001", "roles": ["CatalogueRead"] }""", 400)]
    [InlineData("""{ "subject": "350500001", "roles": [] }""", 200)]
    [InlineData("""{ "subject": "350500001" }""", 200)]
    [InlineData("""{ "roles": ["Member"] }""", 400)]
    [InlineData("""{ "subject": 7, "roles": "Member" }""", 400)]
    [InlineData("nonsense", 400)]
    [InlineData("""{ "subject": "a", "roles": ["OrganisationAdmin"], "organisation": "3505" }""", 200)]
    [InlineData("""{ "subject": "a", "roles": ["OrganisationAdmin"], "organisation": "gone" }""", 404)]
    public async Task The_development_issuer_answers_as_promised(string body, int status)
    {
        using var client = _server.Client();
        using var response = await client.PostAsync("/dev/token", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 200)
            Assert.Equal(3600, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("expiresIn").GetInt32());
        if (body.Contains("\"3505\"", StringComparison.Ordinal))
            Assert.Equal([("a", Role.OrganisationAdmin, "3505")], _server.Granted);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    public async Task The_development_issuer_serves_this_machine_alone(string header, string value)
    {
        using var client = _server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/token")
        {
            Content = JsonContent.Create(new { subject = "350500001", roles = new[] { "Member" } }),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var listed = new HttpRequestMessage(HttpMethod.Get, "/dev/subjects");
        listed.Headers.TryAddWithoutValidation(header, value);
        using var subjects = await client.SendAsync(listed);
        Assert.Equal(HttpStatusCode.Forbidden, subjects.StatusCode);
    }

    [Fact]
    public async Task The_development_issuer_serves_nobody_where_forwarded_headers_are_taken()
    {
        await using var behind = await SignInServer.StartAsync(("ForwardedHeaders_Enabled", "true"));
        using var client = behind.Client();
        foreach (var forwarded in new[] { null, "127.0.0.1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/token")
            {
                Content = JsonContent.Create(new { subject = "350500001", roles = new[] { "Member" } }),
            };
            if (forwarded is not null)
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
            using var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("203.0.113.9", "127.0.0.1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("::1", "203.0.113.9", true)]
    [InlineData(null, "203.0.113.9", false)]
    [InlineData(null, "127.0.0.1", true)]
    public void It_is_the_connection_that_is_asked_where_a_caller_is(string? connection, string request, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = IPAddress.Parse(request);
        if (connection is not null)
            context.Features.Set<IConnectionEndPointFeature>(new Connected(new IPEndPoint(IPAddress.Parse(connection), 1234)));
        Assert.Equal(isLocal, LocalCaller.Is(context));
    }

    [Theory]
    [InlineData("Production", "true", "Identity:Development")]
    [InlineData("Staging", "true", "Identity:Development")]
    [InlineData("Production", "false", "AzureAd:Instance")]
    [InlineData("Development", "false", "AzureAd:Instance")]
    public void A_process_that_could_not_tell_who_is_calling_does_not_start(string environment, string development, string key)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-tiny").FullName;
        var error = Assert.Throws<ConfigurationError>(() =>
            SignInServer.Build(directory, new FakeTimeProvider(), [], [("Environment", environment), ("Identity:Development", development)])
        );
        Assert.StartsWith(key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("common")]
    [InlineData("Organizations")]
    public void Of_whatever_tenant_somebody_signs_in_the_process_does_not_start(string tenant)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-tiny").FullName;
        var error = Assert.Throws<ConfigurationError>(() =>
            SignInServer.Build(
                directory,
                new FakeTimeProvider(),
                [],
                [
                    ("Environment", "Production"),
                    ("Identity:Development", "false"),
                    ("AzureAd:Instance", "https://login.example/"),
                    ("AzureAd:ClientId", "api"),
                    ("AzureAd:TenantId", tenant),
                ]
            )
        );
        Assert.StartsWith("AzureAd:TenantId", error.Message, StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    private sealed class Connected(EndPoint remote) : IConnectionEndPointFeature
    {
        public EndPoint? LocalEndPoint { get; set; }

        public EndPoint? RemoteEndPoint { get; set; } = remote;
    }
}
