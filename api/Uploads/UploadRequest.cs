using System.Globalization;
using ELearning.Content;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ELearning.Api;

/// <summary>A request to <c>/uploads</c>, as tus reads it.</summary>
internal sealed class UploadRequest(HttpContext http)
{
    /// <summary>The name of the route value that holds the id of an upload.</summary>
    public const string IdInPath = "upload";

    public HttpContext Http => http;

    /// <summary>Cancelled when the sender has gone.</summary>
    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The headers of the answer.</summary>
    public IHeaderDictionary Answer => http.Response.Headers;

    /// <summary>The method in capitals. Some networks let only GET and POST through; then the real method is in a header.</summary>
    public string Method => (Header(Tus.MethodOverride) ?? http.Request.Method).ToUpperInvariant();

    /// <summary>The id in the path, of an upload that need not exist; null in a request to the collection.</summary>
    public string? UploadId => http.GetRouteValue(IdInPath) as string;

    /// <summary>Whether the request says that it speaks our version of the protocol, as every one but OPTIONS and GET must.</summary>
    public bool SpeaksOurVersion => Header(Tus.Resumable) == Tus.Version;

    /// <summary>Whether bytes of a file come along.</summary>
    public bool HasBytes => http.Request.ContentType == Tus.BodyType;

    public Rights Rights => Service<RequestRights>().Current;

    public UploadDesk Desk => Service<UploadDesk>();

    public TService Service<TService>()
        where TService : notnull => http.RequestServices.GetRequiredService<TService>();

    public bool Has(string header) => http.Request.Headers.ContainsKey(header);

    /// <summary>The value of a header; null where it is absent or sent more than once.</summary>
    public string? Header(string name) => http.Request.Headers[name] is [{ } value] ? value : null;

    /// <summary>The whole number in a header, written in digits and nothing else; null where there is none.</summary>
    public long? Number(string name) => long.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether the time in which an upload could be finished is over.</summary>
    public bool HasExpired(Upload upload) => upload.HasExpired(Service<TimeProvider>().GetUtcNow());

    /// <summary>Opens the body for as many bytes as the file still lacks, whatever the server allows elsewhere.</summary>
    /// <param name="missing">Bytes that the file still lacks.</param>
    /// <returns>False when the request announces more bytes; then none is read.</returns>
    public bool OpenBody(long missing)
    {
        if (HasBytes && http.Request.ContentLength > missing)
            return false;
        // A body of unknown length is counted as it comes.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        // Kestrel's own bound is an average: it allows a sender who sent much a long silence, and ends one who sends little without a pause.
        // UploadDesk has one for each wait.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        return true;
    }
}
