using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>A request to <c>/uploads</c>, with what its requirements found out.</summary>
/// <param name="UploadId">Null for the collection.</param>
internal sealed record UploadRequest(HttpContext Http, string? UploadId)
{
    /// <summary>Some networks let only GET and POST through; then the real method is in a header.</summary>
    public string Method { get; } = (Header(Http, Tus.MethodOverride) ?? Http.Request.Method).ToUpperInvariant();

    public Rights Rights => Http.RequestServices.GetRequiredService<RequestRights>().Current;

    public UploadDesk Desk => Http.RequestServices.GetRequiredService<UploadDesk>();

    /// <summary>By <see cref="UploadIsTheirs"/>.</summary>
    public Upload Upload { get; set; } = null!;

    /// <summary>By <see cref="OffsetIsSaid"/>.</summary>
    public long Offset { get; set; }

    /// <summary>By <see cref="LengthIsSaid"/>.</summary>
    public long Length { get; set; }

    /// <summary>By <see cref="MetadataIsReadable"/>.</summary>
    public UploadMetadata Metadata { get; set; } = UploadMetadata.None;

    /// <summary>
    /// The one that is named or that the upload is of, whether it is theirs or not: by <see cref="OrganisationIsTheirs"/> and <see cref="UploadIsTheirs"/>;
    /// empty until then.
    /// </summary>
    public string OrganisationId { get; set; } = "";

    /// <summary>By <see cref="FolderIsTheirs"/>; null where none was named.</summary>
    public string? FolderId { get; set; }

    /// <summary>By <see cref="ChecksumIsReadable"/>; null where none was sent.</summary>
    public UploadChecksum? Checksum { get; set; }

    /// <summary>Whether bytes come along.</summary>
    public bool HasBody => Http.Request.ContentType == Tus.BodyType;

    /// <summary>Null where it is absent or sent more than once.</summary>
    public string? Header(string name) => Header(Http, name);

    /// <summary>Digits and nothing else.</summary>
    public long? Number(string name) => long.TryParse(Header(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Header(HttpContext http, string name) => http.Request.Headers[name] is [{ } value] ? value : null;
}
