using System.Globalization;

namespace ELearning.Api;

/// <summary>
/// <c>/uploads</c> by tus 1.0 (tus.io/protocols/resumable-upload): core with creation, creation-with-upload, checksum, expiration and termination; for editors.
/// Each method is a file beside this one that reads from top to bottom: what the protocol asks for, in the order in which it is looked at, and then the work.
/// </summary>
internal static class UploadsEndpoint
{
    public const string Path = "/uploads";

    private static readonly string[] Methods = ["OPTIONS", "POST", "HEAD", "GET", "PATCH", "DELETE", "PUT"];

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Path, Methods, HandleAsync);
        app.MapMethods($"{Path}/{{{UploadRequest.IdInPath}}}", Methods, HandleAsync);
    }

    private static Task<IResult> AnswerAsync(UploadRequest request) =>
        (request.Method, request.UploadId) switch
        {
            ("OPTIONS", _) => Task.FromResult(AskAbilities.Answer(request)),
            ("POST", null) => CreateUpload.AnswerAsync(request),
            ("HEAD", { } id) => AskOffset.AnswerAsync(request, id),
            ("GET", { } id) => AskUpload.AnswerAsync(request, id),
            ("PATCH", { } id) => AppendToUpload.AnswerAsync(request, id),
            ("DELETE", { } id) => DropUpload.AnswerAsync(request, id),
            (_, null) => Task.FromResult(NotOffered(request, "OPTIONS, POST")),
            (_, not null) => Task.FromResult(NotOffered(request, "OPTIONS, HEAD, GET, PATCH, DELETE")),
        };

    private static IResult NotOffered(UploadRequest request, string allowed)
    {
        request.Answer.Allow = allowed;
        return UploadProblem.Of(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_OFFERED", request.Method);
    }

    private static async Task HandleAsync(HttpContext context)
    {
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        context.Response.Headers[Tus.Resumable] = Tus.Version;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            var answer = await AnswerAsync(new(context));
            await answer.ExecuteAsync(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered; what came is kept.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await UploadProblem.Of(failure, context).ExecuteAsync(context);
        }
    }
}
