using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>Who counts as one caller of connections that stay open.</summary>
public sealed class LiveConnectionsTests
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private readonly LiveConnections _connections = new(
        new LiveOptions { ConnectionsPerCaller = 1 },
        new CallerBudgets(new BudgetOptions(), new TinyCallers(TimeProvider.System), TimeProvider.System)
    );

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    public void Without_a_token_a_network_is_one_caller(string one, string other, bool another)
    {
        using var first = Enter(one, Nobody);
        using var second = Enter(other, Nobody);
        Assert.NotNull(first);
        Assert.Equal(another, second is not null);
    }

    [Fact]
    public void With_one_it_is_its_subject_wherever_it_calls_from()
    {
        using var first = Enter("192.0.2.1", TinyCallers.User("a"));
        using var second = Enter("192.0.2.2", TinyCallers.User("a"));
        using var third = Enter("192.0.2.1", TinyCallers.User("b"));
        Assert.NotNull(first);
        Assert.Null(second);
        Assert.NotNull(third);
    }

    private IDisposable? Enter(string address, ClaimsPrincipal user) =>
        _connections.Enter(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } }, user);
}
