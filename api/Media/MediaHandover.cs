using ELearning.Content;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>
/// <c>Media:Accel</c>: leaves the sending of a blob to the proxy before the API, once everything is checked. The answer has no body and names the file
/// (<c>X-Accel-Redirect</c>); nginx takes it from the folder of blobs, and ranges are its own. Its side is <c>infra/nginx/media.conf</c>.
/// </summary>
internal sealed class MediaHandover
{
    /// <summary>The location of nginx that answers to nobody but the API.</summary>
    private const string Location = "/protected/";

    /// <summary>What nginx would judge by the tag and date it makes itself, before it says ours. <c>If-Range</c> it judges by ours.</summary>
    private static readonly string[] Conditions = [HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.IfUnmodifiedSince];

    private readonly bool _toNginx;

    /// <exception cref="ConfigurationError">The blobs are in no folder.</exception>
    public MediaHandover(IOptions<MediaOptions> media, IOptions<StorageOptions> storage)
    {
        _toNginx = media.Value.Accel is MediaAccel.Nginx;
        if (_toNginx && !storage.Value.Blobs.InFolder)
            throw new ConfigurationError("Media:Accel", "is for blobs in a folder, and Storage:Blobs names Azure, which sends them itself; leave it out");
    }

    /// <summary>Whether the proxy sends the bytes; conditions are judged by the API, which then sends what follows from them.</summary>
    public bool Takes(HttpRequest request) => _toNginx && HttpMethods.IsGet(request.Method) && !Conditions.Any(request.Headers.ContainsKey);

    /// <param name="response">Has every other header.</param>
    /// <param name="place">Of the blob, below the folder.</param>
    public static IResult Answer(HttpResponse response, MediaHeaders headers, string place)
    {
        response.ContentType = headers.Reading.ContentType;
        response.Headers.ETag = headers.Tag.ToString();
        response.Headers.LastModified = HeaderUtilities.FormatDate(headers.Modified);
        response.Headers["X-Media-Cache-Control"] = response.Headers.CacheControl;
        response.Headers.Remove(HeaderNames.CacheControl); // nginx would say it of its own refusals, too
        response.Headers["X-Accel-Redirect"] = Location + place;
        return Results.Empty;
    }
}
