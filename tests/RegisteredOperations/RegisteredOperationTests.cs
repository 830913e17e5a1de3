using Snapshooter;
using Snapshooter.Xunit;

namespace ELearning.Tests.RegisteredOperations;

/// <summary>Operations registered by an administrator, through the API and on two processes.</summary>
public sealed class RegisteredOperationTests(RegisteredOperationTests.Town town) : IClassFixture<RegisteredOperationTests.Town>
{
    private const string Register = """
        mutation($input: RegisterOperationInput!) { registerOperation(input: $input) {
          operation { id hash clientName name document status registeredAt registeredBy retiredAt }
          errors { __typename ... on Error { code message } ... on InvalidInputError { field } ... on OperationRefusedError { fault } } } }
        """;

    private const string Retire = """
        mutation($input: RetireOperationInput!) { retireOperation(input: $input) { operation { id status retiredAt } errors { __typename ... on Error { code
        message } } } }
        """;

    private const string Titles = "query Titles($first: Int!) { courseware(first: $first) { nodes { title } } }";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    private School Opened => town.School;

    [Fact]
    public async Task An_administrator_registers_lists_and_retires_and_the_same_again_is_the_same()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        var first = await RegisterAsync(root, Titles, "党建网");
        school.Host.Time.Advance(TimeSpan.FromMinutes(1));
        var again = await RegisterAsync(root, Titles, " 党建网 ");
        Assert.Equal(first.Text, again.Text);
        await RegisterAsync(root, Titles, "学习大屏");
        school.Host.Time.Advance(TimeSpan.FromMinutes(1));
        var retired = await root.QueryAsync(Retire, new { input = new { operationId = first.String("registerOperation.operation.id") } });
        school.Host.Time.Advance(TimeSpan.FromMinutes(1));
        var retiredAgain = await root.QueryAsync(Retire, new { input = new { operationId = first.String("registerOperation.operation.id") } });
        Assert.Equal(retired.Text, retiredAgain.Text);
        var missing = await root.QueryAsync(Retire, new { input = new { operationId = School.Id("RegisteredOperation", "none") } });
        var list = await root.QueryAsync(
            """
            { all: registeredOperations { totalCount nodes { clientName hash name status registeredAt retiredAt } }
              retired: registeredOperations(where: { status: { eq: RETIRED }, clientName: { in: ["党建网"] } }, order: [{ registeredAt: ASC }]) { nodes {
              clientName } } }
            """
        );
        var renewed = await RegisterAsync(root, Titles, "党建网");
        Snapshot.Match(string.Join('\n', first.Text, retired.Text, missing.Text, list.Text, renewed.Text));
    }

    [Theory]
    [InlineData("syntax", "{ ")]
    [InlineData("field", "{ courseware { nodes { titel } } }")]
    [InlineData("two", "query A { __typename } query B { __typename }")]
    [InlineData("ring", "{ ...A } fragment A on Query { ...A }")]
    [InlineData("empty", "")]
    public async Task A_document_that_could_not_be_run_is_refused_with_its_fault(string name, string document) =>
        Snapshot.Match(
            (await Opened.Administrator.AskAsync(Register, new { input = new { document, clientName = "党建网" } }, "en")).Text,
            SnapshotNameExtension.Create(name)
        );

    [Fact]
    public async Task A_client_has_a_name() =>
        Assert.Equal(
            "InvalidInputError",
            (await Opened.Administrator.QueryAsync(Register, new { input = new { document = Titles, clientName = " " } })).Refusal("registerOperation")
        );

    [Fact]
    public async Task It_is_sent_by_its_hash_on_every_process_until_it_is_retired_and_a_minute_longer_where_it_was_looked_up()
    {
        await using var other = Opened.Host.Beside();
        var id = (await RegisterAsync(Titles, "党建网")).String("registerOperation.operation.id");
        var member = other.ClientFor(School.Lin, "Member");
        var expected = (await member.QueryAsync(Titles, new { first = 1 })).Text;
        Assert.Equal(expected, (await SendAsync(member)).Text);
        Assert.Equal(
            expected,
            (
                await member.PostAsync(
                    new { extensions = new { persistedQuery = new { version = 1, sha256Hash = OperationHash.Of(Titles) } }, variables = new { first = 1 } }
                )
            ).Text
        );

        await Opened.Administrator.QueryAsync(Retire, new { input = new { operationId = id } });
        Assert.Equal("OPERATION_UNKNOWN", (await SendAsync(Opened.Member)).Code);
        Assert.Equal(expected, (await SendAsync(member)).Text);
        other.Time.Advance(KnownOperations.Memory);
        Assert.Equal((400, "OPERATION_UNKNOWN"), ((await SendAsync(member)).Status, (await SendAsync(member)).Code));

        // Registered anew, it is there as soon as it is forgotten that it was not.
        await RegisterAsync(Titles, "党建网");
        other.Time.Advance(KnownOperations.MemoryOfNone);
        Assert.Equal(expected, (await SendAsync(member)).Text);
    }

    [Fact]
    public async Task It_may_be_sent_while_any_client_has_it()
    {
        const string titles = Titles + " # of two";
        var first = await RegisterAsync(titles, "党建网");
        await RegisterAsync(titles, "学习大屏");
        await Opened.Administrator.QueryAsync(Retire, new { input = new { operationId = first.String("registerOperation.operation.id") } });
        Assert.Null((await SendAsync(Opened.Member, titles)).Code);
    }

    [Fact]
    public async Task What_it_asks_for_is_asked_for_in_the_rights_of_the_caller()
    {
        const string members = "{ members { totalCount } }";
        await RegisterAsync(members, "党建网");
        Assert.Equal("FORBIDDEN", (await SendAsync(Opened.Member, members)).Code);
        Assert.Null((await SendAsync(Opened.CountyAdmin, members)).Code);
        Assert.Equal(
            (401, "UNAUTHENTICATED"),
            ((await SendAsync(Opened.Host.Anonymous(), members)).Status, (await SendAsync(Opened.Host.Anonymous(), members)).Code)
        );
    }

    [Fact]
    public async Task Guessed_hashes_cost_whoever_guesses_and_ask_the_database_for_nobody_without_a_token()
    {
        var anonymous = Opened.Host.Anonymous();
        Assert.Equal(0, await Opened.Host.RoundTripsOf(() => anonymous.PostAsync(new { documentId = $"sha256:{Zeros}" })));
        var member = Opened.Host.ClientFor("partner", "Catalogue.Read");
        // Who may call is asked once a request; the second time it is remembered that there is no such operation.
        Assert.Equal(0, await Opened.Host.RoundTripsOf(() => member.PostAsync(new { documentId = $"sha256:{Zeros}" })));
        var budget = Opened.Host.Service<CostControl>().BudgetOf(TinyHost.User());
        var before = budget.Remaining;
        await Assert.ThrowsAsync<RequestFault>(async () =>
            await Opened.Host.Service<KnownOperations>().ReadAsync(new("", null, null, null) { DocumentId = new string('1', 64) }, TinyHost.User(), default)
        );
        Assert.Equal(CostControl.OfLookup, before - budget.Remaining);
    }

    private Task<ApiAnswer> RegisterAsync(string document, string clientName) => RegisterAsync(Opened.Administrator, document, clientName);

    private static Task<ApiAnswer> RegisterAsync(ApiClient administrator, string document, string clientName) =>
        administrator.QueryAsync(Register, new { input = new { document, clientName } });

    private static Task<ApiAnswer> SendAsync(ApiClient client, string document = Titles) =>
        client.PostAsync(
            new
            {
                documentId = $"sha256:{OperationHash.Of(document)}",
                variables = document.Contains("$first", StringComparison.Ordinal) ? new { first = 1 } : null,
            }
        );

    public sealed class Town : IAsyncLifetime
    {
        internal School School { get; private set; } = null!;

        public async Task InitializeAsync() => School = await School.OpenAsync();

        public async Task DisposeAsync() => await School.DisposeAsync();
    }
}
