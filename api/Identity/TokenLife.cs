using System.Security.Claims;

namespace ELearning.Api;

/// <summary>
/// How long what goes on in a token's name may go on: until the <c>exp</c> of the token, to the second. A request is only as long as itself; a subscription is
/// not.
/// </summary>
internal static class TokenLife
{
    /// <summary>What a timer takes; a token that holds longer is looked at again when its holder comes back.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Cancelled when the token is over; never for a caller without one.</summary>
    public static CancellationTokenSource Of(ClaimsPrincipal user, TimeProvider time)
    {
        if (Claims.ExpiryOf(user) is not { } end)
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
