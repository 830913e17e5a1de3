using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Answers that refuse a request to <c>/uploads</c>: <c>application/problem+json</c> with the code that GraphQL would give, and a text for the caller.
/// </summary>
internal static class UploadProblem
{
    /// <param name="arguments">What the text of the code names, in order.</param>
    public static IResult Of(int status, string code, params object?[] arguments) => Answer(status, code, ErrorTexts.Of(code, arguments));

    /// <summary>400: a header is missing or not written as the protocol says.</summary>
    public static IResult Malformed(string header) => Of(StatusCodes.Status400BadRequest, "INVALID_REQUEST", header);

    /// <summary>400: a text that should be the global id of a <paramref name="type"/> is none.</summary>
    public static IResult InvalidId(string id, string type) => Of(StatusCodes.Status400BadRequest, "INVALID_ID", id, type);

    /// <summary>412: a version of the protocol that is not ours, and nothing is done; the answer names ours.</summary>
    public static IResult AnotherVersion(UploadRequest request)
    {
        request.Answer[Tus.Versions] = Tus.Version;
        return Of(StatusCodes.Status412PreconditionFailed, "TUS_VERSION", Tus.Version);
    }

    /// <summary>404: an upload that does not exist, or not for this caller.</summary>
    public static IResult NotFound() => Of(ContentError.NotFound(nameof(Upload)));

    /// <summary>410: an upload that was not finished in time.</summary>
    public static IResult Expired() => Of(new ContentError(ContentErrorCode.UploadExpired));

    /// <summary>413: more bytes than the file still lacks.</summary>
    public static IResult TooLarge(long missing) => Of(new ContentError(ContentErrorCode.UploadTooLarge, missing));

    /// <summary>What the content refused; of a file that breaks a rule the answer names the rule.</summary>
    public static IResult Of(ContentError error) =>
        Answer(
            StatusOf(error.Code),
            ErrorTexts.CodeOf(error.Code),
            ErrorTexts.Of(error),
            rule: error.Code == ContentErrorCode.MediaRefused ? error.Arguments[0]?.ToString() : null
        );

    /// <summary>What a failure is answered with; anything unexpected is logged under an id, and only the id is shown.</summary>
    public static IResult Of(Exception failure, HttpContext context)
    {
        // The rest of the piece may never come; the next request of this sender shall not wait behind it.
        if (failure is ContentError { Code: ContentErrorCode.UploadStalled } && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return failure switch
        {
            ContentError error => Of(error),
            BadHttpRequestException bad => Of(bad.StatusCode, "INVALID_REQUEST", bad.Message),
            _ when Outage.IsBehind(failure) => Unavailable(failure, context),
            _ => Masked(failure, context),
        };
    }

    private static int StatusOf(ContentErrorCode code) =>
        code switch
        {
            ContentErrorCode.NotFound => StatusCodes.Status404NotFound,
            ContentErrorCode.Conflict => StatusCodes.Status409Conflict,
            // Clients of tus ask for the offset and go on after 409; they take 408 for the end.
            ContentErrorCode.UploadStalled => StatusCodes.Status409Conflict,
            ContentErrorCode.UploadExpired => StatusCodes.Status410Gone,
            ContentErrorCode.UploadTooLarge or ContentErrorCode.QuotaExceeded => StatusCodes.Status413PayloadTooLarge,
            ContentErrorCode.MediaRefused => StatusCodes.Status422UnprocessableEntity,
            ContentErrorCode.TooManyUploads or ContentErrorCode.TooManyEvidence => StatusCodes.Status429TooManyRequests,
            ContentErrorCode.ChecksumMismatch => Tus.ChecksumMismatch,
            _ => StatusCodes.Status400BadRequest,
        };

    private static IResult Unavailable(Exception failure, HttpContext context)
    {
        LogOf(context).LogWarning(failure, "Database or blobs were away in a request to uploads");
        var fault = RequestFault.Unavailable(Outage.RetryAfter);
        context.Response.Headers.RetryAfter = fault.Extensions![RequestFault.RetryAfter]!.ToString();
        return Of(StatusCodes.Status503ServiceUnavailable, fault.Code!, [.. fault.Arguments]);
    }

    private static IResult Masked(Exception failure, HttpContext context)
    {
        var id = Ids.New(context.RequestServices.GetRequiredService<TimeProvider>());
        LogOf(context).LogError(failure, "Fault {FaultId} in a request to uploads", id);
        return Of(StatusCodes.Status500InternalServerError, "INTERNAL", id);
    }

    private static IResult Answer(int status, string code, string text, string? rule = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (rule is not null)
            extensions["rule"] = rule;
        return Results.Problem(text, statusCode: status, extensions: extensions);
    }

    private static ILogger LogOf(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UploadProblem));
}
