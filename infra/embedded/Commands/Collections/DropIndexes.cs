using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>dropIndexes</c>: by name, by key, by a list of names, or all but that of <c>_id</c>.</summary>
internal static class DropIndexes
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var which = context.Options.Value("index") ?? throw MongoError.Location(40414, "BSON field 'dropIndexes.index' is missing but a required field");
        context.Options.Deadline(context);
        context.Options.End();
        return context.WriteAsync(transaction =>
        {
            var collection = transaction.Catalog.Find(ns) ?? throw new MongoError(MongoErrorCode.NamespaceNotFound, $"ns not found {ns}");
            var before = collection.Indexes.Length;
            foreach (var index in Chosen(collection, which).ToList())
                collection = transaction.DropIndex(collection, index);
            return Reply.Ok(new BsonElement("nIndexesWas", before));
        });
    }

    private static IEnumerable<IndexInfo> Chosen(CollectionInfo collection, BsonValue which) =>
        which switch
        {
            BsonString { Value: "*" } => collection.Indexes.Where(i => !i.IsId),
            BsonString name => [Named(collection, i => i.Name == name.Value, name)],
            BsonDocument key => [Named(collection, i => Planner.SameKey(i.Key, key), key)],
            BsonArray names => names.SelectMany(name =>
                Chosen(collection, name is BsonString { Value: not "*" } ? name : throw MongoError.TypeMismatch("index names must be strings"))
            ),
            _ => throw MongoError.TypeMismatch("index must be a name, a key or a list of names"),
        };

    private static IndexInfo Named(CollectionInfo collection, Func<IndexInfo, bool> match, BsonValue shown)
    {
        var index =
            collection.Indexes.FirstOrDefault(match) ?? throw new MongoError(MongoErrorCode.IndexNotFound, $"index not found with name or key [{shown}]");
        return index.IsId ? throw new MongoError(MongoErrorCode.InvalidOptions, "cannot drop _id index") : index;
    }
}
