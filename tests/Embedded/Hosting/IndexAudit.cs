namespace ELearning.Embedded.Tests.Hosting;

/// <summary>Reads a database file whose server has stopped and compares every index with what its documents should have put there.</summary>
internal static class IndexAudit
{
    /// <summary>How many documents the file holds.</summary>
    public static long Check(string file)
    {
        using var store = Store.Open(file, durable: false);
        using var snapshot = store.Read();
        var documents = 0L;
        foreach (var collection in snapshot.Catalog.Collections.Values)
        {
            documents += snapshot.Count(collection);
            foreach (var index in collection.Indexes)
                Assert.Equal(Wanted(snapshot, collection, index), Stored(snapshot, index));
        }

        return documents;
    }

    private static List<string> Wanted(Snapshot snapshot, CollectionInfo collection, IndexInfo index)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var row in snapshot.Documents(collection))
        {
            if (!index.Covers(row.View))
                continue;
            var multikey = 0u;
            var own = index.IsId ? [KeyWriter.Single(row.View.Find("_id").ToBsonValue())] : IndexKeys.Of(row.View, index.Fields, out multikey);
            Assert.True((multikey & ~index.MultikeyFields) == 0, $"{index.Name} does not know in which fields it is multikey");
            foreach (var key in own)
                Assert.True(keys.Add(Shown([.. key, .. index.Unique ? [] : Ending(row.Rid)], row.Rid)), $"{index.Name} has a key twice");
        }

        return [.. keys];
    }

    private static List<string> Stored(Snapshot snapshot, IndexInfo index)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        using var rows = snapshot.File.Prepare(index.KeysSql);
        while (rows.Step())
            keys.Add(Shown(rows.Blob(0).ToArray(), rows.Long(1)));
        return [.. keys];
    }

    private static byte[] Ending(long rid) => [.. BitConverter.GetBytes(rid).Reverse()];

    private static string Shown(byte[] key, long rid) => $"{Convert.ToHexString(key)} → {rid}";
}
