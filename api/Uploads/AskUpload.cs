using System.Text.Json;

namespace ELearning.Api;

/// <summary>GET of an upload, which the protocol leaves open: the same as HEAD, for people and scripts, as JSON.</summary>
internal static class AskUpload
{
    public static readonly UploadIntent Intent = new(
        [CallerIsEditor.RequireAsync, UploadIsTheirs.RequireAsync, UploadHasNotExpired.RequireAsync],
        async request =>
        {
            var upload = await request.Desk.SettleAsync(request.Upload);
            request.Http.Response.Headers.CacheControl = "no-store";
            request.Tell(upload);
            await request.Http.Response.WriteAsJsonAsync(
                new
                {
                    upload.Id,
                    upload.Name,
                    upload.ContentType,
                    upload.Length,
                    upload.Offset,
                    Status = JsonNamingPolicy.SnakeCaseUpper.ConvertName(upload.Status.ToString()),
                    upload.ExpiresAt,
                    AssetId = UploadAnswer.AssetIdOf(upload),
                },
                request.Http.RequestAborted
            );
        }
    );
}
