using System.Security.Cryptography;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>The part of the transaction that makes and drops collections and indexes, together with the documents.</summary>
internal sealed partial class WriteTransaction
{
    /// <summary>Returns the collection, which is made when it is missing.</summary>
    public CollectionInfo Ensure(string ns) => Catalog.Find(ns) ?? Create(ns);

    public CollectionInfo Create(string ns)
    {
        var table = NextTable();
        File.Execute($"CREATE TABLE c{table}(rid INTEGER PRIMARY KEY, k BLOB NOT NULL UNIQUE, v BLOB NOT NULL)");
        var uuid = RandomNumberGenerator.GetBytes(16);
        uuid[6] = (byte)(uuid[6] & 0x0F | 0x40);
        uuid[8] = (byte)(uuid[8] & 0x3F | 0x80);
        var collection = new CollectionInfo(ns, table, new BsonBinaryData(uuid, BsonBinarySubType.UuidStandard), [IndexInfo.OfId(table)]);
        Save(collection);
        return collection;
    }

    public void Drop(CollectionInfo collection)
    {
        foreach (var index in collection.Indexes.Where(i => !i.IsId))
            File.Execute($"DROP TABLE i{index.Table}");
        File.Execute($"DROP TABLE c{collection.Table}");
        using (var delete = File.Prepare("DELETE FROM catalog WHERE ns = ?"))
            delete.Bind(1, collection.Namespace).Run();
        Publish(Catalog.Collections.Remove(collection.Namespace));
    }

    /// <summary>Makes an index and builds it over what is stored already; error 11000 when a unique key occurs twice.</summary>
    public CollectionInfo CreateIndex(CollectionInfo collection, IndexInfo wanted)
    {
        var index = wanted with { Table = NextTable() };
        File.Execute($"CREATE TABLE i{index.Table}(k BLOB PRIMARY KEY, r INTEGER NOT NULL) WITHOUT ROWID");
        var anyMultikey = 0u;
        foreach (var row in Documents(collection))
        {
            if (!index.Covers(row.View))
                continue;
            var keys = IndexKeys.Of(row.View, index.Fields, out var multikey);
            anyMultikey |= multikey;
            foreach (var entry in keys.Select(k => new IndexEntry(index, k)).Distinct())
            {
                CheckUnique(collection, index, entry.Key, row.View, row.Rid);
                AddKey(index, entry.Key, row.Rid);
            }
        }

        var grown = collection with { Indexes = collection.Indexes.Add(index with { MultikeyFields = anyMultikey }) };
        Save(grown);
        return grown;
    }

    public CollectionInfo DropIndex(CollectionInfo collection, IndexInfo index)
    {
        File.Execute($"DROP TABLE i{index.Table}");
        var shrunk = collection with { Indexes = collection.Indexes.Remove(index) };
        Save(shrunk);
        return shrunk;
    }

    private void Save(CollectionInfo collection)
    {
        using (var save = File.Prepare("INSERT INTO catalog(ns, bson) VALUES (?1, ?2) ON CONFLICT(ns) DO UPDATE SET bson = ?2"))
            save.Bind(1, collection.Namespace).Bind(2, collection.ToBson().ToBson()).Run();
        Publish(Catalog.Collections.SetItem(collection.Namespace, collection));
    }

    private void Publish(System.Collections.Immutable.ImmutableSortedDictionary<string, CollectionInfo> collections)
    {
        Catalog = new Catalog(Catalog.Version + 1, collections);
        using var version = File.Prepare("UPDATE meta SET value = ? WHERE key = 'catalog'");
        version.Bind(1, Catalog.Version).Run();
    }

    private long NextTable()
    {
        using var next = File.Prepare("UPDATE meta SET value = value + 1 WHERE key = 'next' RETURNING value - 1");
        next.Step();
        var table = next.Long(0);
        while (next.Step())
        {
            // RETURNING statements have to run to their end to take effect.
        }

        return table;
    }
}
