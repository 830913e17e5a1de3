using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>What every answer about an upload tells: how far it is, until when it is kept, and what became of it.</summary>
internal static class UploadAnswer
{
    /// <exception cref="ContentError">The upload was refused, and is so as often as it is asked for.</exception>
    public static void Tell(this UploadRequest request, Upload upload)
    {
        var headers = request.Http.Response.Headers;
        headers[Tus.Offset] = upload.Offset.ToString(CultureInfo.InvariantCulture);
        headers[Tus.Expires] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (AssetIdOf(upload) is { } asset)
            headers[Tus.AssetId] = asset;
        if (upload.Refusal is { } refusal)
        {
            headers[Tus.RefusedBy] = refusal.Rule;
            throw refusal.ToError();
        }
    }

    public static string? AssetIdOf(Upload upload) => upload.AssetId is { } asset ? NodeId.Encode("Media", asset) : null;
}
