namespace ELearning.Embedded;

/// <summary>Checks a collection against itself: every document is BSON, and every index has the keys of the documents and no others.</summary>
internal sealed class CollectionCheck(Snapshot snapshot, CollectionInfo collection)
{
    // One of a kind of fault is followed by thousands of the same.
    private const int FaultsShown = 20;

    public long Documents { get; private set; }

    public long Malformed { get; private set; }

    /// <summary>How many keys each index has, by its name.</summary>
    public Dictionary<string, long> Keys { get; } = [];

    public List<string> Faults { get; } = [];

    public void Run(Deadline deadline)
    {
        try
        {
            var wanted = collection.Indexes.ToDictionary(index => index.Name, _ => 0L);
            foreach (var row in snapshot.Documents(collection))
            {
                deadline.Check();
                Documents++;
                Check(row, wanted);
            }

            foreach (var index in collection.Indexes)
            {
                Keys[index.Name] = snapshot.CountKeys(index, null, null, long.MaxValue);
                if (Malformed == 0 && Keys[index.Name] != wanted[index.Name])
                    Add($"index {index.Name} has {Keys[index.Name]} keys, its documents have {wanted[index.Name]}");
            }
        }
        catch (StorageException error)
        {
            Add(error.Message);
        }
    }

    private void Check(StoredRow row, Dictionary<string, long> wanted)
    {
        try
        {
            row.View.Validate();
            foreach (var index in collection.Indexes.Where(index => index.Covers(row.View)))
            {
                List<byte[]> keys = index.IsId ? [WriteTransaction.IdKey(row.View)] : IndexKeys.Of(row.View, index.Fields, out _);
                wanted[index.Name] += keys.Count;
                foreach (var key in keys)
                {
                    if (snapshot.RowOf(index, index.Stored(key, row.Rid)) != row.Rid)
                        Add($"index {index.Name} lacks a key of row {row.Rid}");
                }
            }
        }
        catch (MongoError error)
        {
            Malformed++;
            Add($"row {row.Rid}: {error.Message}");
        }
    }

    private void Add(string fault)
    {
        if (Faults.Count < FaultsShown)
            Faults.Add(fault);
    }
}
