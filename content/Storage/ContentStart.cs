using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// What must stand before the process listens: a writable data directory, keys, policies, a database that answers, its indexes, blobs, and what a killed
/// process left out of the search index.
/// </summary>
public sealed class ContentStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ContentDatabase _database;
    private readonly IEnumerable<IStore> _stores;
    private readonly IOptions<StorageOptions> _storage;
    private readonly IOptions<SecretsOptions> _secrets;
    private readonly IBlobs _blobs;
    private readonly CoursewareSearch _index;

    internal ContentStart(
        IOptions<StorageOptions> storage,
        IOptions<SecretsOptions> secrets,
        PolicyLibrary policies,
        ContentDatabase database,
        IEnumerable<IStore> stores,
        IBlobs blobs,
        CoursewareSearch index
    )
    {
        // The policies were read to get here: a faulty file has stopped the start already.
        _ = policies;
        (_storage, _secrets, _database, _stores, _blobs, _index) = (storage, secrets, database, stores, blobs, index);
    }

    /// <exception cref="ConfigurationError">A setting is wrong; its one line names the key and the mend.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        DataDirectory.Require(_storage.Value.DataDirectory);
        _ = _secrets.Value;
        await _database.RequireAsync(Patience, cancellationToken);
        await Task.WhenAll(_stores.Select(store => store.PrepareAsync(cancellationToken)));
        await _blobs.PrepareAsync(cancellationToken);
        await _index.RepairAsync(cancellationToken);
    }
}
