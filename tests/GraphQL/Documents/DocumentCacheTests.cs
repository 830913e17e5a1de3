using GraphQLParser;

namespace ELearning.GraphQL.Tests.Documents;

public sealed class DocumentCacheTests : IDisposable
{
    private const string Audited = "{ shelves { nodes { ...F } } } fragment F on Shelf { audit }";
    private static readonly CachedDocument Document = new(Parser.Parse("{ a }"), new OperationDemands(), new OperationCost([]), freshness: null);
    private readonly TinyHost _host = new();

    /// <summary>For nine documents like those of <see cref="Text"/> that are asked for again, and one that is new.</summary>
    private readonly DocumentCache _cache = new(57_000);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_cached_document_never_skips_authorization()
    {
        Assert.Contains("seen", await _host.AskAsync(Audited, user: TinyHost.User("Auditor")), StringComparison.Ordinal);
        Assert.Equal(1, _host.Cache.Count);
        Assert.Equal("FORBIDDEN", (await _host.AnswerAsync(Audited, user: TinyHost.User("Member"))).Code());
        Assert.Equal("UNAUTHENTICATED", (await _host.AnswerAsync(Audited, user: TinyHost.Nobody)).Code());
        Assert.Contains("seen", await _host.AskAsync(Audited, user: TinyHost.User("Administrator")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_document_is_not_kept()
    {
        Assert.True((await _host.AnswerAsync(Audited, user: TinyHost.Nobody)).Refused());
        await _host.AskAsync("{ unknown }");
        await _host.AskAsync("{ ");
        await _host.AskAsync("{ shelves(first: 500) { totalCount } }");
        Assert.Equal(0, _host.Cache.Count);
    }

    [Fact]
    public async Task Variables_of_a_cached_document_are_checked()
    {
        const string query = "query($at: Float) { greeting(at: $at) }";
        await _host.AskAsync(query, """{ "at": 1 }""");
        Assert.Equal("INVALID_VALUE", (await _host.AnswerAsync(query, """{ "at": 1e400 }""")).Code());
        Assert.Equal("""{"data":{"greeting":"你好 3 "}}""", await _host.AskAsync(query, """{ "at": 3 }"""));
        const string page = "query($n: Int) { shelves(first: $n) { totalCount } }";
        await _host.AskAsync(page, """{ "n": 1 }""");
        Assert.Equal("PAGE_SIZE", (await _host.AnswerAsync(page, """{ "n": 500 }""")).Code());
    }

    [Theory]
    [InlineData("query($yes: Boolean = true) { greeting @include(if: $yes) }", """{ "yes": null }""")]
    [InlineData("query($id: ID = \"U2hlbGY6MQ\") { shelfById(id: $id) { name } }", """{ "id": null }""")]
    public async Task A_variable_with_a_default_may_not_be_null_where_null_may_not_stand(string query, string isNull)
    {
        var first = (await _host.AnswerAsync(query, isNull)).Code();
        Assert.Equal("INVALID_VALUE", first);
        Assert.DoesNotContain("errors", await _host.AskAsync(query), StringComparison.Ordinal);
        Assert.Equal(1, _host.Cache.Count);
        Assert.Equal(first, (await _host.AnswerAsync(query, isNull)).Code());
    }

    [Fact]
    public async Task Only_the_operation_that_runs_is_authorized()
    {
        const string two = "query Plain { shelves { nodes { name } } } query Audit { shelves { nodes { ...F } } } fragment F on Shelf { audit }";
        Assert.DoesNotContain("errors", await _host.AskAsync(two, operation: "Plain"), StringComparison.Ordinal);
        Assert.Contains("FORBIDDEN", await _host.AskAsync(two, operation: "Audit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_introspection_a_cached_document_stays_closed()
    {
        using var closed = new TinyHost(introspection: false);
        Assert.Equal("NO_INTROSPECTION", (await closed.AnswerAsync("{ __schema { description } }")).Code());
        Assert.Equal("NO_INTROSPECTION", (await closed.AnswerAsync("{ __schema { description } }")).Code());
    }

    [Fact]
    public void Of_what_is_asked_for_again_the_least_recently_used_go_when_the_bytes_are_full()
    {
        for (var i = 0; i < 100; i++)
        {
            _cache.Keep(Text(i), null, Document);
            Assert.NotNull(_cache.Find(Text(i), null));
            Assert.NotNull(_cache.Find(Text(0), null));
        }

        Assert.Equal(9, _cache.Count);
        Assert.NotNull(_cache.Find(Text(0), null));
        Assert.NotNull(_cache.Find(Text(99), null));
        Assert.Null(_cache.Find(Text(50), null));
        Assert.Null(_cache.Find(Text(99), "Other"));
    }

    [Fact]
    public void What_is_asked_for_once_drives_out_nothing_that_is_asked_for_again()
    {
        _cache.Keep(Text(0), null, Document);
        Assert.NotNull(_cache.Find(Text(0), null));
        _cache.Expect(Text(1), null, Document);
        for (var i = 2; i < 1_000; i++)
        {
            _cache.Keep(Text(i), null, Document);
        }

        Assert.Equal(3, _cache.Count);
        Assert.NotNull(_cache.Find(Text(0), null));
        Assert.NotNull(_cache.Find(Text(1), null));
        Assert.NotNull(_cache.Find(Text(999), null));
    }

    [Fact]
    public void What_comes_again_after_it_had_left_stays()
    {
        _cache.Keep(Text(0), null, Document);
        _cache.Keep(Text(1), null, Document);
        Assert.Null(_cache.Find(Text(0), null));
        _cache.Keep(Text(0), null, Document);
        _cache.Keep(Text(2), null, Document);
        _cache.Keep(Text(3), null, Document);
        Assert.NotNull(_cache.Find(Text(0), null));
    }

    [Fact]
    public void What_would_take_more_than_an_eighth_is_not_kept()
    {
        var large = new string('x', 900);
        _cache.Keep(large, null, Document);
        Assert.Null(_cache.Find(large, null));
    }

    private static string Text(int i) => $"{i:D100}";
}
