using System.Security.Cryptography;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// A piece may say what it hashes to: the name of an algorithm that OPTIONS offers, a space, and the hash in base64. A hash that turns out different is 460,
/// and the piece is forgotten.
/// </summary>
internal static class ChecksumIsReadable
{
    /// <summary>With the length of their hashes in bytes.</summary>
    public static readonly IReadOnlyDictionary<string, (HashAlgorithmName Name, int Length)> Algorithms = new Dictionary<string, (HashAlgorithmName, int)>
    {
        ["sha1"] = (HashAlgorithmName.SHA1, 20),
        ["sha256"] = (HashAlgorithmName.SHA256, 32),
        ["md5"] = (HashAlgorithmName.MD5, 16),
    };

    public static Task RequireAsync(UploadRequest request)
    {
        if (request.Http.Request.Headers.ContainsKey(Tus.Checksum))
            request.Checksum = Parse(request.Header(Tus.Checksum)) ?? throw HttpFault.Malformed(Tus.Checksum);
        return Task.CompletedTask;
    }

    private static UploadChecksum? Parse(string? text)
    {
        if (text?.Split(' ') is not [var name, var value] || !Algorithms.TryGetValue(name, out var algorithm))
            return null;
        var hash = new byte[algorithm.Length];
        return Convert.TryFromBase64String(value, hash, out var written) && written == hash.Length ? new(algorithm.Name, hash) : null;
    }
}
