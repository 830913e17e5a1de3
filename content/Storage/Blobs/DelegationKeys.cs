using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ELearning.Content;

/// <summary>
/// Keys that Entra lends the process's identity for signing addresses, so that no account key is needed. One is asked for about once a day; two callers who
/// find it too old at the same moment ask twice, which harms nobody.
/// </summary>
internal sealed class DelegationKeys(BlobServiceClient service)
{
    /// <summary>
    /// So much longer than the address that asked for it does a key hold, and so much earlier does it begin: clocks differ. Azure grants seven days at most.
    /// </summary>
    private static readonly TimeSpan Spare = TimeSpan.FromHours(24);

    private UserDelegationKey? _key;

    /// <summary>A key that holds at least until <paramref name="expires"/>: an address cannot outlive the key that signed it.</summary>
    public async ValueTask<UserDelegationKey> CoveringAsync(DateTimeOffset expires, CancellationToken cancellationToken)
    {
        if (_key is { } known && known.SignedExpiresOn >= expires)
            return known;
        var lent = await service.GetUserDelegationKeyAsync(
            new BlobGetUserDelegationKeyOptions(expires + Spare) { StartsOn = expires - Spare },
            cancellationToken
        );
        return _key = lent.Value;
    }
}
