using System.Security.Cryptography;
using System.Text;

namespace ELearning;

/// <summary>
/// What a document is known by: the SHA-256 of its text in UTF-8, to the letter, as 64 lowercase hex digits. As an identifier of the GraphQL-over-HTTP
/// specification it has <c>sha256:</c> before it.
/// </summary>
public static class OperationHash
{
    private const string Prefix = "sha256:";
    private const int Length = 2 * SHA256.HashSizeInBytes;

    public static string Of(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    /// <summary>The hash that an identifier names, with or without the prefix; null where it is none.</summary>
    public static string? Read(string identifier)
    {
        var hash = identifier.StartsWith(Prefix, StringComparison.Ordinal) ? identifier[Prefix.Length..] : identifier;
        return hash.Length == Length && hash.All(char.IsAsciiHexDigitLower) ? hash : null;
    }
}
