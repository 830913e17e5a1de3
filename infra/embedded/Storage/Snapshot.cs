using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace ELearning.Embedded;

/// <summary>One consistent view of the file: a connection inside a transaction, and the catalog that belongs to it.</summary>
internal class Snapshot(SqliteFile file) : IDisposable
{
    private byte[] _buffer = new byte[4096];

    public SqliteFile File { get; } = file;

    public Catalog Catalog { get; protected set; } = Catalog.Empty;

    /// <summary>The snapshot of a connection to a file that nobody else writes to.</summary>
    public static Snapshot Of(SqliteFile file)
    {
        var snapshot = new Snapshot(file);
        snapshot.LoadCatalog(Catalog.Empty);
        return snapshot;
    }

    /// <summary>
    /// Loads the catalog as this snapshot sees it. One newer than the snapshot would name tables that are not there yet,
    /// so a kept one is used only when its version is the version stored.
    /// </summary>
    protected void LoadCatalog(Catalog kept)
    {
        using var version = File.Prepare("SELECT value FROM meta WHERE key = 'catalog'");
        version.Step();
        var stored = version.Long(0);
        Catalog = kept.Version == stored ? kept : ReadCatalog(stored);
    }

    private Catalog ReadCatalog(long version)
    {
        var collections = Catalog.Empty.Collections.ToBuilder();
        using var rows = File.Prepare("SELECT ns, bson FROM catalog");
        while (rows.Step())
        {
            var ns = rows.Text(0);
            collections[ns] = CollectionInfo.FromBson(ns, BsonSerializer.Deserialize<BsonDocument>(rows.Blob(1).ToArray()));
        }

        return new Catalog(version, collections.ToImmutable());
    }

    /// <summary>Reads every document in natural order. The bytes are valid until the next step.</summary>
    public IEnumerable<StoredRow> Documents(CollectionInfo collection, bool backward = false)
    {
        using var rows = File.Prepare($"SELECT rid, v FROM c{collection.Table} ORDER BY rid{(backward ? " DESC" : "")}");
        while (rows.Step())
            yield return new StoredRow(rows.Long(0), Copy(rows.Blob(1)));
    }

    /// <summary>Reads one document by its row id. The bytes are valid until the next read from this snapshot.</summary>
    public StoredRow? Document(CollectionInfo collection, long rid)
    {
        using var row = File.Prepare($"SELECT v FROM c{collection.Table} WHERE rid = ?").Bind(1, rid);
        return row.Step() ? new StoredRow(rid, Copy(row.Blob(0))) : null;
    }

    /// <summary>Reads the row ids of an index inside [low, high), in key order; null = open end.</summary>
    public IEnumerable<long> Keys(IndexInfo index, byte[]? low, byte[]? high, bool backward)
    {
        using var rows = Bound(File.Prepare($"{index.KeysSql}{Within(low, high)} ORDER BY k{(backward ? " DESC" : "")}"), low, high);
        while (rows.Step())
            yield return rows.Long(1);
    }

    /// <summary>Counts the keys of an index inside [low, high), up to a limit.</summary>
    public long CountKeys(IndexInfo index, byte[]? low, byte[]? high, long limit)
    {
        using var count = Bound(File.Prepare($"SELECT count(*) FROM ({index.KeysSql}{Within(low, high)} LIMIT ?3)"), low, high).Bind(3, limit);
        count.Step();
        return count.Long(0);
    }

    private static string Within(byte[]? low, byte[]? high) =>
        (low, high) switch
        {
            (null, null) => "",
            (not null, null) => " WHERE k >= ?1",
            (null, not null) => " WHERE k < ?2",
            _ => " WHERE k >= ?1 AND k < ?2",
        };

    private static Statement Bound(Statement rows, byte[]? low, byte[]? high)
    {
        if (low is not null)
            rows.Bind(1, low);
        if (high is not null)
            rows.Bind(2, high);
        return rows;
    }

    public long Count(CollectionInfo collection)
    {
        using var count = File.Prepare($"SELECT count(*) FROM c{collection.Table}");
        count.Step();
        return count.Long(0);
    }

    /// <summary>Sums the bytes of all documents of a collection.</summary>
    public long Size(CollectionInfo collection)
    {
        using var size = File.Prepare($"SELECT coalesce(sum(length(v)), 0) FROM c{collection.Table}");
        size.Step();
        return size.Long(0);
    }

    /// <summary>Sums the bytes of all keys of an index, with the row ids they lead to.</summary>
    public long Size(IndexInfo index)
    {
        using var size = File.Prepare($"SELECT coalesce(sum(length(k) + {sizeof(long)}), 0) FROM ({index.KeysSql})");
        size.Step();
        return size.Long(0);
    }

    /// <summary>Sums the bytes of all pages: the size of the file once its log is worked in.</summary>
    public long FileSize()
    {
        using var size = File.Prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        size.Step();
        return size.Long(0);
    }

    /// <summary>Finds the row to which a key leads, as the key stands in the index; null when it is not there.</summary>
    public long? RowOf(IndexInfo index, byte[] key)
    {
        using var row = File.Prepare($"{index.KeysSql} WHERE k = ?").Bind(1, key);
        return row.Step() ? row.Long(1) : null;
    }

    // SQLite's memory moves under us at the next step; one buffer per snapshot spares an array for each document that does not match.
    private ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> blob)
    {
        if (_buffer.Length < blob.Length)
            _buffer = new byte[Math.Max(blob.Length, _buffer.Length * 2)];
        blob.CopyTo(_buffer);
        return _buffer.AsMemory(0, blob.Length);
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A document and the row it lives in.</summary>
internal readonly record struct StoredRow(long Rid, ReadOnlyMemory<byte> Document)
{
    public BsonView View => BsonView.Document(Document);
}
