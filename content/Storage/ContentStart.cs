using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>What must stand before the process listens: a writable data directory, keys, policies, a database that answers, its indexes, and blobs.</summary>
public sealed class ContentStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ContentDatabase database;
    private readonly IEnumerable<IStore> stores;
    private readonly IOptions<StorageOptions> storage;
    private readonly IOptions<SecretsOptions> secrets;
    private readonly IBlobs blobs;

    internal ContentStart(IOptions<StorageOptions> storage, IOptions<SecretsOptions> secrets, PolicyLibrary policies, ContentDatabase database, IEnumerable<IStore> stores, IBlobs blobs)
    {
        // The policies were read to get here: a faulty file has stopped the start already.
        _ = policies;
        (this.storage, this.secrets, this.database, this.stores, this.blobs) = (storage, secrets, database, stores, blobs);
    }

    /// <exception cref="ConfigurationError">A setting is wrong; its one line names the key and the mend.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        DataDirectory.Require(storage.Value.DataDirectory);
        _ = secrets.Value;
        await database.RequireAsync(Patience, cancellationToken);
        await Task.WhenAll(stores.Select(store => store.PrepareAsync(cancellationToken)));
        await blobs.PrepareAsync(cancellationToken);
    }
}
