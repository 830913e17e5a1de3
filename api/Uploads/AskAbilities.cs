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
    public static readonly UploadIntent Intent = new(
        [],
        request =>
        {
            var headers = request.Http.Response.Headers;
            headers[Tus.Versions] = Tus.Version;
            headers[Tus.Extension] = Tus.Extensions;
            headers[Tus.MaxSize] = request
                .Http.RequestServices.GetRequiredService<IOptions<UploadOptions>>()
                .Value.Largest.ToString(CultureInfo.InvariantCulture);
            headers[Tus.ChecksumAlgorithms] = string.Join(',', ChecksumIsReadable.Algorithms.Keys);
            request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
    );
}
