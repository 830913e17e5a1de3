namespace ELearning.Content;

/// <summary>An asset ready to be read: by an address of the store, from a file, or streamed, in this order of preference.</summary>
public sealed class MediaContent
{
    private readonly IBlobs blobs;

    internal MediaContent(MediaAsset asset, IBlobs blobs, Uri? redirect) => (Asset, this.blobs, Redirect) = (asset, blobs, redirect);

    public MediaAsset Asset { get; }

    /// <summary>Whether a browser may show it in place; what is not is answered as an attachment only.</summary>
    public bool Inline => MediaType.Of(Asset.ContentType) is { Inline: true };

    /// <summary>A signed address of the blob store, for reading this one blob; null where the store cannot sign.</summary>
    public Uri? Redirect { get; }

    /// <summary>The file behind the blob; null where it is not a file.</summary>
    public string? FilePath => blobs.FilePath(Asset.Hash);

    /// <summary>The bytes from <paramref name="offset"/> (0 to the length) to the end.</summary>
    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken) =>
        await blobs.OpenAsync(Asset.Hash, offset, cancellationToken) ?? throw new FileNotFoundException($"The blob {Asset.Hash} of asset {Asset.Id} is missing from the store.");
}
