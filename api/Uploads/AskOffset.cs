using System.Globalization;

namespace ELearning.Api;

/// <summary>
/// HEAD of an upload: how far it is, how long it will be, and what its sender said of it; nobody may keep the answer. Of bytes that are all here it also tells
/// what became of them, and settles that first: 422 where they were refused.
/// </summary>
internal static class AskOffset
{
    public static readonly UploadIntent Intent = new(
        [VersionIsSpoken.RequireAsync, CallerIsEditor.RequireAsync, UploadIsTheirs.RequireAsync, UploadHasNotExpired.RequireAsync],
        async request =>
        {
            var headers = request.Http.Response.Headers;
            headers.CacheControl = "no-store";
            var upload = await request.Desk.SettleAsync(request.Upload);
            headers[Tus.Length] = upload.Length.ToString(CultureInfo.InvariantCulture);
            if (upload.Metadata is { } metadata)
                headers[Tus.Metadata] = metadata;
            request.Tell(upload);
        }
    );
}
