using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Counts and sizes: <c>dbStats</c>, <c>collStats</c> and the stage <c>$collStats</c>. Sizes are bytes of documents and of index keys, counted when asked;
/// nothing is compressed, so a collection is stored in as many bytes as its documents have. Pages belong to the one file, whose size is in <c>dbStats</c>.
/// </summary>
internal static class Statistics
{
    public const string Stage = "$collStats";

    public static Reply OfDatabase(CommandContext context)
    {
        var scale = Scale(context.Options);
        context.Options.Only("freeStorage", 0);
        context.Options.End();
        using var snapshot = context.Engine.Store.Read();
        var collections = snapshot.Catalog.Of(context.Database).Select(collection => new Sizes(snapshot, collection)).ToList();
        var (objects, data, indexes) = (collections.Sum(c => c.Count), collections.Sum(c => c.Data), collections.Sum(c => c.IndexTotal));
        return Reply.Ok(
            new("db", context.Database),
            new("collections", collections.Count),
            new("views", 0),
            new("objects", objects),
            new("avgObjSize", objects == 0 ? 0.0 : (double)data / objects),
            new("dataSize", data / scale),
            new("storageSize", data / scale),
            new("indexes", collections.Sum(c => c.Indexes.Count)),
            new("indexSize", indexes / scale),
            new("totalSize", (data + indexes) / scale),
            new("scaleFactor", scale),
            new("fileSize", snapshot.FileSize() / scale)
        );
    }

    public static Reply OfCollection(CommandContext context)
    {
        var ns = context.Namespace();
        var scale = Scale(context.Options);
        context.Options.End();
        using var snapshot = context.Engine.Store.Read();
        var reply = new BsonDocument("ns", ns);
        reply.AddRange(Storage(snapshot, ns, scale));
        return new Reply(reply.Add("ok", 1.0));
    }

    /// <summary>Returns the one document that <c>$collStats</c> gives.</summary>
    public static BsonDocument OfStage(CommandContext context, Snapshot snapshot, string ns, BsonValue argument)
    {
        if (argument is not BsonDocument specification)
            throw MongoError.Location(40166, $"{Stage} must take a nested object but found: {Stage}: {argument}");
        var options = new CommandOptions(Stage, specification);
        var storage = options.Document("storageStats");
        var count = options.Document("count");
        foreach (var other in (ReadOnlySpan<string>)["latencyStats", "queryExecStats"])
        {
            if (options.Document(other) is not null)
                throw new MongoError(MongoErrorCode.InvalidOptions, $"the embedded database does not keep '{Stage}.{other}'");
        }

        options.End();
        var result = new BsonDocument
        {
            { "ns", ns },
            { "host", context.Engine.Address },
            { "localTime", new BsonDateTime(context.Engine.Clock.GetUtcNow().UtcDateTime) },
        };
        if (storage is not null)
        {
            var inner = new CommandOptions($"{Stage}.storageStats", storage);
            result.Add("storageStats", Storage(snapshot, ns, Scale(inner)));
            inner.End();
        }

        if (count is not null)
        {
            new CommandOptions($"{Stage}.count", count).End();
            var collection =
                snapshot.Catalog.Find(ns)
                ?? throw MongoError.BadValue($"Unable to retrieve count in {Stage} stage :: caused by :: Collection [{ns}] not found.");
            result.Add("count", snapshot.Count(collection));
        }

        return result;
    }

    // A collection that is not there is empty: MongoDB answers alike.
    private static BsonDocument Storage(Snapshot snapshot, string ns, int scale)
    {
        var sizes = snapshot.Catalog.Find(ns) is { } collection ? new Sizes(snapshot, collection) : Sizes.None;
        var result = new BsonDocument { { "size", sizes.Data / scale }, { "count", sizes.Count } };
        if (sizes.Count > 0)
            result.Add("avgObjSize", sizes.Data / sizes.Count);
        result.Add("storageSize", sizes.Data / scale);
        result.Add("capped", false);
        result.Add("nindexes", sizes.Indexes.Count);
        result.Add("indexDetails", new BsonDocument());
        result.Add("indexBuilds", new BsonArray());
        result.Add("totalIndexSize", sizes.IndexTotal / scale);
        result.Add("totalSize", (sizes.Data + sizes.IndexTotal) / scale);
        result.Add("indexSizes", new BsonDocument(sizes.Indexes.Select(index => new BsonElement(index.Name, index.Bytes / scale))));
        return result.Add("scaleFactor", scale);
    }

    private static int Scale(CommandOptions options) =>
        options.Count("scale") switch
        {
            null => 1,
            >= 1 and <= int.MaxValue and var scale => (int)scale,
            _ => throw MongoError.BadValue("scale has to be >= 1"),
        };

    private sealed record Sizes(long Count, long Data, IReadOnlyList<(string Name, long Bytes)> Indexes)
    {
        public static readonly Sizes None = new(0, 0, []);

        public Sizes(Snapshot snapshot, CollectionInfo collection)
            : this(snapshot.Count(collection), snapshot.Size(collection), [.. collection.Indexes.Select(index => (index.Name, snapshot.Size(index)))]) { }

        public long IndexTotal => Indexes.Sum(index => index.Bytes);
    }
}
