using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using ELearning.Api;
using ELearning.Content;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Schemas;

/// <summary>The product's engine answers as GraphQL.NET does, to the byte, whatever it is asked.</summary>
public sealed class ExecutionStrategyTests
{
    /// <summary>Many, because each is quick; where one fails, its seed is in the message.</summary>
    private const int Documents = 100;

    private static readonly ClaimsPrincipal Root = new(new ClaimsIdentity([new Claim("oid", "root"), new Claim("roles", "Administrator")], "test"));

    [Theory]
    [InlineData("{ odd { number name names numbers below { number name } } }")]
    [InlineData("{ odd { below { fragile } } }")]
    [InlineData("{ odd { below { promised } } }")]
    [InlineData("{ odd { gaps { below { promised number } } } }")]
    [InlineData("{ odd { below { late lateAndPromised below { late fragile } } } }")]
    [InlineData("{ odd { strictNames below { strictNames names } } }")]
    [InlineData("{ odd { gaps { number } strictGaps { number } below { strictGaps { number } } } }")]
    [InlineData("{ odd { rows { number rows { number } } numbers } }")]
    [InlineData("{ odd { loaded { number loaded { number } } loadedEach { number loaded { name } } below { loaded { number } notLoaded { number } } } }")]
    [InlineData(
        "{ odd { other { __typename number ... on Even { half } ... on Odd { name } } others { __typename ... on Numbered { number } ... on Even { half } } } }"
    )]
    [InlineData("{ odd { stranger { number } below { stranger { number } wrong } } }")]
    [InlineData("{ odd { number a: number number below(first: 2) { number } below(first: 2) { name } } }")]
    [InlineData(
        "{ odd { ...A ...B } } fragment A on Odd { number below { number below { number } } } fragment B on Odd { number below { name below { name "
            + "...C } } } fragment C on Numbered { n: number }"
    )]
    [InlineData(
        "query($yes: Boolean!, $no: Boolean!) { odd { number @skip(if: $yes) name @include(if: $no) below @include(if: $yes) { number ... @skip(if: "
            + "$yes) { name } } } none { number } }"
    )]
    [InlineData("query($few: Int) { slow { below(first: $few) { number } } odd { below(first: 1) { below(first: $few) { number } } } }")]
    [InlineData("query($few: Int!) { odd { below(first: $few) { number } } nothing }")]
    [InlineData("{ __typename __schema { queryType { name fields { name args { name } } } } __type(name: \"Odd\") { kind } odd { __typename } }")]
    [InlineData("{ odd { below { promised } } slow { lateAndPromised below { number } } }")]
    public async Task An_odd_document_is_answered_alike(string document)
    {
        await using var services = Odd();
        Assert.NotEmpty(await new BothEngines(services, Root).AgreeAsync(document, RandomDocuments.Variables));
    }

    [Fact]
    public async Task Any_document_over_a_schema_of_faults_is_answered_alike()
    {
        await using var services = Odd();
        var schema = services.GetRequiredService<ISchema>();
        schema.Initialize();
        var (engines, random) = (new BothEngines(services, Root), new RandomDocuments(schema));
        var faulty = 0;
        for (var seed = 0; seed < Documents; seed++)
        {
            if ((await engines.AgreeAsync(random.Make(seed, 3), RandomDocuments.Variables, places: false)).Contains("\"errors\"", StringComparison.Ordinal))
                faulty++;
        }

        // It would prove little if all were refused, or none failed on the way.
        Assert.InRange(faulty, Documents / 10, Documents * 9 / 10);
    }

    /// <summary>Texts that are valid, and such in which a word or sign is missing, doubled or of another place.</summary>
    [Fact]
    public async Task What_is_proved_of_a_plain_query_is_what_the_rules_of_the_engine_find()
    {
        await using var services = Odd();
        var schema = services.GetRequiredService<ISchema>();
        schema.Initialize();
        var (engines, random) = (new BothEngines(services, Root), new RandomDocuments(schema));
        var (proved, invalid) = (0, 0);
        for (var seed = 0; seed < 10 * Documents; seed++)
        {
            var text = random.MakePlain(seed, 3);
            if (seed % 2 > 0)
                text = RandomDocuments.Broken(text, seed);
            if (!Parses(text, out var document))
                continue;
            var valid = await engines.IsValidAsync(document);
            invalid += valid ? 0 : 1;
            if (PlainQuery.DemandsOf(document, schema) is null)
                continue;
            proved++;
            Assert.True(valid, text);
        }

        Assert.True(proved > Documents && invalid > Documents / 4, $"{proved} proved, {invalid} invalid");
    }

    [Fact]
    public async Task Mutations_run_one_after_the_other_each_with_all_below_it()
    {
        await using var services = Odd();
        var serial = await AnswerAsync(
            services,
            "mutation { a: count { number loaded { number } late } b: count { number loaded { number } } c: count { number } }"
        );
        Assert.Equal("""{"data":{"a":{"number":1,"loaded":{"number":2},"late":"whole"},"b":{"number":2,"loaded":{"number":3}},"c":{"number":3}}}""", serial);
    }

    [Fact]
    public async Task The_operations_of_the_contract_and_any_other_query_of_the_product_are_answered_alike()
    {
        await using var school = await School.OpenAsync();
        await school.CreditAsync(School.Lin, "one", CreditForm.Lecture, 5400, new(2026, 1, 10));
        await school.Member.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", School.History) } });
        var (lin, history) = (School.MemberId(School.Lin), School.Id("Courseware", School.History));
        var engines = new BothEngines(school.Host.Services, Root);
        await engines.AgreeAsync(ContractOperations.Catalogue, new { first = 2 });
        await engines.AgreeAsync(ContractOperations.CoursewareById, new { id = history });
        await engines.AgreeAsync(ContractOperations.TeacherPool, new { first = 5 });
        await engines.AgreeAsync(ContractOperations.OrganisationReport, new { id = School.Id("Organisation", SmallTown.County), year = 2026 });
        await engines.AgreeAsync(ContractOperations.Members, new { first = 5 });
        await engines.AgreeAsync(ContractOperations.MemberStanding, new { id = lin, year = 2026 });
        var self = new BothEngines(
            school.Host.Services,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("oid", School.Lin), new Claim("roles", "Member")], "test"))
        );
        await self.AgreeAsync(ContractOperations.MyStanding, new { year = 2026 });
        await self.AgreeAsync(ContractOperations.ContinueWatching);

        // What is written down of each look would be seen by the next.
        var documents = new RandomDocuments(
            school.Host.Service<ISchema>(),
            new Dictionary<string, string[]>
            {
                ["Courseware"] = [history, School.Id("Courseware", School.Farming)],
                ["Teacher"] = [School.Id("Teacher", School.Active)],
                ["Member"] = [lin],
                ["Organisation"] = [School.Id("Organisation", SmallTown.County)],
                [IdFields.AnyNode] = [lin, history, School.Id("Teacher", School.Active), School.Id("Chapter", $"{School.Farming}/one")],
            },
            "Query.auditLog"
        );
        for (var seed = 0; seed < 30; seed++)
        {
            await engines.AgreeAsync(documents.Make(seed, 3), RandomDocuments.Variables, places: false);
        }
    }

    private static bool Parses(string text, [NotNullWhen(true)] out GraphQLDocument? document)
    {
        try
        {
            document = Parser.Parse(text);
            return true;
        }
        catch (GraphQLSyntaxErrorException)
        {
            document = null;
            return false;
        }
    }

    private static ServiceProvider Odd() =>
        new ServiceCollection()
            .AddLogging()
            .AddServerOf<OddSchema>(
                new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("GraphQL:Limits:Errors", (string?)"1000")]).Build(),
                true
            )
            .AddSingleton(new IdentityOptions())
            .AddSingleton(
                new Subjects(
                    (_, _, _) => Task.FromResult<string?>(null),
                    (_, _, _) => Task.FromResult<IReadOnlyList<Grant>>([]),
                    (_, _, _, _) => Task.FromResult(false)
                )
            )
            .BuildServiceProvider();

    private static async Task<string> AnswerAsync(ServiceProvider services, string document)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await services
            .GetRequiredService<GraphQLExecutor>()
            .ExecuteAsync(new GraphQLCall(document, null, null, null), Root, scope.ServiceProvider, queriesOnly: false, default);
        return services.GetRequiredService<ApiSerializer>().Serialize(result);
    }
}
