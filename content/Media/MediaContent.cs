namespace ELearning.Content;

/// <summary>An asset whose bytes can be read.</summary>
public sealed class MediaContent
{
    private readonly IBlobs _blobs;

    internal MediaContent(MediaAsset asset, IBlobs blobs) => (Asset, _blobs) = (asset, blobs);

    public MediaAsset Asset { get; }

    /// <summary>Whether a browser may show the asset in place; another is answered as an attachment only.</summary>
    public bool Inline => MediaFormat.Of(Asset.ContentType) is { Inline: true };

    /// <summary>Where the bytes lie below the folder of blobs, with slashes; of use only where the store is a folder.</summary>
    public string Place => FolderBlobs.PlaceOf(Asset.Hash);

    /// <summary>Opens the bytes from <paramref name="offset"/> (0 to the length) to the end.</summary>
    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken) =>
        await _blobs.OpenAsync(Asset.Hash, offset, cancellationToken)
        ?? throw new FileNotFoundException($"The blob {Asset.Hash} of asset {Asset.Id} is missing from the store.");

    /// <summary>
    /// An address of the blob store that serves the asset until <paramref name="expires"/>; null where the process itself must serve it. That is from a folder,
    /// and for small texts always: a browser shows captions of another origin only if that origin allows it, which a redirect makes hard to get right.
    /// </summary>
    public async ValueTask<Uri?> AddressAsync(ReadingHeaders headers, DateTimeOffset expires, CancellationToken cancellationToken) =>
        Asset.IsSmallText ? null : await _blobs.ReadingAddressAsync(Asset.Hash, headers, expires, cancellationToken);

    /// <summary>
    /// Opens the bytes, to be read from the first on and at any position, without waiting for a network; null when the blob is missing or not whole.
    /// </summary>
    /// <param name="asWebVtt">Whether SubRip captions are turned into WebVTT.</param>
    public async Task<Stream?> OpenForServingAsync(bool asWebVtt, CancellationToken cancellationToken)
    {
        if (await _blobs.OpenAsync(Asset.Hash, 0, cancellationToken) is not { } stored)
            return null;
        var served = asWebVtt || !stored.CanSeek ? await InMemoryAsync(stored, asWebVtt, cancellationToken) : stored;
        if (asWebVtt || served.Length == Asset.ByteLength)
            return served;
        await served.DisposeAsync();
        return null;
    }

    private static async Task<Stream> InMemoryAsync(Stream stored, bool asWebVtt, CancellationToken cancellationToken)
    {
        await using (stored)
        {
            if (asWebVtt)
            {
                using var text = new StreamReader(stored);
                return new MemoryStream(SubRip.ToWebVtt(await text.ReadToEndAsync(cancellationToken)));
            }
            var bytes = new MemoryStream();
            await stored.CopyToAsync(bytes, cancellationToken);
            bytes.Position = 0;
            return bytes;
        }
    }
}
