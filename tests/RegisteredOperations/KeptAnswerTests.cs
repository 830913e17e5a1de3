using System.Net;
using ELearning.Content;
using ELearning.Tests.Coursewares;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace ELearning.Tests.RegisteredOperations;

/// <summary>What an answer by GET says of how long it may be kept.</summary>
public sealed class KeptAnswerTests(KeptAnswerTests.Folder folder) : IClassFixture<KeptAnswerTests.Folder>
{
    private const string Newer = "application/graphql-response+json";

    [Fact]
    public async Task A_registered_query_of_the_catalogue_is_kept_for_a_minute_and_then_confirmed_until_it_changes()
    {
        using var first = await GetAsync(ContractOperations.Catalogue);
        Assert.Equal((HttpStatusCode.OK, "max-age=60, private"), (first.StatusCode, first.Headers.CacheControl!.ToString()));
        Assert.Equal(["Accept", "Accept-Encoding", "Accept-Language", "Authorization"], first.Headers.Vary);
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);

        foreach (var known in new[] { tag.ToString(), $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            using var confirmed = await GetAsync(ContractOperations.Catalogue, known: known);
            Assert.Equal(
                (HttpStatusCode.NotModified, tag, "max-age=60, private"),
                (confirmed.StatusCode, confirmed.Headers.ETag, confirmed.Headers.CacheControl!.ToString())
            );
            Assert.Equal(first.Headers.Vary, confirmed.Headers.Vary);
            Assert.Empty(await confirmed.Content.ReadAsByteArrayAsync());
        }

        using var other = await GetAsync(ContractOperations.Catalogue, known: "\"other\"");
        Assert.Equal((HttpStatusCode.OK, tag), (other.StatusCode, other.Headers.ETag));
        using var ofOtherType = await GetAsync(ContractOperations.Catalogue, accept: "application/json", known: tag.ToString());
        Assert.Equal(HttpStatusCode.OK, ofOtherType.StatusCode);
        Assert.NotEqual(tag, ofOtherType.Headers.ETag);

        var library = folder.School.Host.Service<CoursewareLibrary>();
        var film = (await library.FindAsync([School.History], default))[School.History].Content.Chapters[0].MediaId;
        await library.PublishAsync(Teaching.Courseware("new", "新课", film) with { OrganisationId = SmallTown.City }, default);
        using var changed = await GetAsync(ContractOperations.Catalogue, known: tag.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Each_coding_of_it_has_a_tag_of_its_own()
    {
        using var plain = await GetAsync(ContractOperations.Catalogue);
        using var packed = await GetAsync(ContractOperations.Catalogue, taken: "gzip, br");
        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        Assert.Equal(("max-age=60, private", false), (packed.Headers.CacheControl!.ToString(), packed.Headers.ETag!.IsWeak));
        Assert.Equal(plain.Headers.Vary, packed.Headers.Vary);
        Assert.NotEqual(plain.Headers.ETag, packed.Headers.ETag);

        using var confirmed = await GetAsync(ContractOperations.Catalogue, known: packed.Headers.ETag.ToString(), taken: "br");
        Assert.Equal((HttpStatusCode.NotModified, packed.Headers.ETag), (confirmed.StatusCode, confirmed.Headers.ETag));
        Assert.Equal(plain.Headers.Vary, confirmed.Headers.Vary);
        Assert.Empty(await confirmed.Content.ReadAsByteArrayAsync());

        using var otherwise = await GetAsync(ContractOperations.Catalogue, known: packed.Headers.ETag.ToString());
        Assert.Equal((HttpStatusCode.OK, plain.Headers.ETag), (otherwise.StatusCode, otherwise.Headers.ETag));
        Assert.Empty(otherwise.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task So_is_the_teacher_pool()
    {
        using var pool = await GetAsync(ContractOperations.TeacherPool);
        Assert.Equal("max-age=60, private", pool.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Signed_addresses_are_kept_for_much_less_than_they_are_good_for()
    {
        var one = $$"""{"id":"{{School.Id("Courseware", School.History)}}"}""";
        // Just before addresses change, so that these are as old as any that are given out.
        var time = folder.School.Host.Time;
        var step = (long)TimeSpan.FromMinutes(10).TotalSeconds;
        time.Advance(TimeSpan.FromSeconds(step - (time.GetUtcNow().ToUnixTimeSeconds() % step)));
        using var first = await GetAsync(ContractOperations.CoursewareById, one);
        Assert.Equal(("max-age=60, private", true), (first.Headers.CacheControl!.ToString(), first.Headers.ETag is not null));
        var url = (string)
            System.Text.Json.Nodes.JsonNode.Parse(await first.Content.ReadAsStringAsync())!["data"]!["coursewareById"]!["chapters"]![0]!["media"]!["url"]!;
        var expires = long.Parse(System.Web.HttpUtility.ParseQueryString(new Uri(url).Query)["expires"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(DateTimeOffset.FromUnixTimeSeconds(expires) - time.GetUtcNow() >= MediaLinks.LeastLife);
        Assert.True(Api.Freshness.Addresses * 10 < MediaLinks.LeastLife);

        // Confirmed only while the addresses are still those that would be given out.
        using var confirmed = await GetAsync(ContractOperations.CoursewareById, one, known: first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, confirmed.StatusCode);
        time.Advance(TimeSpan.FromSeconds(step));
        using var changed = await GetAsync(ContractOperations.CoursewareById, one, known: first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Nothing_else_is_kept()
    {
        var member = folder.School.Member;
        using var own = await GetAsync(ContractOperations.MyStanding, """{"year":2026}""");
        using var text = await member.SendAsync(new(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString("{ courseware { totalCount } }")}"));
        using var faulty = await GetAsync(ContractOperations.Catalogue, """{"first":500}""");
        using var reported = await GetAsync(ContractOperations.Catalogue, report: true);
        using var post = await member.SendAsync(
            new(HttpMethod.Post, "/graphql")
            {
                Content = new StringContent(
                    $$"""{"documentId":"{{OperationHash.Of(ContractOperations.Catalogue)}}"}""",
                    new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")
                ),
            }
        );
        Assert.All(
            [own, text, faulty, reported, post],
            response => Assert.Equal(("no-store", null), (response.Headers.CacheControl!.ToString(), response.Headers.ETag))
        );
        Assert.All([own, text, reported, post], response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Theory]
    [InlineData("{ courseware { totalCount pageInfo { endCursor } edges { cursor node { id title } } } }", 60)]
    [InlineData(
        "{ __typename courseware { __typename nodes { ...F } } } fragment F on Courseware { title chapters { title } teachers { name } organisation { name } }",
        60
    )]
    [InlineData("{ coursewareFacets { subjects { value count } } teacherById(id: \"x\") { name courseware { nodes { title } } } }", 60)]
    [InlineData("{ __typename }", null)]
    [InlineData("{ courseware { nodes { title poster { id url width } chapters { media { url } captions { language url media { url } } } } } }", 60)]
    [InlineData("{ courseware { nodes { poster { url storedAt } } } }", null)]
    [InlineData("{ courseware { nodes { poster { usedBy { __typename } } } } }", null)]
    [InlineData("{ courseware { nodes { title myProgress { coverage } } } }", null)]
    [InlineData("{ courseware { nodes { chapters { title myProgress { __typename } } } } }", null)]
    [InlineData("{ assets { nodes { url } } }", null)]
    [InlineData("{ courseware { nodes { draft { state } } } }", null)]
    [InlineData("{ courseware { nodes { organisation { children { id } } } } }", null)]
    [InlineData("{ courseware { nodes { ... on Node { id } } } }", 60)]
    [InlineData("{ courseware { totalCount } me { id } }", null)]
    [InlineData("{ node(id: \"x\") { ... on Courseware { title } } }", null)]
    [InlineData("{ courseware { totalCount } ...F } fragment F on Query { members { totalCount } }", null)]
    [InlineData("mutation { discardCourseware(input: {}) { errors { __typename } } }", null)]
    [InlineData("{ __schema { description } }", null)]
    public void An_answer_is_as_fresh_as_what_goes_stale_first(string document, int? seconds)
    {
        var parsed = Parser.Parse(document);
        var operation = parsed.Definitions.OfType<GraphQLOperationDefinition>().Single();
        Assert.Equal(seconds, FieldFreshness.Of(operation, parsed, folder.School.Host.Service<ISchema>())?.TotalSeconds);
    }

    private async Task<HttpResponseMessage> GetAsync(
        string document,
        string? variables = null,
        string accept = Newer,
        string? known = null,
        bool report = false,
        string? taken = null
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            $"/graphql?documentId=sha256:{OperationHash.Of(document)}{(variables is null ? "" : $"&variables={Uri.EscapeDataString(variables)}")}"
        );
        request.Headers.Accept.ParseAdd(accept);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        if (taken is not null)
            request.Headers.Add("Accept-Encoding", taken);
        if (report)
            request.Headers.Add("GraphQL-Cost", "report");
        return await folder.School.Member.SendAsync(request);
    }

    public sealed class Folder : IAsyncLifetime
    {
        internal School School { get; private set; } = null!;

        public async Task InitializeAsync() => School = await School.OpenAsync(("GraphQL:Operations:Folder", ContractOperations.Folder));

        public async Task DisposeAsync() => await School.DisposeAsync();
    }
}
