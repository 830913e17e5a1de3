namespace ELearning.Embedded;

/// <summary>
/// The transaction of the writer, whose reads see its own writes. Documents and index keys change together; every unique key is checked before anything is
/// stored, so a refused document leaves nothing behind even when the command goes on with the next one.
/// </summary>
internal sealed partial class WriteTransaction(SqliteFile file) : Snapshot(file)
{
    public void Begin(Catalog kept) => LoadCatalog(kept);

    public void RunInSavepoint(Func<WriteTransaction, bool> operation)
    {
        var before = Catalog;
        File.Execute("SAVEPOINT operation");
        if (!operation(this))
        {
            File.Execute("ROLLBACK TO operation");
            Catalog = before;
        }

        File.Execute("RELEASE operation");
    }

    /// <summary>Stores a document that has its <c>_id</c> and returns its row id; error 11000 when a unique key is taken.</summary>
    public long Insert(string ns, ReadOnlyMemory<byte> document)
    {
        var collection = Ensure(ns);
        var view = BsonView.Document(document);
        var keys = KeysOf(ref collection, view);
        foreach (var (index, key) in keys)
            CheckUnique(collection, index, key, view, ownRow: 0);

        using (var insert = File.Prepare($"INSERT INTO c{collection.Table}(k, v) VALUES (?, ?)"))
        {
            insert.Bind(1, IdKey(view)).Bind(2, document.Span);
            try
            {
                insert.Run();
            }
            catch (StorageException error) when (error.IsConstraint)
            {
                throw DuplicateKey.Error(collection, collection.Indexes[0], IdKey(view), view);
            }
        }

        var rid = File.LastRowId;
        foreach (var (index, key) in keys)
            AddKey(index, key, rid);
        return rid;
    }

    /// <summary>Puts a new version of a document (same <c>_id</c>) into its row and moves only the index keys that differ.</summary>
    public void Replace(string ns, long rid, ReadOnlyMemory<byte> old, ReadOnlyMemory<byte> document)
    {
        var collection = Ensure(ns);
        var view = BsonView.Document(document);
        var oldKeys = KeysOf(ref collection, BsonView.Document(old));
        var newKeys = KeysOf(ref collection, view);
        var added = newKeys.Except(oldKeys).ToList();
        foreach (var (index, key) in added)
            CheckUnique(collection, index, key, view, rid);

        using (var update = File.Prepare($"UPDATE c{collection.Table} SET v = ? WHERE rid = ?"))
            update.Bind(1, document.Span).Bind(2, rid).Run();
        foreach (var (index, key) in oldKeys.Except(newKeys))
            RemoveKey(index, key, rid);
        foreach (var (index, key) in added)
            AddKey(index, key, rid);
    }

    public void Delete(string ns, long rid, ReadOnlyMemory<byte> document)
    {
        var collection = Ensure(ns);
        foreach (var (index, key) in KeysOf(ref collection, BsonView.Document(document)))
            RemoveKey(index, key, rid);
        using var delete = File.Prepare($"DELETE FROM c{collection.Table} WHERE rid = ?");
        delete.Bind(1, rid).Run();
    }

    private HashSet<IndexEntry> KeysOf(ref CollectionInfo collection, BsonView view)
    {
        var keys = new HashSet<IndexEntry>();
        var turned = collection;
        foreach (var index in collection.Indexes)
        {
            if (index.IsId || !index.Covers(view))
                continue;
            keys.UnionWith(IndexKeys.Of(view, index.Fields, out var multikey).Select(key => new IndexEntry(index, key)));
            if ((multikey & ~index.MultikeyFields) != 0)
                turned = turned with { Indexes = turned.Indexes.Replace(index, index with { MultikeyFields = index.MultikeyFields | multikey }) };
        }

        if (!ReferenceEquals(turned, collection))
            Save(collection = turned);
        return keys;
    }

    private void CheckUnique(CollectionInfo collection, IndexInfo index, byte[] key, BsonView document, long ownRow)
    {
        if (!index.Unique)
            return;
        using var taken = File.Prepare($"SELECT r FROM i{index.Table} WHERE k = ?").Bind(1, key);
        if (taken.Step() && taken.Long(0) != ownRow)
            throw DuplicateKey.Error(collection, index, key, document);
    }

    private void AddKey(IndexInfo index, byte[] key, long rid)
    {
        using var insert = File.Prepare($"INSERT INTO i{index.Table}(k, r) VALUES (?, ?)");
        insert.Bind(1, index.Stored(key, rid)).Bind(2, rid).Run();
    }

    private void RemoveKey(IndexInfo index, byte[] key, long rid)
    {
        using var delete = File.Prepare($"DELETE FROM i{index.Table} WHERE k = ?");
        delete.Bind(1, index.Stored(key, rid)).Run();
    }

    public static byte[] IdKey(BsonView document)
    {
        var id = document.Find("_id"u8);
        if (id.IsMissing)
            throw MongoError.BadValue("a stored document must have an _id");
        var buffer = new KeyBuffer();
        KeyWriter.Write(buffer, id, descending: false);
        return buffer.ToArray();
    }

    /// <summary>One key of one index; equal by table and bytes, so that the multikey flag does not matter.</summary>
    private readonly record struct IndexEntry(IndexInfo Index, byte[] Key)
    {
        public bool Equals(IndexEntry other) => Index.Table == other.Index.Table && Key.AsSpan().SequenceEqual(other.Key);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Index.Table);
            hash.AddBytes(Key);
            return hash.ToHashCode();
        }
    }
}
