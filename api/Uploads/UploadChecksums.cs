using System.Security.Cryptography;
using ELearning.Content;

namespace ELearning.Api;

/// <summary><c>Upload-Checksum</c>: the name of an algorithm that OPTIONS offers, a space, and the hash of the piece in base64.</summary>
internal static class UploadChecksums
{
    /// <summary>The algorithms by their names in the protocol, with the length of their hashes in bytes.</summary>
    public static readonly IReadOnlyDictionary<string, (HashAlgorithmName Name, int Length)> Algorithms = new Dictionary<string, (HashAlgorithmName, int)>
    {
        ["sha1"] = (HashAlgorithmName.SHA1, 20),
        ["sha256"] = (HashAlgorithmName.SHA256, 32),
        ["md5"] = (HashAlgorithmName.MD5, 16),
    };

    /// <summary>Reads what the piece of a request must hash to.</summary>
    /// <param name="checksum">Null where the request does not say.</param>
    /// <returns>False when the header is there and not written so.</returns>
    public static bool TryReadChecksum(this UploadRequest request, out UploadChecksum? checksum)
    {
        checksum = Parse(request.Header(Tus.Checksum));
        return checksum is not null || !request.Has(Tus.Checksum);
    }

    private static UploadChecksum? Parse(string? text)
    {
        if (text?.Split(' ') is not [var name, var value] || !Algorithms.TryGetValue(name, out var algorithm))
            return null;
        var hash = new byte[algorithm.Length];
        return Convert.TryFromBase64String(value, hash, out var written) && written == hash.Length ? new(algorithm.Name, hash) : null;
    }
}
