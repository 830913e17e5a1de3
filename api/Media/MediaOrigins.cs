namespace ELearning.Api;

/// <summary>
/// <c>Web:Origins</c> and <c>Media:Origins</c>: the web clients whose scripts, captions and canvases may read media from another origin. None by default: a
/// plain film, sound or image needs no permission, captions do.
/// </summary>
internal sealed class MediaOrigins
{
    private const string Readable = "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag";
    private const string Askable = "If-Match, If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Range";
    private readonly HashSet<string> _origins;

    /// <param name="everywhere">Those of all that is served, each of them one.</param>
    /// <param name="configured">Those of media alone.</param>
    /// <exception cref="ConfigurationError">One of them is not an origin.</exception>
    public MediaOrigins(IReadOnlyList<string> everywhere, IReadOnlyList<string> configured)
    {
        for (var i = 0; i < configured.Count; i++)
        {
            if (!WebOrigin.IsOne(configured[i]))
                throw new ConfigurationError($"Media:Origins:{i}", WebOrigin.Mend);
        }
        _origins = [.. everywhere, .. configured];
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
