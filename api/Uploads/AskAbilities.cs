using System.Globalization;
using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>
/// OPTIONS: a client learns what the server can, before it is known who it is: versions, extensions, the largest file, the algorithms of checksums. Answered by
/// 204.
/// </summary>
internal static class AskAbilities
{
    public static IResult Answer(UploadRequest request)
    {
        request.Answer[Tus.Versions] = Tus.Version;
        request.Answer[Tus.Extension] = Tus.Extensions;
        request.Answer[Tus.MaxSize] = request.Service<IOptions<UploadOptions>>().Value.Largest.ToString(CultureInfo.InvariantCulture);
        request.Answer[Tus.ChecksumAlgorithms] = string.Join(',', UploadChecksums.Algorithms.Keys);
        return Results.NoContent();
    }
}
