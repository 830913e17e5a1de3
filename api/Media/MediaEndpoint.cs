using System.Globalization;
using ELearning.Content;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>
/// <c>GET</c> and <c>HEAD /media/{asset}</c>: bytes by a signed, expiring address; the signature is the right, so that a player needs no token. A folder's files
/// are served here, with ranges and conditions by RFC 9110; on Azure the answer is a redirect to a signed address of the one blob, which serves the same.
/// </summary>
/// <remarks>A wrong signature is 403, an address whose time is over 410 (ask the API for a new one), a file that is gone 404; each a problem with a code.</remarks>
internal static class MediaEndpoint
{
    private const string Path = "/media/{asset}";

    public static void AddMedia(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new MediaOrigins(builder.Configuration.GetSection("Media:Origins").Get<string[]>() ?? []));
        // Whoever holds a signed address may read: the lines the host writes about each request would give it to whoever reads the log.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }

    public static void MapMedia(this WebApplication app)
    {
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], ReadAsync).AllowAnonymous();
        app.MapMethods(Path, [HttpMethods.Options], (HttpContext context, MediaOrigins origins) => origins.PreflightAsync(context)).AllowAnonymous();
    }

    private static async Task ReadAsync(string asset, HttpContext context, MediaOrigins origins, MediaLinks links, MediaLibrary library, ILogger<MediaContent> logger)
    {
        origins.Allow(context);
        var query = context.Request.Query;
        if (links.Read(asset, query["as"], query["expires"], query["signature"]) is not { } link)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "MEDIA_LINK_INVALID");
            return;
        }
        var left = links.TimeLeft(link);
        if (left <= TimeSpan.Zero)
        {
            await RefuseAsync(context, StatusCodes.Status410Gone, "MEDIA_LINK_EXPIRED");
            return;
        }
        if (await library.OpenAsync(asset, context.RequestAborted) is not { } content)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "MediaAsset");
            return;
        }

        var headers = context.Response.Headers;
        headers.CacheControl = $"private, max-age={((long)left.TotalSeconds).ToString(CultureInfo.InvariantCulture)}, immutable";
        var presentation = MediaPresentation.Of(content.Asset, content.Inline, link.AsWebVtt);
        if (await content.AddressAsync(presentation.Headers, link.Expires, context.RequestAborted) is { } address)
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            headers.Location = address.AbsoluteUri;
            return;
        }

        await using var body = await content.OpenForServingAsync(link.AsWebVtt, context.RequestAborted);
        if (body is null)
        {
            logger.LogError("The blob {Hash} of asset {Asset} is missing from the store or is not whole", content.Asset.Hash, content.Asset.Id);
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "MediaAsset");
            return;
        }
        await ServeAsync(context, body, presentation, content.Asset, link);
    }

    private static async Task ServeAsync(HttpContext context, Stream body, MediaPresentation presentation, MediaAsset asset, MediaLink link)
    {
        var tag = new EntityTagHeaderValue(link.AsWebVtt ? $"\"{asset.Hash}-vtt\"" : $"\"{asset.Hash}\"");
        var modified = DateTimeOffset.FromUnixTimeSeconds(asset.StoredAt.ToUnixTimeSeconds()); // HTTP dates have whole seconds
        var get = HttpMethods.IsGet(context.Request.Method);
        var reply = MediaReply.To(context.Request.GetTypedHeaders(), get, tag, modified, body.Length);

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers.ETag = tag.ToString();
        response.Headers.LastModified = HeaderUtilities.FormatDate(modified);
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = presentation.Policy;
        switch (reply.Status)
        {
            case StatusCodes.Status416RangeNotSatisfiable:
                response.Headers.ContentRange = $"bytes */{body.Length}";
                break;
            case StatusCodes.Status200OK or StatusCodes.Status206PartialContent:
                if (reply.Status == StatusCodes.Status206PartialContent)
                    response.Headers.ContentRange = $"bytes {reply.Bytes.First}-{reply.Bytes.Last}/{body.Length}";
                response.ContentType = presentation.Headers.ContentType;
                response.Headers.ContentDisposition = presentation.Headers.ContentDisposition;
                response.ContentLength = reply.Bytes.Length;
                if (get)
                    await MediaSending.SendAsync(response, body, reply.Bytes, context.RequestAborted);
                break;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, params object?[] arguments)
    {
        CultureInfo.CurrentUICulture = GraphQLExecutor.LanguageOf(GraphQLEndpoint.Languages(context.Request));
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptLanguage);
        await Results.Problem(title: ErrorTexts.Of(code, arguments), statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(context);
    }
}
