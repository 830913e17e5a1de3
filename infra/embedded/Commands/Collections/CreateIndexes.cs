using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>createIndexes</c>: ascending and descending, compound, unique, sparse, partial. Other kinds are refused with 67.</summary>
internal static class CreateIndexes
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var wanted = (options.Array("indexes") ?? throw MongoError.Location(40414, "BSON field 'createIndexes.indexes' is missing but a required field"))
            .Select(i => Parse(i as BsonDocument ?? throw MongoError.TypeMismatch("indexes must be objects")))
            .ToList();
        options.WithoutAnyEffect("commitQuorum");
        options.Deadline(context);
        options.End();
        if (wanted.Count == 0)
            throw MongoError.BadValue("Must specify at least one index to create");

        return context.WriteAsync(transaction =>
        {
            var existed = transaction.Catalog.Find(ns) is not null;
            var collection = transaction.Ensure(ns);
            var before = collection.Indexes.Length;
            foreach (var index in wanted)
            {
                if (!IsThere(collection, index))
                    collection = transaction.CreateIndex(collection, index);
            }

            return Reply.Ok(
                new("numIndexesBefore", before),
                new("numIndexesAfter", collection.Indexes.Length),
                new("createdCollectionAutomatically", !existed)
            );
        });
    }

    private static IndexInfo Parse(BsonDocument specification)
    {
        var options = new CommandOptions("createIndexes.indexes", specification);
        var key = options.Document("key") ?? throw MongoError.FailedToParse("The 'key' field is a required property of an index specification");
        var name = options.Text("name") ?? throw MongoError.FailedToParse("The 'name' field is a required property of an index specification");
        var unique = options.Bool("unique");
        var sparse = options.Bool("sparse");
        var partial = options.Document("partialFilterExpression");
        options.Only("v", 2);
        options.Only("hidden", false);
        options.WithoutAnyEffect("background");
        options.SimpleCollation();
        if (options.Value("expireAfterSeconds") is not null)
            throw new MongoError(MongoErrorCode.CannotCreateIndex, "the embedded database does not implement TTL indexes");
        options.End();

        CheckKey(key);
        if (name.Length == 0 || name == "*")
            throw new MongoError(MongoErrorCode.CannotCreateIndex, $"the index name '{name}' is not allowed");
        if (sparse && partial is not null)
            throw new MongoError(MongoErrorCode.CannotCreateIndex, "cannot mix \"partialFilterExpression\" and \"sparse\" options");
        if (partial is not null)
            CheckPartial(Matcher.Parse(partial).Root);
        return new IndexInfo(0, IsId(key) ? IndexInfo.IdName : name, key, unique, sparse, partial, MultikeyFields: 0);
    }

    private static bool IsId(BsonDocument key) => key.ElementCount == 1 && key.GetElement(0).Name == "_id";

    private static void CheckKey(BsonDocument key)
    {
        if (key.ElementCount is 0 or > 32)
            throw new MongoError(MongoErrorCode.CannotCreateIndex, "Index keys must have between 1 and 32 fields");
        foreach (var field in key)
        {
            if (field.Name.Contains('$', StringComparison.Ordinal) || field.Name.Split('.').Contains(""))
                throw new MongoError(MongoErrorCode.CannotCreateIndex, $"Index key '{field.Name}' is not a field path (wildcard indexes are not implemented)");
            if (!field.Value.IsNumeric || field.Value.ToDouble() is 0 or double.NaN)
                throw new MongoError(
                    MongoErrorCode.CannotCreateIndex,
                    $"Index kind {field.Value} of '{field.Name}' is not implemented: only ascending (1) and descending (-1)"
                );
        }
    }

    private static void CheckPartial(FilterNode node)
    {
        switch (node)
        {
            case AndNode all:
                foreach (var child in all.Children)
                    CheckPartial(child);
                break;
            case OrNode any:
                foreach (var child in any.Children)
                    CheckPartial(child);
                break;
            case FieldNode
            {
                Kind: PredicateKind.Equal
                    or PredicateKind.In
                    or PredicateKind.Exists
                    or PredicateKind.Type
                    or PredicateKind.Greater
                    or PredicateKind.GreaterOrEqual
                    or PredicateKind.Less
                    or PredicateKind.LessOrEqual
            }:
                break;
            default:
                throw new MongoError(MongoErrorCode.CannotCreateIndex, "unsupported expression in partial index");
        }
    }

    private static bool IsThere(CollectionInfo collection, IndexInfo wanted)
    {
        if (wanted.IsId)
            return true;
        var sameName = collection.Indexes.FirstOrDefault(i => i.Name == wanted.Name);
        var sameKey = collection.Indexes.FirstOrDefault(i => Planner.SameKey(i.Key, wanted.Key) && Equals(i.Partial, wanted.Partial));
        if (sameName is not null && !Planner.SameKey(sameName.Key, wanted.Key))
            throw new MongoError(
                MongoErrorCode.IndexKeySpecsConflict,
                $"An existing index has the same name as the requested index but another key: {wanted.Name}"
            );
        if ((sameName ?? sameKey) is not { } there)
            return false;
        if (there.Name != wanted.Name || there.Unique != wanted.Unique || there.Sparse != wanted.Sparse || !Equals(there.Partial, wanted.Partial))
            throw new MongoError(MongoErrorCode.IndexOptionsConflict, $"Index already exists with a different name or different options: {there.Name}");
        return true;
    }
}
