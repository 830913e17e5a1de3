namespace ELearning.Api;

/// <summary>
/// <c>Media:Origins</c>: the web clients whose scripts, captions and canvases may read media from another origin. None by default: a plain film, sound or image
/// needs no permission, captions do.
/// </summary>
internal sealed class MediaOrigins
{
    private const string Readable = "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag";
    private const string Askable = "If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range";
    private readonly HashSet<string> _origins;

    /// <exception cref="ConfigurationError">One of them is not an origin.</exception>
    public MediaOrigins(IReadOnlyList<string> configured)
    {
        for (var i = 0; i < configured.Count; i++)
        {
            if (
                !Uri.TryCreate(configured[i], UriKind.Absolute, out var uri)
                || uri.GetLeftPart(UriPartial.Authority) != configured[i]
                || uri.Scheme is not ("http" or "https")
            )
                throw new ConfigurationError(
                    $"Media:Origins:{i}",
                    "is not an origin; write https://host or https://host:port, in lower case and without a path"
                );
        }
        _origins = [.. configured];
    }

    public void Allow(HttpContext context)
    {
        if (_origins.Count == 0)
            return;
        var headers = context.Response.Headers;
        headers.Vary = "Origin"; // on every answer: one kept by a browser's cache must not answer for an origin it was not given to
        if (context.Request.Headers.Origin is not [{ } origin] || !_origins.Contains(origin))
            return;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = Readable;
    }

    /// <summary>The question a browser asks before a request with headers of its own.</summary>
    public Task PreflightAsync(HttpContext context)
    {
        Allow(context);
        var headers = context.Response.Headers;
        headers.Allow = "GET, HEAD, OPTIONS";
        if (headers.AccessControlAllowOrigin.Count > 0)
        {
            headers.AccessControlAllowMethods = "GET, HEAD";
            headers.AccessControlAllowHeaders = Askable;
            headers.AccessControlMaxAge = "7200";
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
