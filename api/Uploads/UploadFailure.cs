using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// What failed, as <c>application/problem+json</c> with the code that GraphQL would give it; anything unexpected is logged under an id and only the id is
/// shown.
/// </summary>
internal static class UploadFailure
{
    public static Task WriteAsync(HttpContext context, Exception failure)
    {
        var (status, code, text) = failure switch
        {
            HttpFault fault => (fault.Status, fault.Error.Code!, fault.Error.Message),
            ContentError error => (StatusOf(error.Code), ErrorTexts.CodeOf(error.Code), ErrorTexts.Of(error)),
            BadHttpRequestException bad => (bad.StatusCode, "INVALID_REQUEST", ErrorTexts.Of("INVALID_REQUEST", bad.Message)),
            _ when Outage.IsBehind(failure) => Away(context, failure),
            _ => Masked(context, failure),
        };
        // The rest of the piece may never come; nobody waits for it to answer a next request.
        if (failure is ContentError { Code: ContentErrorCode.UploadStalled } && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (failure is ContentError { Code: ContentErrorCode.MediaRefused } refused)
            extensions["rule"] = refused.Arguments[0]?.ToString();
        return Results.Problem(text, statusCode: status, extensions: extensions).ExecuteAsync(context);
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
            ContentErrorCode.TooManyUploads => StatusCodes.Status429TooManyRequests,
            ContentErrorCode.ChecksumMismatch => Tus.ChecksumMismatch,
            _ => StatusCodes.Status400BadRequest,
        };

    private static (int Status, string Code, string Text) Away(HttpContext context, Exception failure)
    {
        LogOf(context).LogWarning(failure, "Database or blobs were away in a request to uploads");
        var fault = RequestFault.Unavailable(Outage.RetryAfter);
        context.Response.Headers.RetryAfter = fault.Extensions![RequestFault.RetryAfter]!.ToString();
        return (StatusCodes.Status503ServiceUnavailable, fault.Code!, fault.Message);
    }

    private static (int Status, string Code, string Text) Masked(HttpContext context, Exception failure)
    {
        var id = Ids.New(context.RequestServices.GetRequiredService<TimeProvider>());
        LogOf(context).LogError(failure, "Fault {FaultId} in a request to uploads", id);
        return (StatusCodes.Status500InternalServerError, "INTERNAL", ErrorTexts.Of("INTERNAL", id));
    }

    private static ILogger LogOf(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UploadFailure));
}
