using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Signed addresses of media: whoever holds one may read that one asset until it expires. Relative, <c>/media/{asset}?expires={unix seconds}&amp;signature={base64url of HMAC-SHA256}</c>.
/// </summary>
public sealed class MediaLinks(IOptions<SecretsOptions> secrets, TimeProvider time)
{
    /// <summary>How long an address serves at least: longer than any chapter is watched in one go.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>Addresses change only so often, so that a browser's cache finds again what it has.</summary>
    private const long Step = 600;

    private readonly Lazy<byte[]> key = new(() => Convert.FromBase64String(secrets.Value.Media));

    public string Sign(MediaAsset asset)
    {
        var expires = ((Now + (long)Lifetime.TotalSeconds + Step - 1) / Step * Step).ToString(CultureInfo.InvariantCulture);
        return $"/media/{asset.Id}?expires={expires}&signature={Signature(asset.Id, expires)}";
    }

    public bool IsValid(string assetId, string expires, string signature) =>
        long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until) && until > Now
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature(assetId, expires)), Encoding.UTF8.GetBytes(signature));

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    private string Signature(string assetId, string expires) =>
        System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"media\n{assetId}\n{expires}")));
}
