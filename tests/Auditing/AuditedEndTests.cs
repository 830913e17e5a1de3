using System.Security.Claims;
using ELearning.Content;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Auditing;

/// <summary>What the audit log says of a change that did not come to its end.</summary>
public sealed class AuditedEndTests(AuditedEndTests.Town town) : IClassFixture<AuditedEndTests.Town>
{
    private ApiHost Host => town.School.Host;

    [Fact]
    public async Task A_change_whose_time_is_over_in_the_middle_is_recorded_as_its_caller_heard()
    {
        InTheMiddle(() => Host.Time.Advance(new GraphQLLimits().Timeout));
        Assert.Equal("TIMEOUT", (await town.School.Administrator.AskAsync(Register("QZ-0201"))).Code);
        Assert.Equal("TIMEOUT", await ResultAsync());
    }

    [Fact]
    public async Task A_change_whose_end_cannot_be_recorded_is_answered_all_the_same()
    {
        InTheMiddle(() => Host.Time.Advance(new GraphQLLimits().Timeout), end: () => throw new InvalidOperationException("The cable is out."));
        Assert.Equal("TIMEOUT", (await town.School.Administrator.AskAsync(Register("QZ-0202"))).Code);
        Assert.Equal(AuditLog.Attempted, await ResultAsync());
    }

    [Fact]
    public async Task A_change_whose_client_goes_away_in_the_middle_is_recorded_as_cancelled()
    {
        using var gone = new CancellationTokenSource();
        InTheMiddle(gone.Cancel);
        await using var scope = Host.Services.CreateAsyncScope();
        var root = new ClaimsPrincipal(new ClaimsIdentity([new Claim("oid", "root"), new Claim("roles", "Administrator")], "test"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Host.Service<GraphQLExecutor>()
                .ExecuteAsync(new GraphQLCall(Register("QZ-0203"), null, null, null), root, scope.ServiceProvider, queriesOnly: false, gone.Token)
        );
        Assert.Equal("CANCELLED", await ResultAsync());
    }

    [Fact]
    public async Task A_change_that_fails_for_no_known_reason_is_recorded_as_its_caller_heard()
    {
        InTheMiddle(() => throw new InvalidOperationException("The cable is out."));
        Assert.Equal("INTERNAL", (await town.School.Administrator.AskAsync(Register("QZ-0204"))).Code);
        Assert.Equal("INTERNAL", await ResultAsync());
    }

    /// <summary>
    /// Once a registration is on record as attempted, with its next command, of which there are several; and when its end is about to be recorded.
    /// </summary>
    private void InTheMiddle(Action middle, Action? end = null)
    {
        // The newest entry is then the one of this test.
        Host.Time.Advance(TimeSpan.FromMilliseconds(1));
        var attempted = false;
        Host.OnCommand = command =>
        {
            var (name, of) = (command.GetElement(0).Name, command.GetElement(0).Value);
            if (name == "update" && of == "audit")
                end?.Invoke();
            else if (attempted)
                middle();
            attempted = name == "insert" && of == "audit";
        };
    }

    private static string Register(string number) =>
        $"mutation {{ registerMember(input: {{ number: \"{number}\", name: \"郑秋\", organisationId: "
        + $"\"{School.Id("Organisation", SmallTown.Village)}\", category: RURAL, admittedOn: \"2026-01-15\" }}) {{ member {{ id }} }} }}";

    private async Task<string> ResultAsync()
    {
        var entry = await Host.Service<ContentDatabase>()
            .Collection<BsonDocument>("audit")
            .Find(new BsonDocument())
            .Sort(new BsonDocument("_id", -1))
            .FirstAsync();
        Assert.Equal("registerMember", entry["operation"].AsString);
        return entry["result"].AsString;
    }

    /// <summary>One school for all these tests.</summary>
    public sealed class Town : IAsyncLifetime
    {
        internal School School { get; private set; } = null!;

        public async Task InitializeAsync() => School = await School.OpenAsync();

        public async Task DisposeAsync() => await School.DisposeAsync();
    }
}
