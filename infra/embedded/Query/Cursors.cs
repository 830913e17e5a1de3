using System.Collections.Concurrent;
using System.Security.Cryptography;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// The open cursors. A cursor never holds a snapshot, which would let SQLite's log grow without end: it holds the row ids or the documents that are still to
/// come. Ten idle minutes end it.
/// </summary>
internal sealed class Cursors(TimeProvider clock)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, Cursor> _open = new();

    /// <summary>Returns the first batch, with a cursor for the rest when there is a rest.</summary>
    public CursorBatch Open(Cursor cursor, IReadOnlyList<byte[]> firstBatch, bool more)
    {
        Reap();
        if (!more)
            return new CursorBatch("firstBatch", 0, cursor.Namespace, firstBatch);
        long id;
        do
        {
            id = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
        } while (id == 0 || !_open.TryAdd(id, cursor));
        cursor.LastUsed = clock.GetUtcNow();
        return new CursorBatch("firstBatch", id, cursor.Namespace, firstBatch);
    }

    public CursorBatch Next(long id, string ns, Snapshot snapshot, int? size)
    {
        Reap();
        // Taken out while in use: one cursor serves one getMore at a time.
        if (!_open.TryRemove(id, out var cursor))
            throw new MongoError(MongoErrorCode.CursorNotFound, $"cursor id {id} not found");
        if (cursor.Namespace != ns)
        {
            _open[id] = cursor;
            throw new MongoError(
                MongoErrorCode.Unauthorized,
                $"Requested getMore on namespace '{ns}', but cursor belongs to a different namespace {cursor.Namespace}"
            );
        }

        var batch = new Batch(size ?? int.MaxValue);
        var more = cursor.Fill(batch, snapshot);
        cursor.LastUsed = clock.GetUtcNow();
        if (more)
            _open[id] = cursor;
        return new CursorBatch("nextBatch", more ? id : 0, ns, batch.Documents);
    }

    public bool Close(long id) => _open.TryRemove(id, out _);

    public void CloseOf(BsonValue session)
    {
        foreach (var (id, cursor) in _open)
        {
            if (cursor.Session is not null && cursor.Session == session)
                Close(id);
        }
    }

    private void Reap()
    {
        var expired = clock.GetUtcNow() - Idle;
        foreach (var (id, cursor) in _open)
        {
            if (cursor.LastUsed < expired)
                Close(id);
        }
    }
}

/// <summary>What is still to come of one query.</summary>
internal abstract class Cursor(string ns, BsonValue? session)
{
    public string Namespace { get; } = ns;

    public BsonValue? Session { get; } = session;

    public DateTimeOffset LastUsed { get; set; }

    /// <summary>Puts documents into the batch until it is full; true when some are left.</summary>
    public abstract bool Fill(Batch batch, Snapshot snapshot);
}

/// <summary>Rows still to be read. A document that no longer matches, or is gone, is left out.</summary>
internal sealed class RowCursor(CollectionInfo collection, Matcher matcher, Projection? projection, BsonValue? session) : Cursor(collection.Namespace, session)
{
    private readonly Queue<long> _rows = [];

    public void Add(long rid) => _rows.Enqueue(rid);

    public override bool Fill(Batch batch, Snapshot snapshot)
    {
        if (snapshot.Catalog.Find(Namespace)?.Table != collection.Table)
            throw new MongoError(MongoErrorCode.QueryPlanKilled, $"collection dropped or renamed: {Namespace}");
        while (_rows.TryPeek(out var rid))
        {
            if (
                snapshot.Document(collection, rid) is { } row
                && matcher.Matches(row.View)
                && !batch.TryAdd(projection?.Apply(row.Document) ?? row.Document.ToArray())
            )
                return true;
            _rows.Dequeue();
        }

        return false;
    }
}

/// <summary>Computed documents that wait in memory, as those of an aggregation.</summary>
internal sealed class DocumentCursor(string ns, BsonValue? session, Queue<byte[]> documents) : Cursor(ns, session)
{
    public override bool Fill(Batch batch, Snapshot snapshot)
    {
        while (documents.TryPeek(out var document))
        {
            if (!batch.TryAdd(document))
                return true;
            documents.Dequeue();
        }

        return false;
    }
}

/// <summary>A batch being filled: at most so many documents and 16 MiB, yet always one document.</summary>
internal sealed class Batch(int size)
{
    private long _bytes;

    public List<byte[]> Documents { get; } = [];

    public bool IsFull => Documents.Count >= size;

    public bool TryAdd(byte[] document)
    {
        if (IsFull || (Documents.Count > 0 && _bytes + document.Length > Limits.DocumentSize))
            return false;
        Documents.Add(document);
        _bytes += document.Length;
        return true;
    }
}
