using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>What must stand before the process listens: a writable data directory, keys, policies, a database that answers, its indexes, blobs, and what a killed process left out of the search index.</summary>
public sealed class ContentStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ContentDatabase database;
    private readonly IEnumerable<IStore> stores;
    private readonly IOptions<StorageOptions> storage;
    private readonly IOptions<SecretsOptions> secrets;
    private readonly IBlobs blobs;
    private readonly CoursewareSearch index;

    internal ContentStart(IOptions<StorageOptions> storage, IOptions<SecretsOptions> secrets, PolicyLibrary policies, ContentDatabase database, IEnumerable<IStore> stores, IBlobs blobs,
        CoursewareSearch index)
    {
        // The policies were read to get here: a faulty file has stopped the start already.
        _ = policies;
        (this.storage, this.secrets, this.database, this.stores, this.blobs, this.index) = (storage, secrets, database, stores, blobs, index);
    }

    /// <exception cref="ConfigurationError">A setting is wrong; its one line names the key and the mend.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        DataDirectory.Require(storage.Value.DataDirectory);
        _ = secrets.Value;
        await database.RequireAsync(Patience, cancellationToken);
        await Task.WhenAll(stores.Select(store => store.PrepareAsync(cancellationToken)));
        await blobs.PrepareAsync(cancellationToken);
        await index.RepairAsync(cancellationToken);
    }
}
