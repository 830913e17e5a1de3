using GraphQL;
using GraphQL.Utilities;
using Snapshooter.Xunit;

namespace ELearning.GraphQL.Tests.Conventions;

public sealed class ConventionTests : IDisposable
{
    private readonly TinyHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_conventions_yield_this_schema()
    {
        _host.Schema.Initialize();
        Snapshot.Match(_host.Schema.Print(new PrintOptions { IncludeDescriptions = false, StringComparison = StringComparison.Ordinal }));
    }

    [Fact]
    public async Task A_node_is_found_again_by_its_id()
    {
        var answer = await _host.AskAsync(
            "query($id: ID!) { node(id: $id) { __typename id ... on Book { title } } }",
            new { id = NodeId.Encode("Book", "b2") }
        );
        Assert.Equal("""{"data":{"node":{"__typename":"Book","id":"Qm9vazpiMg","title":"党史 \"读本\""}}}""", answer);
    }

    [Fact]
    public async Task Nodes_of_several_types_come_in_order_with_null_for_what_is_not_there()
    {
        var ids = new[] { NodeId.Encode("Book", "b3"), NodeId.Encode("Shelf", "s1"), NodeId.Encode("Book", "gone"), NodeId.Encode("Book", "b1") };
        var answer = await _host.AskAsync("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Book { title } ... on Shelf { name } } }", new { ids });
        Assert.Equal("""{"data":{"nodes":[{"title":"农技"},{"name":"一号书架"},null,{"title":"党章"}]}}""", answer);
        Assert.Equal(["b1,b3,gone"], _host.Library.Calls);
    }

    [Theory]
    [InlineData("nonsense!")]
    [InlineData("")]
    [InlineData("Qm9vazpiMg==")]
    [InlineData("Qm9vaw")]
    [InlineData("VW5rbm93bjox")]
    public async Task A_malformed_or_unknown_id_is_a_fault_of_the_request(string id)
    {
        var answer = await _host.AnswerAsync("query($id: ID!) { node(id: $id) { id } }", new { id });
        Assert.Equal("INVALID_ID", answer.Code());
    }

    [Fact]
    public async Task The_id_of_another_type_is_refused_before_anything_runs()
    {
        var answer = await _host.AnswerAsync($"{{ shelfById(id: \"{NodeId.Encode("Book", "b1")}\") {{ id }} }}");
        Assert.True(answer.Refused());
        Assert.Equal("INVALID_ID", answer.Code());
        answer = await _host.AnswerAsync(
            "mutation($input: MoveBookInput!) { moveBook(input: $input) { shelf { id } } }",
            new
            {
                input = new
                {
                    bookId = NodeId.Encode("Shelf", "s1"),
                    shelfId = NodeId.Encode("Shelf", "s1"),
                    position = 1,
                },
            }
        );
        Assert.True(answer.Refused());
        Assert.Equal("INVALID_ID", answer.Code());
    }

    [Fact]
    public async Task A_connection_pages()
    {
        var answer = await _host.AskAsync(
            "{ shelves(first: 1) { totalCount edges { cursor node { name } } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
        );
        Assert.Equal(
            """{"data":{"shelves":{"totalCount":2,"edges":[{"cursor":"c-s1","node":{"name":"一号书架"}}],"nodes":[{"name":"一号书架"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":false,"startCursor":"c-s1","endCursor":"c-s1"}}}}""",
            answer
        );
        Assert.True(_host.Library.Asked!.Page.WithTotal);
    }

    [Fact]
    public async Task The_whole_is_counted_only_when_asked_for()
    {
        await _host.AskAsync("{ shelves { nodes { name } } }");
        Assert.Equal(new PageRequest(20, null, false, WithTotal: false), _host.Library.Asked!.Page with { Payer = null });
        await _host.AskAsync("{ shelves(last: 3, before: \"x\") { ...F } } fragment F on ShelfConnection { all: totalCount }");
        Assert.Equal(new PageRequest(3, "x", true, WithTotal: true), _host.Library.Asked!.Page with { Payer = null });
    }

    [Theory]
    [InlineData("first: 500", "PAGE_SIZE")]
    [InlineData("first: 0", "PAGE_SIZE")]
    [InlineData("first: -1", "PAGE_SIZE")]
    [InlineData("last: 101", "PAGE_SIZE")]
    [InlineData("first: 1, last: 1", "PAGE_ARGUMENTS")]
    [InlineData("first: 1, before: \"x\"", "PAGE_ARGUMENTS")]
    [InlineData("first: \"1\"", "INVALID_VALUE")]
    [InlineData("first: 99999999999", "INVALID_VALUE")]
    public async Task Paging_arguments_that_mean_nothing_are_refused(string arguments, string code)
    {
        var answer = await _host.AnswerAsync($"{{ shelves({arguments}) {{ nodes {{ name }} }} }}");
        Assert.True(answer.Refused());
        Assert.Equal(code, answer.Code());
    }

    [Fact]
    public async Task A_filter_arrives_as_data()
    {
        await _host.AskAsync(
            """
            query($where: ShelfFilterInput, $order: [ShelfSortInput!]) { shelves(where: $where, order: $order) { nodes { name } } }
            """,
            new
            {
                where = new
                {
                    name = new { contains = "书" },
                    or = new object[]
                    {
                        new { colour = new { @in = new[] { "RED", "DARK_BLUE" } } },
                        new { madeAt = new { gte = "2026-01-01T00:00:00+08:00", lt = "2026-02-01T00:00:00Z" } },
                    },
                    books = new { some = new { eq = NodeId.Encode("Book", "b1") } },
                },
                order = new object[] { new { name = "DESC" }, new { madeAt = "ASC" } },
            }
        );
        var and = Assert.IsType<AndFilter>(_host.Library.Asked!.Where);
        Assert.Contains(new FieldFilter("name", FilterOperator.Contains, "书"), and.Parts);
        var or = Assert.Single(and.Parts.OfType<OrFilter>());
        var colours = Assert.IsType<FieldFilter>(or.Parts[0]);
        Assert.Equal(FilterOperator.In, colours.Operator);
        Assert.Equal([Colour.Red, Colour.DarkBlue], Assert.IsAssignableFrom<IEnumerable<object?>>(colours.Value).Cast<Colour>());
        var times = Assert.IsType<AndFilter>(or.Parts[1]);
        Assert.Equal(new FieldFilter("madeAt", FilterOperator.Gte, new DateTimeOffset(2025, 12, 31, 16, 0, 0, TimeSpan.Zero)), times.Parts[0]);
        Assert.Contains(new FieldFilter("books", FilterOperator.Some, "b1"), and.Parts);
        Assert.Equal([new Sort("name", true), new Sort("madeAt", false)], _host.Library.Asked.Order);
    }

    [Theory]
    [InlineData("{ shelves(where: { colour: { eq: RED } }) { nodes { name } } }", null)]
    [InlineData("{ shelves(where: { colour: { neq: RED } }) { nodes { name } } }", "INVALID_VALUE")]
    [InlineData("{ shelves(where: { colour: { eq: null } }) { nodes { name } } }", "INVALID_FILTER")]
    [InlineData("{ shelves(where: { weight: { eq: 1 } }) { nodes { name } } }", "INVALID_VALUE")]
    [InlineData("{ shelves(where: { books: { some: { eq: \"U2hlbGY6czE\" } } }) { nodes { name } } }", "INVALID_ID")]
    [InlineData("{ shelves(order: [{ colour: ASC }]) { nodes { name } } }", "INVALID_VALUE")]
    public async Task Only_what_an_index_serves_can_be_asked_for(string query, string? code)
    {
        var answer = await _host.AnswerAsync(query);
        Assert.Equal(code, answer.TryGetProperty("errors", out _) ? answer.Code() : null);
    }

    [Theory]
    [InlineData(50, null)]
    [InlineData(51, "INVALID_FILTER")]
    [InlineData(5_000, "INVALID_FILTER")]
    public async Task A_filter_of_more_conditions_than_anybody_writes_is_refused(int conditions, string? code)
    {
        var or = Enumerable
            .Range(0, conditions / 10)
            .Select(_ => new { or = Enumerable.Repeat(new { name = new { eq = "x" } }, 10) })
            .Append(new { or = Enumerable.Repeat(new { name = new { eq = "x" } }, conditions % 10) });
        var answer = await _host.AnswerAsync("query($where: ShelfFilterInput) { shelves(where: $where) { nodes { name } } }", new { where = new { or } });
        Assert.Equal(code, answer.TryGetProperty("errors", out _) ? answer.Code() : null);
    }

    [Fact]
    public async Task A_level_costs_one_fetch()
    {
        await _host.AskAsync("{ shelves { nodes { books { title } } } again: shelves { nodes { books { title } } } }");
        Assert.Equal(["b1,b2,b3"], _host.Library.Calls);
    }

    [Fact]
    public async Task Scalars_are_written_as_promised()
    {
        var answer = await _host.AskAsync("{ shelves { nodes { colour madeAt books { weight } } } }");
        Assert.Equal(
            """{"data":{"shelves":{"nodes":[{"colour":"RED","madeAt":"2026-03-01T00:00:00Z","books":[{"weight":1.5},{"weight":2}]},{"colour":"DARK_BLUE","madeAt":"2026-03-02T00:00:00.5Z","books":[{"weight":2},{"weight":0.25}]}]}}}""",
            answer
        );
    }

    [Theory]
    [InlineData("{ greeting(at: 1e400) }", null)]
    [InlineData("{ greeting(on: \"2026-02-30\") }", null)]
    [InlineData("{ greeting(on: 20260230) }", null)]
    [InlineData("query($at: Float) { greeting(at: $at) }", """{ "at": 1e400 }""")]
    [InlineData("query($at: Float) { greeting(at: $at) }", """{ "at": -1e999 }""")]
    [InlineData("query($at: Float) { greeting(at: $at) }", """{ "at": "1" }""")]
    [InlineData("query($at: Float) { greeting(at: $at) }", """{ "at": "NaN" }""")]
    [InlineData("query($on: Date) { greeting(on: $on) }", """{ "on": "2026-3-1" }""")]
    public async Task A_value_that_is_none_is_refused_before_anything_runs(string query, string? variables)
    {
        var answer = await _host.AnswerAsync(query, variables);
        Assert.True(answer.Refused());
        Assert.Equal("INVALID_VALUE", answer.Code());
    }

    [Fact]
    public async Task Values_arrive()
    {
        Assert.Equal("""{"data":{"greeting":"你好 2.5 20260301"}}""", await _host.AskAsync("{ greeting(at: 2.5, on: \"2026-03-01\") }"));
        Assert.Equal("""{"data":{"greeting":"你好 2 "}}""", await _host.AskAsync("query($at: Float) { greeting(at: $at) }", new { at = 2 }));
    }
}
