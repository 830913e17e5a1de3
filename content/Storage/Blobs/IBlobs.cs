namespace ELearning.Content;

/// <summary>
/// The store of the bytes of media, named by their SHA-256: the same bytes are one blob, and a blob never changes. A folder or Azure stands behind it.
/// </summary>
internal interface IBlobs
{
    /// <summary>Makes the folder or container; safe to repeat and from several processes at once.</summary>
    /// <exception cref="ConfigurationError">It cannot be reached or made.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Writes a little of no meaning, in the place of what was written so before; throws where blobs cannot be written now. For readiness.</summary>
    Task ProveWritableAsync(CancellationToken cancellationToken);

    /// <summary>Stores a finished file under its hash; harmless when there is such a blob already. The file may be gone afterwards.</summary>
    Task StoreAsync(string hash, string file, CancellationToken cancellationToken);

    /// <summary>Origin of the addresses that readers are sent to (<c>https://host</c>); null where bytes are served from here.</summary>
    string? Origin { get; }

    /// <summary>The staging, where bytes wait that are not whole yet.</summary>
    IStaging Staging { get; }

    /// <summary>Stores the whole, checked bytes of an upload under their hash and takes them from the staging; harmless to repeat.</summary>
    /// <returns>False when there is neither such a blob nor anything staged.</returns>
    Task<bool> StoreStagedAsync(string hash, string upload, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a blob if nobody wants it; harmless when there is none, and however late or often it is done. What is stored after <paramref name="isUnwanted"/>
    /// was last asked stays: so whoever says that it wants the bytes, and stores them then, has them afterwards. Readers of the blob go on where the store
    /// allows it.
    /// </summary>
    /// <param name="isUnwanted">May be asked more than once; the last answer counts.</param>
    Task RemoveAsync(string hash, Func<Task<bool>> isUnwanted, CancellationToken cancellationToken);

    /// <summary>
    /// Opens the bytes from <paramref name="offset"/> to the end; null when there is no such blob. A stream that can seek is on this machine.
    /// </summary>
    Task<Stream?> OpenAsync(string hash, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Returns an address of the store itself that serves this one blob, for reading only and until <paramref name="expires"/>; null where the store has none.
    /// The same arguments give the same address.
    /// </summary>
    Task<Uri?> ReadingAddressAsync(string hash, ReadingHeaders headers, DateTimeOffset expires, CancellationToken cancellationToken);
}

/// <summary>The headers with which a reading address answers.</summary>
public sealed record ReadingHeaders(string ContentType, string ContentDisposition);
