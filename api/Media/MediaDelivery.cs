using System.Globalization;
using ELearning.Content;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>Answers a signed address with its bytes, with where they are, or with why not.</summary>
internal sealed class MediaDelivery(MediaOrigins origins, MediaLinks links, MediaLibrary library, MediaHandover handover, ILogger<MediaContent> logger)
{
    /// <summary>Headers that speak of the bytes of a film; none of them belongs to an answer without.</summary>
    private static readonly string[] OfBytes =
    [
        HeaderNames.ContentLength,
        HeaderNames.ContentRange,
        HeaderNames.AcceptRanges,
        HeaderNames.ETag,
        HeaderNames.LastModified,
        HeaderNames.ContentDisposition,
        HeaderNames.ContentSecurityPolicy,
    ];

    public async Task AnswerAsync(HttpContext context, string asset)
    {
        origins.Allow(context);
        try
        {
            var answer = await AnswerToAsync(context, asset);
            await answer.ExecuteAsync(context);
        }
        catch (Exception failure) when (Outage.IsBehind(failure) && !context.Response.HasStarted)
        {
            // Nothing of the film has been sent, and what was to be said of it is not said of the refusal.
            foreach (var name in OfBytes)
                context.Response.Headers.Remove(name);
            logger.LogWarning(failure, "Database or blobs were away as asset {Asset} was asked for", asset);
            var seconds = CallerBudget.Seconds(Outage.RetryAfter);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, GraphQLErrors.Unavailable, seconds).ExecuteAsync(context);
        }
    }

    private async Task<IResult> AnswerToAsync(HttpContext context, string asset)
    {
        var query = context.Request.Query;
        if (links.Read(asset, query["as"], query["expires"], query["signature"]) is not { } link)
            return Refuse(context, StatusCodes.Status403Forbidden, "MEDIA_LINK_INVALID");
        var left = links.TimeLeft(link);
        if (left <= TimeSpan.Zero)
            return Refuse(context, StatusCodes.Status410Gone, "MEDIA_LINK_EXPIRED");
        context.Response.Headers.CacheControl = $"private, max-age={((long)left.TotalSeconds).ToString(CultureInfo.InvariantCulture)}, immutable";
        return await OpenAsync(context, link);
    }

    private async Task<IResult> OpenAsync(HttpContext context, MediaLink link)
    {
        if (await library.OpenAsync(link, context.RequestAborted) is not { } content)
            return Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND", "MediaAsset");
        // Whoever uses the same browser later shall not find what somebody looked at.
        if (content.Asset.Evidence is not null)
            context.Response.Headers.CacheControl = "private, no-store";
        var headers = MediaHeaders.Of(content.Asset, content.Inline, link.AsWebVtt);
        if (await content.AddressAsync(headers.Reading, link.Expires, context.RequestAborted) is { } address)
        {
            // Not by the result for redirects, which logs the address: whoever holds it may read.
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = address.AbsoluteUri;
            return Results.Empty;
        }
        if (await content.OpenForServingAsync(link.AsWebVtt, context.RequestAborted) is not { } body)
        {
            logger.LogError("The blob {Hash} of asset {Asset} is missing from the store or is not whole", content.Asset.Hash, content.Asset.Id);
            return Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND", "MediaAsset");
        }
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = headers.Policy;
        context.Response.Headers.ContentDisposition = headers.Reading.ContentDisposition;
        if (link.AsWebVtt || !handover.Takes(context.Request))
            return Sent(context.Request, headers, body);
        await body.DisposeAsync(); // opened, it is known to be there and whole
        return MediaHandover.Answer(context.Response, headers, content.Place);
    }

    /// <summary>
    /// By ASP.NET, a chunk at a time and no faster than the client reads, with conditions and a single range; several ranges get the whole, as RFC 9110 §14.2
    /// permits.
    /// </summary>
    private static IResult Sent(HttpRequest request, MediaHeaders headers, Stream body)
    {
        // Where ranges are not defined they are ignored, says the same section: of any method but GET, and in units that are not known.
        if (!HttpMethods.IsGet(request.Method) || !request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            request.Headers.Range = StringValues.Empty;
        return Results.Stream(body, headers.Reading.ContentType, lastModified: headers.Modified, entityTag: headers.Tag, enableRangeProcessing: true);
    }

    private static IResult Refuse(HttpContext context, int status, string code, params object?[] arguments)
    {
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptLanguage);
        return Results.Problem(title: ErrorTexts.Of(code, arguments), statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
    }
}
