using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQLParser;

namespace ELearning.GraphQL.Tests.Cost;

public sealed class CostModelTests : IDisposable
{
    private readonly TinyHost _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData("{ greeting }", 1)]
    [InlineData("{ shelfById(id: \"x\") { id name } }", 1.2)]
    [InlineData("{ shelfById(id: \"x\") { books { title } } }", 1 + (5 * 1.1))]
    [InlineData("{ shelves { totalCount } }", 10 + 10)]
    [InlineData("{ shelves { nodes { name } } }", 10 + (20 * 1.1))]
    [InlineData("{ shelves(first: 3) { nodes { name books { title } } } }", 10 + (3 * 6.6))]
    [InlineData("{ shelves(last: 7) { edges { cursor node { name } } pageInfo { endCursor } } }", 10 + (7 * 2.2) + 1.1)]
    [InlineData("{ shelves(first: 1) { nodes { name } } greeting }", 10 + 1.1 + 0.1)]
    [InlineData(
        "{ shelves(first: 1) { ...P } all: shelves(first: 100) { ...P } } fragment P on ShelfConnection { nodes { ...N } } fragment N on Shelf { name colour }",
        10 + 1.2 + 10 + 120
    )]
    [InlineData("{ node(id: \"x\") { id ... on Shelf { name } ... on Book { title } } }", 1.3)]
    [InlineData("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id } }", 3.3)]
    [InlineData("{ shelves(first: 2) { nodes { name @skip(if: true) colour @include(if: false) madeAt @include(if: true) } } }", 10 + 2.2)]
    [InlineData("{ shelves(first: 2) @include(if: false) { nodes { name } } greeting }", 1)]
    [InlineData("mutation { moveBook(input: { bookId: \"b\", shelfId: \"s\", position: 1 }) { shelf { name } errors { __typename } } }", 10 + 1.1 + 1.1)]
    [InlineData("{ unknown { deeper } shelfById(id: \"x\") { unknown { id } name } }", 1.1)]
    public void A_field_costs_its_weight_and_all_below_it_as_often_as_it_comes(string document, double cost) =>
        Assert.Equal((int)Math.Ceiling(Math.Round(cost, 3)), Cost(_tiny.Schema, document));

    [Theory]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", """{ "n": 50 }""", 10 + 55)]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", """{ "n": null }""", 10 + 22)]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", "{}", 10 + 22)]
    [InlineData("query($n: Int = 7) { shelves(first: $n) { nodes { name } } }", "{}", 10 + 7.7)]
    [InlineData("query($n: Int = 7) { shelves(first: $n) { nodes { name } } }", """{ "n": 2 }""", 10 + 2.2)]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", """{ "n": 1000000000 }""", 10 + 110)]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", """{ "n": -5 }""", 10 + 1.1)]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", """{ "n": "many" }""", 10 + 110)]
    [InlineData("query($n: Int) { shelves(first: $n) { nodes { name } } }", """{ "n": 99999999999999999999 }""", 10 + 110)]
    [InlineData("query($f: Int, $l: Int) { shelves(first: $f, last: $l) { nodes { name } } }", """{ "l": 4 }""", 10 + 4.4)]
    [InlineData("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", """{ "ids": ["a", "b"] }""", 2.2)]
    [InlineData("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", """{ "ids": "a" }""", 1.1)]
    [InlineData(
        "query($is: Boolean!) { shelves(first: 10) { nodes { books @include(if: $is) { title } name @skip(if: $is) } } }",
        """{ "is": true }""",
        10 + 10 + 55
    )]
    [InlineData(
        "query($is: Boolean!) { shelves(first: 10) { nodes { books @include(if: $is) { title } name @skip(if: $is) } } }",
        """{ "is": false }""",
        10 + 10 + 1
    )]
    public void Variables_count_as_what_they_say(string document, string variables, double cost) =>
        Assert.Equal((int)Math.Ceiling(Math.Round(cost, 3)), Cost(_tiny.Schema, document, variables));

    [Fact]
    public void Each_root_field_has_its_part()
    {
        var cost = Model(
            _tiny.Schema,
            "query($n: Int) { shelves(first: $n) { nodes { name } } one: greeting ...F } fragment F on Query { shelfById(id: \"x\") { id } "
                + "shelves(first: $n) { totalCount } }"
        );
        var variables = Inputs("""{ "n": 10 }""");
        Assert.Equal((10 + 11 + 10 + 10, 1, 2), (cost.Of("shelves", variables), cost.Of("one", variables), cost.Of("shelfById", variables)));
        Assert.Equal(10 + 11 + 10 + 10 + 2, cost.Of(variables));
        Assert.Equal(1, cost.Of("unknown", variables));
    }

    private static int Cost(ISchema schema, string document, string variables = "{}") => Model(schema, document).Of(Inputs(variables));

    private static OperationCost Model(ISchema schema, string document)
    {
        var parsed = Parser.Parse(document);
        return new CostModel(schema).Of(parsed, Selections.OperationOf(parsed, null));
    }

    private static Inputs Inputs(string variables) => new GraphQLSerializer().Deserialize<Inputs>(variables)!;
}
