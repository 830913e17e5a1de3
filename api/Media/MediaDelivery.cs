using System.Globalization;
using ELearning.Content;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>Answers a signed address with its bytes, with where they are, or with why not.</summary>
internal sealed class MediaDelivery(MediaOrigins origins, MediaLinks links, MediaLibrary library, ServedLately served, ILogger<MediaContent> logger)
{
    public async Task AnswerAsync(HttpContext context, string asset)
    {
        origins.Allow(context);
        using var known = served.Find(asset, context.Request.QueryString.Value);
        if ((known?.Link ?? Read(asset, context.Request.Query)) is not { } link)
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
        context.Response.Headers.CacheControl = $"private, max-age={((long)left.TotalSeconds).ToString(CultureInfo.InvariantCulture)}, immutable";
        if (known is not null)
            await ServeAsync(context, known);
        else
            await OpenOrSayAwayAsync(context, link);
    }

    private async Task OpenOrSayAwayAsync(HttpContext context, MediaLink link)
    {
        try
        {
            await OpenAsync(context, link);
        }
        catch (Exception failure) when (!context.Response.HasStarted && Outage.IsBehind(failure))
        {
            logger.LogWarning(failure, "Database or blobs were away as asset {Asset} was asked for", link.AssetId);
            var seconds = Account.Seconds(Outage.RetryAfter);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, GraphQLErrors.Unavailable, seconds);
        }
    }

    private MediaLink? Read(string asset, IQueryCollection query) => links.Read(asset, query["as"], query["expires"], query["signature"]);

    private async Task OpenAsync(HttpContext context, MediaLink link)
    {
        if (await library.OpenAsync(link.AssetId, context.RequestAborted) is not { } content)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "MediaAsset");
            return;
        }
        var presentation = MediaPresentation.Of(content.Asset, content.Inline, link.AsWebVtt);
        if (await content.AddressAsync(presentation.Headers, link.Expires, context.RequestAborted) is { } address)
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = address.AbsoluteUri;
            return;
        }
        if (await content.OpenForServingAsync(link.AsWebVtt, context.RequestAborted) is not { } body)
        {
            logger.LogError("The blob {Hash} of asset {Asset} is missing from the store or is not whole", content.Asset.Hash, content.Asset.Id);
            await RefuseAsync(context, StatusCodes.Status404NotFound, "NOT_FOUND", "MediaAsset");
            return;
        }
        using var media = new ServedMedia(link, content.Asset, presentation, body);
        // A copy in memory is read by one alone; and of one right, written in many ways, one file is kept open.
        if (body is FileStream && links.AddressOf(link) == context.Request.Path + context.Request.QueryString)
            served.Keep(link.AssetId, context.Request.QueryString.Value, media);
        await ServeAsync(context, media);
    }

    private static async Task ServeAsync(HttpContext context, ServedMedia media)
    {
        var get = HttpMethods.IsGet(context.Request.Method);
        var reply = MediaReply.To(context.Request.GetTypedHeaders(), get, media.Tag, media.Modified, media.Length);

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers.ETag = media.Tag.ToString();
        response.Headers.LastModified = HeaderUtilities.FormatDate(media.Modified);
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = media.Presentation.Policy;
        switch (reply.Status)
        {
            case StatusCodes.Status416RangeNotSatisfiable:
                response.Headers.ContentRange = $"bytes */{media.Length}";
                break;
            case StatusCodes.Status200OK or StatusCodes.Status206PartialContent:
                if (reply.Status == StatusCodes.Status206PartialContent)
                    response.Headers.ContentRange = $"bytes {reply.Bytes.First}-{reply.Bytes.Last}/{media.Length}";
                response.ContentType = media.Presentation.Headers.ContentType;
                response.Headers.ContentDisposition = media.Presentation.Headers.ContentDisposition;
                response.ContentLength = reply.Bytes.Length;
                if (get)
                    await MediaSending.SendAsync(response, media.Body, reply.Bytes, context.RequestAborted);
                break;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, params object?[] arguments)
    {
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptLanguage);
        await Results
            .Problem(title: ErrorTexts.Of(code, arguments), statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code })
            .ExecuteAsync(context);
    }
}
