using System.Buffers.Binary;
using System.Collections.Immutable;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>The collections and indexes of the file as of one version. Immutable, so that a reader goes on with the one of its snapshot.</summary>
internal sealed record Catalog(long Version, ImmutableSortedDictionary<string, CollectionInfo> Collections)
{
    public static Catalog Empty { get; } = new(0, ImmutableSortedDictionary.Create<string, CollectionInfo>(StringComparer.Ordinal));

    public CollectionInfo? Find(string ns) => Collections.GetValueOrDefault(ns);

    /// <summary>The collections of one database, in name order.</summary>
    public IEnumerable<CollectionInfo> Of(string database) => Collections.Values.Where(c => c.Namespace.StartsWith(database + ".", StringComparison.Ordinal));
}

/// <summary>One collection: documents in table <c>c{Table}</c>, each index in a table of its own.</summary>
internal sealed record CollectionInfo(string Namespace, long Table, BsonBinaryData Uuid, ImmutableArray<IndexInfo> Indexes)
{
    public string Name => Namespace[(Namespace.IndexOf('.', StringComparison.Ordinal) + 1)..];

    public BsonDocument ToBson() =>
        new()
        {
            { "table", Table },
            { "uuid", Uuid },
            { "indexes", new BsonArray(Indexes.Where(i => !i.IsId).Select(i => i.ToBson())) },
        };

    public static CollectionInfo FromBson(string ns, BsonDocument stored)
    {
        var table = stored["table"].ToInt64();
        var indexes = stored["indexes"].AsBsonArray.Select(i => IndexInfo.FromBson(i.AsBsonDocument));
        return new CollectionInfo(ns, table, stored["uuid"].AsBsonBinaryData, [IndexInfo.OfId(table), .. indexes]);
    }
}

/// <summary>
/// One index in table <c>i{Table}(k, r)</c>: k = the field keys, with the eight bytes of the row id appended unless the index is unique; r = row id.
/// The index of <c>_id</c> is the unique column k of the collection's own table.
/// </summary>
/// <param name="MultikeyFields">The fields under which some document has, or once had, an array: bit by bit from the first.</param>
internal sealed record IndexInfo(long Table, string Name, BsonDocument Key, bool Unique, bool Sparse, BsonDocument? Partial, uint MultikeyFields)
{
    public const string IdName = "_id_";

    public bool Multikey => MultikeyFields != 0;

    public IReadOnlyList<IndexField> Fields { get; } = [.. Key.Select(e => new IndexField(e.Name, e.Value.ToDouble() < 0))];

    public Matcher? PartialMatcher { get; } = Partial is null ? null : Matcher.Parse(Partial);

    // A compound sparse index holds a document that has at least one of its fields.
    private readonly Matcher? _present = Sparse
        ? Matcher.Parse(new BsonDocument("$or", new BsonArray(Key.Names.Select(path => new BsonDocument(path, new BsonDocument("$exists", true))))))
        : null;

    public bool IsId => Name == IdName;

    /// <summary>SQL that reads all keys: two columns, key and row id.</summary>
    public string KeysSql => IsId ? $"SELECT k, rid FROM c{Table}" : $"SELECT k, r FROM i{Table}";

    /// <summary>The key as the table holds it: in an index that is not unique the row id follows it.</summary>
    public byte[] Stored(byte[] key, long rid)
    {
        if (Unique)
            return key;
        var stored = new byte[key.Length + sizeof(long)];
        key.CopyTo(stored, 0);
        BinaryPrimitives.WriteInt64BigEndian(stored.AsSpan(key.Length), rid);
        return stored;
    }

    public static IndexInfo OfId(long collectionTable) =>
        new(collectionTable, IdName, new BsonDocument("_id", 1), Unique: true, Sparse: false, Partial: null, MultikeyFields: 0);

    /// <summary>The index as <c>listIndexes</c> shows it.</summary>
    public BsonDocument ToSpecification()
    {
        var shown = new BsonDocument { { "v", 2 }, { "key", Key } };
        if (Unique && !IsId)
            shown.Add("unique", true);
        shown.Add("name", Name);
        if (Sparse)
            shown.Add("sparse", true);
        if (Partial is not null)
            shown.Add("partialFilterExpression", Partial);
        return shown;
    }

    public BsonDocument ToBson() => ToSpecification().Add("table", Table).Add("multikey", Multikey).Add("multikeyFields", (long)MultikeyFields);

    public static IndexInfo FromBson(BsonDocument stored) =>
        new(
            stored["table"].ToInt64(),
            stored["name"].AsString,
            stored["key"].AsBsonDocument,
            stored.GetValue("unique", false).AsBoolean,
            stored.GetValue("sparse", false).AsBoolean,
            stored.Contains("partialFilterExpression") ? stored["partialFilterExpression"].AsBsonDocument : null,
            // A file of before says of the whole index only that some field is.
            stored["multikey"].AsBoolean
                ? (uint)stored.GetValue("multikeyFields", (long)uint.MaxValue).AsInt64
                : 0
        );

    public bool IsMultikey(int field) => (MultikeyFields >> field & 1) != 0;

    /// <summary>Whether the index holds this document at all: partial and sparse indexes leave documents out.</summary>
    public bool Covers(BsonView document)
    {
        if (PartialMatcher is not null && !PartialMatcher.Matches(document))
            return false;
        return _present is null || _present.Matches(document);
    }
}
