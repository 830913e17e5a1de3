using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// An answer about an upload: its headers say how far the upload is, until when it is kept and, once it is settled, what became of it. Of a file that was
/// refused the answer is always 422.
/// </summary>
/// <param name="otherwise">The answer about an upload that was not refused.</param>
internal sealed class UploadAnswer(Upload upload, IResult otherwise) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers[Tus.Offset] = upload.Offset.ToString(CultureInfo.InvariantCulture);
        headers[Tus.Expires] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (AssetIdOf(upload) is { } asset)
            headers[Tus.AssetId] = asset;
        if (upload.Refusal is not { } refusal)
            return otherwise.ExecuteAsync(httpContext);
        headers[Tus.RefusedBy] = refusal.Rule;
        return UploadProblem.Of(refusal.ToError()).ExecuteAsync(httpContext);
    }

    /// <summary>The global id of the stored file; null while there is none.</summary>
    public static string? AssetIdOf(Upload upload) => upload.AssetId is { } asset ? NodeId.Encode("Media", asset) : null;
}
