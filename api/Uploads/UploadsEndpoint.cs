using System.Globalization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

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
        var origins = app.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value.Origins;
        var handling = app.CreateApplicationBuilder();
        handling.UseCors(policy => Describe(policy, origins)).Run(HandleAsync);
        var pipeline = handling.Build();
        app.MapMethods(Path, Methods, pipeline);
        app.MapMethods($"{Path}/{{{UploadRequest.IdInPath}}}", Methods, pipeline);
    }

    /// <summary>
    /// What a browser is told for clients on other hosts (CORS): all words of the protocol for the origins of <c>Web:Origins</c>, nothing for others, and to
    /// nobody that cookies or the like would count.
    /// </summary>
    private static void Describe(CorsPolicyBuilder policy, IReadOnlyList<string> origins) =>
        policy
            .SetIsOriginAllowed(origin => origins.Contains(origin, StringComparer.Ordinal))
            .WithMethods("POST", "HEAD", "GET", "PATCH", "DELETE")
            .WithHeaders([HeaderNames.Authorization, HeaderNames.ContentType, Tus.MethodOverride, .. Tus.Asked])
            .WithExposedHeaders([
                HeaderNames.Date,
                HeaderNames.Location,
                HeaderNames.RetryAfter,
                HeaderNames.WWWAuthenticate,
                Telemetry.CorrelationHeader,
                .. Tus.Told,
            ])
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));

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
