using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Hashes that nobody without the key <c>Secrets:Evidence</c> can make or guess: HMAC-SHA256 over kind and text, its first 16 bytes in hex.</summary>
internal sealed class EvidenceHashes(IOptions<SecretsOptions> secrets)
{
    private const int Bytes = 16;

    /// <summary>Characters of a hash.</summary>
    public const int Length = 2 * Bytes;

    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(secrets.Value.Evidence));

    /// <param name="kind">What is hashed: the same text of two kinds has two hashes.</param>
    public string Of(string kind, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes($"{kind}\n{text}")).AsSpan(0, Bytes));
}
