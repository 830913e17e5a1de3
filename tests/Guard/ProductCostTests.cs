using ELearning.Api;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQLParser;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Guard;

public sealed class ProductCostTests : IDisposable
{
    private readonly ServiceProvider _product = new ServiceCollection()
        .AddLogging()
        .AddSingleton<Query>()
        .AddSingleton<Mutation>()
        .AddServerOf<ApiSchema>(new ConfigurationBuilder().Build(), isDevelopment: true)
        .BuildServiceProvider();

    public void Dispose() => _product.Dispose();

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
        return new CostModel(schema).Of(parsed, Selections.OperationOf(parsed, null));
    }

    private static Inputs Inputs(string variables) => new GraphQLSerializer().Deserialize<Inputs>(variables)!;

    private static int BudgetOf(string role)
    {
        var server = new GraphQLServerOptions();
        SchemaSetup.Configure(server);
        return server.RoleBudgets[role];
    }
}
