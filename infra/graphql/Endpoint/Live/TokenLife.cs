using System.Security.Claims;

namespace ELearning.GraphQL;

/// <summary>
/// How long what goes on in a token's name may go on: until the token is over, to the second. A request is only as long as itself; a subscription is not.
/// </summary>
internal sealed class TokenLife(ICallers callers, TimeProvider time)
{
    /// <summary>What a timer takes; a token that holds longer is looked at again when its holder comes back.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Cancelled when the token is over; never for a caller without one.</summary>
    public CancellationTokenSource Begin(ClaimsPrincipal user)
    {
        if (callers.ExpiryOf(user) is not { } end)
            return new CancellationTokenSource();
        var left = end - time.GetUtcNow();
        return new CancellationTokenSource(
            left < TimeSpan.Zero ? TimeSpan.Zero
                : left > Longest ? Longest
                : left,
            time
        );
    }
}
