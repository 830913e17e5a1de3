using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>listCollections</c>, <c>listDatabases</c>, <c>listIndexes</c>.</summary>
internal static class Listings
{
    public static Reply Collections(CommandContext context)
    {
        var database = context.Database;
        var options = context.Options;
        var matcher = Matcher.Parse(options.Document("filter") ?? []);
        var nameOnly = options.Bool("nameOnly");
        options.WithoutAnyEffect("authorizedCollections");
        var size = BatchSize(options);
        options.Deadline(context);
        options.End();

        using var snapshot = context.Engine.Store.Read();
        var shown = snapshot
            .Catalog.Of(database)
            .Select(collection =>
                nameOnly
                    ? new BsonDocument { { "name", collection.Name }, { "type", "collection" } }
                    : new BsonDocument
                    {
                        { "name", collection.Name },
                        { "type", "collection" },
                        { "options", new BsonDocument() },
                        {
                            "info",
                            new BsonDocument { { "readOnly", false }, { "uuid", collection.Uuid } }
                        },
                        { "idIndex", collection.Indexes[0].ToSpecification() },
                    }
            );
        return Cursor(context, $"{database}.$cmd.listCollections", shown.Select(BsonBuffer.Bytes).Where(d => matcher.Matches(BsonView.Document(d))), size);
    }

    public static Reply Indexes(CommandContext context)
    {
        var ns = context.Namespace();
        var size = BatchSize(context.Options);
        context.Options.Deadline(context);
        context.Options.End();
        using var snapshot = context.Engine.Store.Read();
        var collection = snapshot.Catalog.Find(ns) ?? throw new MongoError(MongoErrorCode.NamespaceNotFound, $"ns does not exist: {ns}");
        return Cursor(context, ns, collection.Indexes.Select(i => BsonBuffer.Bytes(i.ToSpecification())), size);
    }

    public static Reply Databases(CommandContext context)
    {
        var options = context.Options;
        var matcher = Matcher.Parse(options.Document("filter") ?? []);
        var nameOnly = options.Bool("nameOnly");
        options.WithoutAnyEffect("authorizedDatabases");
        options.Deadline(context);
        options.End();

        using var snapshot = context.Engine.Store.Read();
        var databases = new BsonArray();
        var total = 0L;
        foreach (var group in snapshot.Catalog.Collections.Values.GroupBy(c => c.Namespace.Split('.', 2)[0]))
        {
            var database = new BsonDocument("name", group.Key);
            if (!nameOnly)
            {
                var size = group.Sum(collection => snapshot.Size(collection) + collection.Indexes.Sum(snapshot.Size));
                total += size;
                database.Add("sizeOnDisk", size).Add("empty", false);
            }

            if (matcher.Matches(BsonView.Document(BsonBuffer.Bytes(database))))
                databases.Add(database);
        }

        return nameOnly ? Reply.Ok(new BsonElement("databases", databases)) : Reply.Ok(new("databases", databases), new("totalSize", total));
    }

    private static int BatchSize(CommandOptions options)
    {
        var cursor = new CommandOptions("cursor", options.Document("cursor") ?? []);
        var size = (int)Math.Min(cursor.Count("batchSize") ?? int.MaxValue, int.MaxValue);
        cursor.End();
        return size;
    }

    private static Reply Cursor(CommandContext context, string ns, IEnumerable<byte[]> documents, int size)
    {
        var batch = new Batch(size);
        var rest = new Queue<byte[]>(documents.SkipWhile(batch.TryAdd));
        return Reply.Ok(
            context.Engine.Cursors.Open(new DocumentCursor(ns, context.Request.Body.GetValue("lsid", null), rest), batch.Documents, rest.Count > 0)
        );
    }
}
