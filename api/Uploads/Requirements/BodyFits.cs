using ELearning.Content;
using Microsoft.AspNetCore.Http.Features;

namespace ELearning.Api;

/// <summary>A body may be as long as what is still to come of the file, whatever the server allows elsewhere; a longer one is 413 before its first byte is read.</summary>
internal static class BodyFits
{
    public static Task RequireAsync(UploadRequest request)
    {
        var room = request.UploadId is null ? request.Length : request.Upload.Length - request.Offset;
        if (request.HasBody && request.Http.Request.ContentLength > room) throw new ContentError(ContentErrorCode.UploadTooLarge, room);
        // A body of unknown length is counted as it comes.
        if (request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        return Task.CompletedTask;
    }
}
