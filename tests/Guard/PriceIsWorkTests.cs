using ELearning.Api;
using ELearning.Content;
using ELearning.Tests.Storage;
using GraphQL;
using GraphQL.Types;
using Xunit.Abstractions;

namespace ELearning.Tests.Guard;

/// <summary>
/// A field's price is its work: what makes the database read more documents among ten times as many members costs more, too. Every list at the root is asked
/// for as it stands, with its total, in each order,
/// with each filter and with an <c>or</c> of twenty; below the lists and objects every field that leads to objects.
/// </summary>
public sealed class PriceIsWorkTests(PriceIsWorkTests.Towns towns, ITestOutputHelper output) : IClassFixture<PriceIsWorkTests.Towns>
{
    /// <summary>What is read more by chance: where pages lie, what is remembered.</summary>
    private const long Slack = 60;

    /// <summary>Documents that one unit buys at most.</summary>
    private const double Most = 3.5 * WorkCharge.EntriesForOne;

    public static TheoryData<string> Lists => new(ListsAtTheRoot.Keys.Order());

    private static IReadOnlyDictionary<string, IReadOnlyList<QueryField>> ListsAtTheRoot { get; } =
        new Dictionary<string, IReadOnlyList<QueryField>>
        {
            ["assetFolders"] = MediaShelf.QueryableFolders,
            ["assets"] = MediaShelf.Queryable,
            ["auditLog"] = AuditLog.Queryable,
            ["claims"] = CreditClaims.Queryable,
            ["correctionRequests"] = Corrections.Queryable,
            ["courseware"] = CoursewareLibrary.Queryable,
            ["coursewareDrafts"] = EditorialDesk.Queryable,
            ["grantRegister"] = GrantBook.Queryable,
            ["imports"] = SheetImports.Queryable,
            ["members"] = MemberRegister.Queryable,
            ["organisations"] = OrganisationTree.Queryable,
            ["pseudonymousStandings"] = [],
            ["registeredOperations"] = OperationRegistry.Queryable,
            ["teachers"] = TeacherPool.Queryable,
            ["venues"] = VenueRegister.Queryable,
            ["teachersOffered"] = [],
        };

    /// <summary>What a list cannot be asked without.</summary>
    private static IReadOnlyDictionary<string, string> Always { get; } =
        new Dictionary<string, string> { ["teachersOffered"] = $"organisationId: \"{NodeId.Encode("Organisation", SmallTown.County)}\", " };

    [Fact]
    public void No_list_is_left_out() =>
        Assert.Equal(ListsAtTheRoot.Keys.Order(), Query.Fields.Where(field => IsConnection(field)).Select(field => field.Name).Order());

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list(string name)
    {
        var fields = ListsAtTheRoot[name];
        var filters = QuerySamples.Filters(fields).Where(filter => filter.Value is not Array).Select(Written).ToList();
        List<string> arguments =
        [
            "",
            .. fields.Where(field => field.Sortable).SelectMany(field => new[] { $"order: [{{ {field.Name}: ASC }}]", $"order: [{{ {field.Name}: DESC }}]" }),
            .. filters.Select(filter => $"where: {filter}"),
            .. filters.SelectMany(filter =>
                fields.Where(field => field.Sortable).Take(2).Select(field => $"where: {filter}, order: [{{ {field.Name}: DESC }}]")
            ),
        ];
        if (filters.Count > 0)
            arguments.Add($"where: {{ or: [{string.Join(", ", Enumerable.Range(0, 20).Select(i => filters[i % filters.Count]))}] }}");
        var faults = new List<string>();
        foreach (var argument in arguments)
        {
            var call = $"{name}({Always.GetValueOrDefault(name)}first: 5{(argument.Length > 0 ? ", " : "")}{argument})";
            faults.AddRange(await FaultsAsync($"{{ {call} {{ nodes {{ __typename }} }} }}", name));
            faults.AddRange(await FaultsAsync($"{{ {call} {{ totalCount }} }}", name));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task What_leads_on_from_a_list_or_an_object()
    {
        var member = NodeId.Encode("Member", MemberRules.IdOf("QZ-0001"));
        var county = NodeId.Encode("Organisation", SmallTown.County);
        var faults = new List<string>();
        foreach (
            var (type, around) in new (string, Func<string, string>)[]
            {
                ("Member", inner => $"members(first: 5) {{ nodes {{ {inner} }} }}"),
                ("Member", inner => $"memberById(id: \"{member}\") {{ {inner} }}"),
                ("Organisation", inner => $"organisationById(id: \"{county}\") {{ {inner} }}"),
                ("Organisation", inner => $"organisations(first: 5) {{ nodes {{ {inner} }} }}"),
                ("CreditClaim", inner => $"claims(first: 5) {{ nodes {{ {inner} }} }}"),
                ("AuditEntry", inner => $"auditLog(first: 5) {{ nodes {{ {inner} }} }}"),
            }
        )
        {
            var fields = ((IObjectGraphType)towns.Few.Host.Service<ISchema>().AllTypes[type]!).Fields.Where(field =>
                field.ResolvedType!.GetNamedType() is not ScalarGraphType
            );
            foreach (var field in fields)
            {
                var year = field.Arguments?.Find("year") is { ResolvedType: NonNullGraphType } ? "(year: 2025)" : "";
                faults.AddRange(
                    await FaultsAsync(
                        $"{{ {around($"{field.Name}{year} {{ {(IsConnection(field) ? "totalCount nodes { __typename }" : "__typename")} }}")} }}",
                        type
                    )
                );
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_report_costs_one_for_every_ten_members_below_and_nothing_more_while_it_is_kept()
    {
        var county = NodeId.Encode("Organisation", SmallTown.County);
        string Report(int year) => $"{{ organisationById(id: \"{county}\") {{ complianceReport(year: {year}) {{ members }} }} }}";
        var cold = await towns.Many.WorkOfAsync(towns.Many.CountyAdmin, Report(2025));
        Assert.InRange(cold.Answer["organisationById.complianceReport.members"]!.GetValue<int>(), Towns.Most, Towns.Most + 1);
        Assert.Equal(52 + (Towns.Most / ReportPrice.MembersForOne), CostOf(cold.Answer));
        Assert.Equal(52, CostOf(await towns.Many.CountyAdmin.QueryAsync(Report(2025))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Years_that_together_cost_too_much_are_refused_before_a_member_is_read(bool isMutation)
    {
        var county = NodeId.Encode("Organisation", SmallTown.County);
        var years = string.Join(' ', Enumerable.Range(1960, 50).Select(year => $"y{year}: complianceReport(year: {year}) {{ members }}"));
        var register =
            $"registerMember(input: {{ number: \"NEW-0001\", name: \"新\", organisationId: \"{NodeId.Encode("Organisation", SmallTown.Village)}\", "
            + $"category: RURAL, admittedOn: \"2020-01-01\" }})";
        var query = isMutation
            ? $"mutation {{ {register} {{ member {{ number organisation {{ parent {{ parent {{ {years} }} }} }} }} }} }}"
            : $"{{ organisationById(id: \"{county}\") {{ {years} }} }}";

        var (answer, documents) = await towns.Many.WorkOfAsync(isMutation ? towns.Many.CountyAdmin : towns.Many.Administrator, query);

        Assert.Equal("COST_EXCEEDED", answer.Code);
        Assert.InRange(documents, 0, 20);
        if (isMutation)
        {
            // What was changed is told all the same; only the reports are missing.
            Assert.Equal((200, "NEW-0001"), (answer.Status, answer.String("registerMember.member.number")));
            Assert.Null(answer["registerMember.member.organisation.parent.parent.y1960"]);
        }
        else
        {
            Assert.Equal((400, (string?)null), (answer.Status, answer.Json["data"]?.ToJsonString()));
        }
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(string query, string what)
    {
        var (few, fewDocuments) = await towns.Few.WorkOfAsync(Asking(towns.Few, what), query);
        var (many, manyDocuments) = await towns.Many.WorkOfAsync(Asking(towns.Many, what), query);
        Assert.True(many.Json["errors"] is null && few.Json["errors"] is null, query + many.Text);
        var (more, dearer) = (manyDocuments - fewDocuments, CostOf(many) - CostOf(few));
        output.WriteLine($"{fewDocuments, 6} {manyDocuments, 6} documents for {CostOf(few), 5} {CostOf(many), 5}: {query}");
        return more <= Slack || more <= dearer * Most ? [] : [$"reads {more} documents more and costs {dearer} more: {query}"];
    }

    private static ApiClient Asking(CrowdedTown town, string what) =>
        what switch
        {
            "pseudonymousStandings" => town.Partner,
            "members" or "claims" or "organisations" => town.CountyAdmin,
            "auditLog" => town.Auditor,
            _ => town.Administrator,
        };

    private static int CostOf(ApiAnswer answer) => answer.Json["extensions"]!["cost"]!["operation"]!.GetValue<int>();

    private static string Written(FieldFilter filter)
    {
        var value = filter.Value switch
        {
            string when filter.Field is "organisationId" or "parentId" or "within" => $"\"{NodeId.Encode("Organisation", SmallTown.County)}\"",
            string when filter.Field is "memberId" or "ownerIds" => $"\"{NodeId.Encode("Member", MemberRules.IdOf("QZ-0001"))}\"",
            string when filter.Field is "folderId" => $"\"{NodeId.Encode("AssetFolder", "none")}\"",
            string when filter.Field is "teacherIds" or "teacherId" => $"\"{NodeId.Encode("Teacher", "none")}\"",
            string when filter.Field is "name" => "\"王\"",
            string text => $"\"{text}\"",
            DateOnly => "\"2025-01-01\"",
            DateTimeOffset => "\"2026-01-01T00:00:00Z\"",
            Enum one => one.ToString().ToConstantCase(),
            bool yes => yes ? "true" : "false",
            var number => Convert.ToString(number, System.Globalization.CultureInfo.InvariantCulture)!,
        };
        var name = filter.Operator.ToString().ToCamelCase();
        return filter.Operator is FilterOperator.Some or FilterOperator.All or FilterOperator.None
            ? $"{{ {filter.Field}: {{ {name}: {{ eq: {value} }} }} }}"
            : $"{{ {filter.Field}: {{ {name}: {(filter.Operator is FilterOperator.In or FilterOperator.Nin ? $"[{value}]" : value)} }} }}";
    }

    private IObjectGraphType Query
    {
        get
        {
            var schema = towns.Few.Host.Service<ISchema>();
            schema.Initialize();
            return schema.Query;
        }
    }

    private static bool IsConnection(FieldType field) => field.ResolvedType!.GetNamedType().Name.EndsWith("Connection", StringComparison.Ordinal);

    /// <summary>The same town twice, once with ten times as many members.</summary>
    public sealed class Towns : IAsyncLifetime
    {
        public const int Least = 200;
        public const int Most = 2_000;

        internal CrowdedTown Few { get; private set; } = null!;

        internal CrowdedTown Many { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Few = await CrowdedTown.OpenAsync(Least);
            Many = await CrowdedTown.OpenAsync(Most);
        }

        public async Task DisposeAsync()
        {
            await Few.DisposeAsync();
            await Many.DisposeAsync();
        }
    }
}
