using ELearning.Api;
using ELearning.Tests.Schemas;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQLParser;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Guard;

public sealed class CostModelTests : IDisposable
{
    private readonly TinyHost _tiny = new();

    private readonly ServiceProvider _product = new ServiceCollection()
        .AddLogging()
        .AddSingleton<Query>()
        .AddSingleton<Mutation>()
        .AddServerOf<ApiSchema>(new ConfigurationBuilder().Build(), isDevelopment: true)
        .BuildServiceProvider();

    public void Dispose()
    {
        _tiny.Dispose();
        _product.Dispose();
    }

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

    /// <summary>What is printed in the contract is what a client may rely on, so these figures are too.</summary>
    [Theory]
    [InlineData(nameof(ContractOperations.Catalogue), """{ "first": 20 }""", 244)]
    [InlineData(nameof(ContractOperations.Catalogue), """{ "first": 100 }""", 1132)]
    [InlineData(nameof(ContractOperations.CoursewareById), "{}", 15)]
    [InlineData(nameof(ContractOperations.Beat), "{}", 12)]
    [InlineData(nameof(ContractOperations.MyStanding), """{ "year": 2026 }""", 189)]
    [InlineData(nameof(ContractOperations.TeacherPool), """{ "first": 20 }""", 518)]
    [InlineData(nameof(ContractOperations.OrganisationReport), "{}", 133)]
    [InlineData(nameof(ContractOperations.ContinueWatching), "{}", 50)]
    public void The_operations_of_the_web_client_cost_this(string operation, string variables, int cost) =>
        Assert.Equal(cost, Cost(_product.GetRequiredService<ISchema>(), ContractOperations.Of(operation), variables));

    [Fact]
    public void A_learner_who_studies_in_two_tabs_and_browses_all_the_while_never_meets_the_budget()
    {
        var schema = _product.GetRequiredService<ISchema>();
        var options = new BudgetOptions();
        int[] pages =
        [
            Cost(schema, ContractOperations.Catalogue, """{ "first": 100 }"""),
            Cost(schema, ContractOperations.CoursewareById),
            Cost(schema, ContractOperations.MyStanding),
            Cost(schema, ContractOperations.ContinueWatching),
        ];
        var minute = (8 * Cost(schema, ContractOperations.Beat)) + (15 * pages.Sum());
        Assert.True(minute < BudgetOf("Member") / 2, $"{minute}");
        Assert.True(Cost(schema, ContractOperations.Beat) < options.SmallOperation);
    }

    [Fact]
    public void Asking_for_the_schema_is_affordable_and_asking_for_it_in_itself_is_not()
    {
        var schema = _product.GetRequiredService<ISchema>();
        const string type =
            "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { "
            + "kind name } } } } } } }";
        var tools = $$"""
            { __schema { queryType { name } types { kind name description fields(includeDeprecated: true) { name description args { name description type {
            {{type}} } defaultValue } type { {{type}} } }
              inputFields { name type { {{type}} } } interfaces { {{type}} } enumValues { name description } possibleTypes { {{type}} } } directives { name
              locations args { name type { {{type}} } } } } }
            """;
        var options = new BudgetOptions();
        Assert.InRange(Cost(schema, tools), 1_000, options.LargestOperation);
        Assert.True(
            Cost(schema, "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }") > options.LargestOperation
        );
    }

    [Fact]
    public void What_grows_with_every_level_is_no_longer_affordable_before_it_hurts()
    {
        var schema = _product.GetRequiredService<ISchema>();
        var below = "name";
        var costs = Enumerable.Range(1, 8).Select(_ => Cost(schema, $"{{ organisationById(id: \"x\") {{ {below = $"children {{ {below} }}"} }} }}")).ToList();
        Assert.Equal(costs.Order(), costs);
        Assert.True(costs[1] < new BudgetOptions().LargestOperation);
        Assert.True(costs[3] > new BudgetOptions().LargestOperation);
        Assert.True(costs[7] > 1_000_000_000);
    }

    private static int Cost(ISchema schema, string document, string variables = "{}") => Model(schema, document).Of(Inputs(variables));

    private static OperationCost Model(ISchema schema, string document)
    {
        var parsed = Parser.Parse(document);
        return new CostModel(schema).Of(parsed, GraphQLExecutor.Operation(parsed, null));
    }

    private static Inputs Inputs(string variables) => new GraphQLSerializer().Deserialize<Inputs>(variables)!;

    private static int BudgetOf(string role)
    {
        var server = new GraphQLServerOptions();
        SchemaSetup.Configure(server);
        return server.RoleBudgets[role];
    }
}
