using ELearning.Content;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>What is said of an asset beside its bytes: what it is, what it is called, which version it is, and what a browser must not do with it.</summary>
/// <param name="Reading">Type and name; a store that serves readers by an address of its own says these two alone.</param>
/// <param name="Policy">The <c>Content-Security-Policy</c>.</param>
internal sealed record MediaHeaders(ReadingHeaders Reading, string Policy, EntityTagHeaderValue Tag, DateTimeOffset Modified)
{
    private const string Pdf = "application/pdf";

    /// <summary>Nothing in the file is run, loaded or framed, whatever it turns out to be.</summary>
    private const string Sandboxed = "default-src 'none'; sandbox";

    /// <summary>As much as browsers' own PDF viewers need: they show nothing in a sandbox, and Chrome's embeds the file and styles its own page.</summary>
    private const string Viewable = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

    public static MediaHeaders Of(MediaAsset asset, bool shown, bool asWebVtt)
    {
        var type = asWebVtt ? "text/vtt" : asset.ContentType;
        var name = asWebVtt ? Path.ChangeExtension(asset.Name, ".vtt") : asset.Name;
        return new(
            new ReadingHeaders(asWebVtt || asset.IsText ? $"{type}; charset=utf-8" : type, Disposition(shown, name)),
            type == Pdf ? Viewable : Sandboxed,
            new EntityTagHeaderValue(asWebVtt ? $"\"{asset.Hash}-vtt\"" : $"\"{asset.Hash}\""),
            asset.StoredAt
        );
    }

    /// <summary>
    /// The name for every client: in UTF-8 as RFC 8187 writes it, and before it an ASCII one for those who cannot read that. No character of a name ends the
    /// header or a quoted string.
    /// </summary>
    internal static string Disposition(bool shown, string name)
    {
        var disposition = new ContentDispositionHeaderValue(shown ? "inline" : "attachment");
        disposition.SetHttpFileName(name);
        return disposition.ToString();
    }
}
