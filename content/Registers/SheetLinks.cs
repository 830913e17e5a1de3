using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Signed addresses of sheets, good for five minutes: relative, <c>/sheets/{file}?by={subject}&amp;expires={unix seconds}&amp;signature={base64url}</c>. They
/// name whom they were given to, so that the audit log knows who fetched what.
/// </summary>
public sealed class SheetLinks(IOptions<SecretsOptions> secrets, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(secrets.Value.Media));

    /// <param name="file">A name out of letters, digits, dots and hyphens.</param>
    /// <param name="subject">Whom it is given to.</param>
    public (string Address, DateTimeOffset ExpiresAt) Sign(string file, string subject)
    {
        var until = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        var expires = until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return ($"/sheets/{file}?by={Uri.EscapeDataString(subject)}&expires={expires}&signature={Signature(file, subject, expires)}", until);
    }

    /// <returns>Null when it was not signed here; else how long it is still good, zero or less when its time is over.</returns>
    public TimeSpan? TimeLeft(string file, string? subject, string? expires, string? signature) =>
        subject is not null
        && expires is not null
        && signature is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Signature(file, subject, expires)), Encoding.UTF8.GetBytes(signature))
        && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            ? DateTimeOffset.FromUnixTimeSeconds(until) - time.GetUtcNow()
            : null;

    private string Signature(string file, string subject, string expires) =>
        System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"sheet\n{file}\n{subject}\n{expires}")));
}
