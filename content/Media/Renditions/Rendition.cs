namespace ELearning.Content;

/// <summary>A smaller copy of a stored picture (缩略图), a WebP, made once. Its bytes are a blob named by their own hash.</summary>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="SourceHash">The hash of the picture it was made of.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hex; the blob's name.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record Rendition(string Id, string SourceHash, string Hash, long ByteLength, int Width, int Height)
{
    /// <summary>Each picture has one of each width: <c>hash/320</c>.</summary>
    public static string IdOf(string sourceHash, int width) => FormattableString.Invariant($"{sourceHash}/{width}");

    /// <summary>The asset as it is served in this size.</summary>
    public MediaAsset Of(MediaAsset picture) =>
        picture with
        {
            Hash = Hash,
            Name = Path.ChangeExtension(picture.Name, MediaFormat.WebP.Endings[0]),
            ContentType = MediaFormat.WebP.ContentType,
            ByteLength = ByteLength,
            Width = Width,
            Height = Height,
        };
}
