using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>find</c>: plan, match, sort, skip, limit, project; the first batch and a cursor.</summary>
internal static class Find
{
    public static Reply Run(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var query = Query(options);
        var projection = options.Document("projection") is { ElementCount: > 0 } shape ? Projection.Parse(shape) : null;
        var size = (int)Math.Min(options.Count("batchSize") ?? Limits.FirstBatch, int.MaxValue);
        var single = options.Bool("singleBatch");
        var deadline = options.Deadline(context);
        options.End();

        using var snapshot = context.Engine.Store.Read();
        if (snapshot.Catalog.Find(ns) is not { } collection)
            return Reply.Ok(new CursorBatch("firstBatch", 0, ns, []));
        var batch = new Batch(size);
        var cursor = new RowCursor(collection, query.Matcher, projection, context.Request.Body.GetValue("lsid", null));
        var more = false;
        foreach (var row in new Scan(snapshot, collection, query, deadline).Rows())
        {
            if (!more && !batch.IsFull && batch.TryAdd(projection?.Apply(row.Document) ?? row.Document.ToArray()))
                continue;
            if (single)
                break;
            more = true;
            cursor.Add(row.Rid);
        }

        return Reply.Ok(context.Engine.Cursors.Open(cursor, batch.Documents, more));
    }

    /// <summary>Reads the options that say which documents are meant; <c>explain</c> uses it, too.</summary>
    public static QuerySpec Query(CommandOptions options)
    {
        var limit = options.Count("limit");
        var spec = QuerySpec.Of(
            options.Document("filter"),
            options.Document("sort"),
            options.Count("skip") ?? 0,
            limit is 0 ? null : limit,
            options.Value("hint")
        );
        options.SimpleCollation();
        options.WithoutAnyEffect("allowDiskUse");
        options.Only("let", new BsonDocument());
        foreach (var flag in Flags)
            options.Only(flag, false);
        return spec;
    }

    // Drivers may send these with their default; nothing but the default exists here.
    private static readonly string[] Flags = ["tailable", "awaitData", "noCursorTimeout", "allowPartialResults", "oplogReplay", "returnKey", "showRecordId"];
}
