using ELearning.Content;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ELearning.Api;

/// <summary>
/// A body may be as long as what is still to come of the file, whatever the server allows elsewhere; a longer one is 413 before its first byte is read.
/// </summary>
internal static class BodyFits
{
    public static Task RequireAsync(UploadRequest request)
    {
        var room = request.UploadId is null ? request.Length : request.Upload.Length - request.Offset;
        if (request.HasBody && request.Http.Request.ContentLength > room)
            throw new ContentError(ContentErrorCode.UploadTooLarge, room);
        // A body of unknown length is counted as it comes.
        if (request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        // Kestrel's own bound is an average: it allows a sender who sent much a long silence, and ends one who sends little without a pause.
        // UploadDesk has one for each wait.
        if (request.Http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        return Task.CompletedTask;
    }
}
