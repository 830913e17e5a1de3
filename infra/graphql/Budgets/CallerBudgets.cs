using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;

namespace ELearning.GraphQL;

/// <summary>
/// The budgets of all who called lately: one for each subject of a token, and one for each address from which somebody without a token calls. Each process
/// keeps its own.
/// </summary>
public sealed class CallerBudgets(BudgetOptions options, ICallers callers, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CallerBudget> _budgets = new(StringComparer.Ordinal);
    private long _tidiedAt = time.GetTimestamp();

    public int Count => _budgets.Count;

    public CallerBudget Of(ClaimsPrincipal user, IPAddress? address)
    {
        Tidy();
        return _budgets.GetOrAdd(NameOf(user, address), static (_, at) => at.Self.Open(at.Self.BudgetOf(at.User)), (Self: this, User: user));
    }

    /// <summary>Who counts as one caller: the subject of a token, and all at one address who have none.</summary>
    public string NameOf(ClaimsPrincipal user, IPAddress? address) => SubjectOf(user) ?? NameOf(address);

    private string? SubjectOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } && callers.SubjectOf(user) is { Length: > 0 } subject ? subject : null;

    private int BudgetOf(ClaimsPrincipal user) =>
        SubjectOf(user) is not { } subject ? options.Anonymous
        : options.Applications.TryGetValue(subject, out var own) ? own
        : callers.RolesOf(user).Select(role => options.Roles.GetValueOrDefault(role)).Append(options.SignedIn).Max();

    private CallerBudget Open(int budget) => new(budget, options.SmallOperation, time);

    /// <summary>Addresses of one network (/64) are one caller, as anybody who has one of them has them all.</summary>
    private static string NameOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? $"address {Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))}"
            : $"address {address}";
    }

    /// <summary>Forgets the full ones, once in a while: memory goes with those who called in the last two minutes.</summary>
    private void Tidy()
    {
        var tidiedAt = Volatile.Read(ref _tidiedAt);
        if (time.GetElapsedTime(tidiedAt) < CallerBudget.Window || Interlocked.CompareExchange(ref _tidiedAt, time.GetTimestamp(), tidiedAt) != tidiedAt)
            return;
        foreach (var (name, budget) in _budgets)
        {
            if (budget.IsFull)
                _budgets.TryRemove(name, out _);
        }
    }
}
