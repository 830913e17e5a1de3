namespace ELearning.Api;

/// <summary>The words of the protocol, and the few that we add for what an upload became.</summary>
internal static class Tus
{
    public const string Version = "1.0.0";
    public const string Extensions = "creation,creation-with-upload,checksum,expiration,termination";
    public const string BodyType = "application/offset+octet-stream";

    /// <summary>The status of a piece that does not hash to what its sender said.</summary>
    public const int ChecksumMismatch = 460;

    public const string Resumable = "Tus-Resumable";
    public const string Versions = "Tus-Version";
    public const string Extension = "Tus-Extension";
    public const string MaxSize = "Tus-Max-Size";
    public const string ChecksumAlgorithms = "Tus-Checksum-Algorithm";
    public const string Offset = "Upload-Offset";
    public const string Length = "Upload-Length";
    public const string DeferLength = "Upload-Defer-Length";
    public const string Concat = "Upload-Concat";
    public const string Metadata = "Upload-Metadata";
    public const string Checksum = "Upload-Checksum";
    public const string Expires = "Upload-Expires";
    public const string MethodOverride = "X-HTTP-Method-Override";

    /// <summary>Ours: the global id of the stored file.</summary>
    public const string AssetId = "Upload-Asset-Id";

    /// <summary>Ours: the rule that a whole file broke.</summary>
    public const string RefusedBy = "Upload-Refused-By";

    /// <summary>Headers of requests.</summary>
    public static readonly string[] Asked = [Resumable, Offset, Length, DeferLength, Concat, Metadata, Checksum];

    /// <summary>Headers of answers.</summary>
    public static readonly string[] Told = [Resumable, Versions, Extension, MaxSize, ChecksumAlgorithms, Offset, Length, Metadata, Expires, AssetId, RefusedBy];
}
