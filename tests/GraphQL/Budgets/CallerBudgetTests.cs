using System.Net;
using System.Security.Claims;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.GraphQL.Tests.Budgets;

public sealed class CallerBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_budget_fills_up_again_evenly_and_no_further()
    {
        var budget = new CallerBudget(6_000, 50, _time);
        budget.Spend(5_000);
        Assert.Equal(1_000, budget.Remaining);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2_000, budget.Remaining);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((6_000, true), (budget.Remaining, budget.IsFull));
    }

    [Fact]
    public void Who_has_spent_everything_may_still_send_what_is_small()
    {
        var budget = new CallerBudget(6_000, 50, _time);
        budget.Spend(5_700);
        Assert.Equal("RATE_LIMITED", Assert.Throws<RequestFault>(() => budget.Spend(51)).Code);
        for (var i = 0; i < 6; i++)
        {
            budget.Spend(50);
        }

        Assert.Equal("RATE_LIMITED", Assert.Throws<RequestFault>(() => budget.Spend(50)).Code);
        Assert.Equal("COST_EXCEEDED", Assert.Throws<RequestFault>(() => budget.Spend(5_701)).Code);
        budget.Pay(1_000);
        Assert.Equal(0, budget.Remaining);
    }

    [Fact]
    public void Paying_for_an_operation_that_is_known_takes_no_memory()
    {
        using var tiny = new TinyHost();
        var document = GraphQLParser.Parser.Parse("query($n: Int) { shelves(first: $n) { nodes { name } } }");
        var cost = new CostModel(tiny.Schema).Of(document, Selections.OperationOf(document, null));
        var variables = new global::GraphQL.Inputs(new Dictionary<string, object?> { ["n"] = 1 });
        var budget = new CallerBudget(1_000_000, 50, TimeProvider.System);
        budget.Spend(cost.Of(variables));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            budget.Spend(cost.Of(variables));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void No_more_is_spent_than_was_there_and_came_and_waiting_as_told_is_enough() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 5_000])
            .Array[1, 200]
            .Sample(
                steps =>
                {
                    var time = new FakeTimeProvider();
                    var budget = new CallerBudget(1_000, 20, time);
                    var (spent, begin) = (0L, time.GetTimestamp());
                    foreach (var (cost, milliseconds) in steps)
                    {
                        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                        try
                        {
                            budget.Spend(cost);
                            spent += cost;
                        }
                        catch (RequestFault fault) when (fault.Code == "RATE_LIMITED")
                        {
                            time.Advance(TimeSpan.FromSeconds((int)fault.Extensions![RequestFault.RetryAfter]!));
                            budget.Spend(cost);
                            spent += cost;
                        }

                        if (spent > 1_000 + (time.GetElapsedTime(begin) / CallerBudget.Window * 1_000) + 0.001)
                            return false;
                    }

                    return true;
                },
                iter: 200
            );

    [Fact]
    public void The_headers_say_where_one_stands()
    {
        var budget = new CallerBudget(6_000, 50, _time);
        budget.Spend(1_550);
        var headers = new HeaderDictionary();
        budget.Tell(headers);
        Assert.Equal(
            "RateLimit-Limit: 6000, RateLimit-Policy: 6000;w=60, RateLimit-Remaining: 4450, RateLimit-Reset: 16",
            string.Join(", ", headers.OrderBy(header => header.Key).Select(header => $"{header.Key}: {header.Value}"))
        );
    }

    [Fact]
    public void The_budget_is_the_largest_of_the_roles_unless_the_subject_has_its_own()
    {
        var budgets = new CallerBudgets(
            new BudgetOptions
            {
                SignedIn = 1_000,
                Roles = { ["Member"] = 2_000, ["Auditor"] = 3_000 },
                Applications = { ["partner"] = 500 },
            },
            new TinyCallers(_time),
            _time
        );
        Assert.Equal(1_000, budgets.Of(User("a"), null).Budget);
        Assert.Equal(2_000, budgets.Of(User("b", "Member"), null).Budget);
        Assert.Equal(3_000, budgets.Of(User("c", "Auditor", "Member"), null).Budget);
        Assert.Equal(500, budgets.Of(User("PARTNER", "Catalogue.Read"), null).Budget);
        Assert.Equal(20_000, budgets.Of(new ClaimsPrincipal(new ClaimsIdentity()), IPAddress.Loopback).Budget);
        Assert.Same(budgets.Of(User("a"), IPAddress.Loopback), budgets.Of(User("a"), IPAddress.IPv6Loopback));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Without_a_token_an_address_is_the_caller(string one, string other, bool same)
    {
        var budgets = new CallerBudgets(new BudgetOptions(), new TinyCallers(_time), _time);
        var nobody = new ClaimsPrincipal(new ClaimsIdentity());
        Assert.Equal(same, budgets.Of(nobody, IPAddress.Parse(one)) == budgets.Of(nobody, IPAddress.Parse(other)));
    }

    [Fact]
    public void Budgets_with_nothing_missing_are_forgotten()
    {
        var budgets = new CallerBudgets(new BudgetOptions(), new TinyCallers(_time), _time);
        for (var i = 0; i < 1_000; i++)
        {
            budgets.Of(User($"s{i}"), null).Spend(1);
        }

        budgets.Of(User("busy"), null).Spend(40_000);
        _time.Advance(TimeSpan.FromSeconds(61));
        budgets.Of(User("busy"), null).Spend(40_000);
        Assert.InRange(budgets.Count, 1, 2);
        Assert.InRange(budgets.Of(User("busy"), null).Remaining, 9_000, 11_000);
    }

    private static ClaimsPrincipal User(string subject, params string[] roles) => TinyCallers.User(subject, roles);
}
