using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Signed addresses of media: whoever holds one may read that one asset in that one form until it expires. Relative,
/// <c>/media/{asset}?expires={unix seconds}&amp;signature={base64url of HMAC-SHA256}</c>, with <c>as=vtt</c> before them for captions turned into WebVTT, and
/// <c>as=w320</c> for a picture in that width.
/// </summary>
public sealed class MediaLinks(IOptions<SecretsOptions> secrets, TimeProvider time)
{
    /// <summary>How long an address permits reading at least: longer than any chapter is watched in one go.</summary>
    public static readonly TimeSpan LeastLife = TimeSpan.FromHours(2);

    /// <summary>How long an address of evidence permits reading: enough to look at it, too short to be handed around.</summary>
    public static readonly TimeSpan EvidenceLife = TimeSpan.FromMinutes(5);

    /// <summary>In how many seconds addresses change, so that a browser's cache finds again what it has.</summary>
    private const long Step = 600;

    private const string Vtt = "vtt";
    private const char InWidth = 'w';
    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(secrets.Value.Media));

    /// <summary>When addresses expire that are signed now; it moves by steps, and with it the addresses.</summary>
    public DateTimeOffset Expiry =>
        DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow().ToUnixTimeSeconds() + (long)LeastLife.TotalSeconds + Step - 1) / Step * Step);

    /// <summary>The widths in pixels in which pictures can be read: few, as each is made and kept.</summary>
    public static IReadOnlyList<int> PictureWidths { get; } = [160, 320, 640, 1280];

    /// <summary>The address of an asset as it is stored.</summary>
    public string Sign(MediaAsset asset) => AddressOf(Link(asset));

    /// <summary>
    /// The address of a picture in one of <see cref="PictureWidths"/>; of the asset as it is stored where it is no wider, no picture, or too large to be made
    /// smaller.
    /// </summary>
    public string SignPicture(MediaAsset asset, int width) => AddressOf(Link(asset) with { Width = asset.CanBeScaledTo(width) ? width : null });

    /// <summary>
    /// The address of captions as a browser's <c>track</c> takes them: SubRip is turned into WebVTT as it is served, anything else stays as it is.
    /// </summary>
    public string SignCaptions(MediaAsset asset) => AddressOf(Link(asset) with { AsWebVtt = asset is { IsSubRip: true, IsSmallText: true } });

    /// <summary>Reads the parts of an address; null when it was not signed here for this asset and this form.</summary>
    public MediaLink? Read(string assetId, string? form, string? expires, string? signature) =>
        expires is not null
        && signature is not null
        && (form is null or Vtt || WidthOf(form) is not null)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature(assetId, form, expires)), Encoding.UTF8.GetBytes(signature))
        && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            ? new MediaLink(assetId, form is Vtt, DateTimeOffset.FromUnixTimeSeconds(until), WidthOf(form))
            : null;

    /// <summary>How long a link still permits reading; zero or less when its time is over.</summary>
    public TimeSpan TimeLeft(MediaLink link) => link.Expires - time.GetUtcNow();

    private string AddressOf(MediaLink link)
    {
        var expires = link.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var form =
            link.AsWebVtt ? Vtt
            : link.Width is { } width ? FormOf(width)
            : null;
        return $"/media/{link.AssetId}?{(form is null ? "" : $"as={form}&")}expires={expires}&signature={Signature(link.AssetId, form, expires)}";
    }

    private MediaLink Link(MediaAsset asset) => new(asset.Id, AsWebVtt: false, asset.Evidence is null ? Expiry : time.GetUtcNow() + EvidenceLife);

    private static string FormOf(int width) => string.Create(CultureInfo.InvariantCulture, $"{InWidth}{width}");

    private static int? WidthOf(string? form) => PictureWidths.Where(width => FormOf(width) == form).Select(width => (int?)width).FirstOrDefault();

    private string Signature(string assetId, string? form, string expires) =>
        System.Buffers.Text.Base64Url.EncodeToString(
            HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"media\n{assetId}\n{expires}{(form is null ? "" : $"\n{form}")}"))
        );
}
