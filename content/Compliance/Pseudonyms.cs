using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// The name under which a partner application sees a member: HMAC-SHA256 under <c>Secrets:Evidence</c> over application and member, its first 16 bytes in hex. For one application it never
/// changes; those of two applications cannot be joined, nor a member found by it, without the key.
/// </summary>
internal sealed class Pseudonyms(IOptions<SecretsOptions> secrets)
{
    private const int Bytes = 16;

    /// <summary>Characters of a pseudonym.</summary>
    public const int Length = 2 * Bytes;

    private readonly Lazy<byte[]> key = new(() => Convert.FromBase64String(secrets.Value.Evidence));

    public string Of(string application, string memberId) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"pseudonym\n{application}\n{memberId}")).AsSpan(0, Bytes));
}
