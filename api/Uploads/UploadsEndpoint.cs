using System.Globalization;

namespace ELearning.Api;

/// <summary>
/// <c>/uploads</c> by tus 1.0 (tus.io/protocols/resumable-upload): core with creation, creation-with-upload, checksum, expiration and termination; for editors.
/// Each intent is a file
/// beside this one and says what it requires; the first requirement that fails answers.
/// </summary>
internal static class UploadsEndpoint
{
    public const string Path = "/uploads";

    private static readonly Dictionary<(string Method, bool OfOne), UploadIntent> Intents = new()
    {
        [("OPTIONS", false)] = AskAbilities.Intent,
        [("OPTIONS", true)] = AskAbilities.Intent,
        [("POST", false)] = CreateUpload.Intent,
        [("HEAD", true)] = AskOffset.Intent,
        [("GET", true)] = AskUpload.Intent,
        [("PATCH", true)] = AppendToUpload.Intent,
        [("DELETE", true)] = DropUpload.Intent,
    };

    private static readonly string[] Methods = ["OPTIONS", "POST", "HEAD", "GET", "PATCH", "DELETE", "PUT"];

    public static void AddUploads(this WebApplicationBuilder builder) => builder.Services.AddHostedService<UploadSweeping>();

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Path, Methods, context => HandleAsync(new(context, null)));
        app.MapMethods(Path + "/{upload}", Methods, context => HandleAsync(new(context, (string)context.Request.RouteValues["upload"]!)));
    }

    private static async Task HandleAsync(UploadRequest request)
    {
        var context = request.Http;
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        context.Response.Headers[Tus.Resumable] = Tus.Version;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            if (!Intents.TryGetValue((request.Method, request.UploadId is not null), out var intent))
            {
                context.Response.Headers.Allow = string.Join(
                    ", ",
                    Intents.Keys.Where(key => key.OfOne == request.UploadId is not null).Select(key => key.Method)
                );
                throw new HttpFault(StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_OFFERED", request.Method);
            }
            await request.RequireAsync(intent);
            await intent.AnswerAsync(request);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered; what came is kept.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await UploadFailure.WriteAsync(context, failure);
        }
    }
}

/// <summary>What somebody may want of uploads: what must hold, in order, and then the work.</summary>
internal sealed record UploadIntent(Requirement[] Requirements, Func<UploadRequest, Task> AnswerAsync)
{
    /// <summary>What it is called in the audit log.</summary>
    public string Act { get; init; } = UploadAudit.Read;
}

/// <summary>Throws the <see cref="HttpFault"/> of the rule that does not hold; else leaves what it found out in the request.</summary>
internal delegate Task Requirement(UploadRequest request);
