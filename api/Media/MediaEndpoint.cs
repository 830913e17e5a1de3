using ELearning.Content;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>
/// <c>GET</c> and <c>HEAD /media/{asset}</c>: bytes by a signed, expiring address; the signature is the right, so that a player needs no token.
/// Ranges, conditional requests and the entity tag are the framework's; on Azure the answer is a redirect to a short-lived address of the blob.
/// </summary>
internal static class MediaEndpoint
{
    public static void MapMedia(this WebApplication app) =>
        app.MapMethods("/media/{asset}", [HttpMethods.Get, HttpMethods.Head], ReadAsync).AllowAnonymous();

    private static async Task<IResult> ReadAsync(string asset, string? expires, string? signature, HttpContext context, MediaLinks links, MediaLibrary library, CancellationToken cancellationToken)
    {
        if (expires is null || signature is null || !links.IsValid(asset, expires, signature))
        {
            return Results.Problem("The address is not signed or its time is over; ask the API for the media again.", statusCode: StatusCodes.Status403Forbidden);
        }
        if (await library.OpenAsync(asset, cancellationToken) is not { } content)
        {
            return Results.NotFound();
        }
        if (content.Redirect is { } address)
        {
            return Results.Redirect(address.ToString());
        }
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, max-age=3600";
        headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileNameStar = new StringSegment(content.Asset.Name) }.ToString();
        var tag = new EntityTagHeaderValue($"\"{content.Asset.Hash}\"");
        return content.FilePath is { } path
            ? Results.File(path, content.Asset.ContentType, entityTag: tag, lastModified: content.Asset.StoredAt, enableRangeProcessing: true)
            : Results.Stream(await content.OpenAsync(0, cancellationToken), content.Asset.ContentType, entityTag: tag, lastModified: content.Asset.StoredAt, enableRangeProcessing: true);
    }
}
