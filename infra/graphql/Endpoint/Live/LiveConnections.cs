using System.Security.Claims;

namespace ELearning.GraphQL;

/// <summary>Counts the connections that stay open, by caller.</summary>
internal sealed class LiveConnections(LiveOptions options, CallerBudgets budgets)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Null where the caller has as many as they may; else to be disposed with the connection.</summary>
    public IDisposable? Enter(HttpContext context, ClaimsPrincipal user)
    {
        var caller = budgets.NameOf(user, context.Connection.RemoteIpAddress);
        lock (_gate)
        {
            var count = _open.GetValueOrDefault(caller);
            if (count >= options.ConnectionsPerCaller)
                return null;
            _open[caller] = count + 1;
            return new Place(this, caller);
        }
    }

    private void Leave(string caller)
    {
        lock (_gate)
        {
            if (--_open[caller] == 0)
                _open.Remove(caller);
        }
    }

    private sealed class Place(LiveConnections connections, string caller) : IDisposable
    {
        public void Dispose() => connections.Leave(caller);
    }
}
