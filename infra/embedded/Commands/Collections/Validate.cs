using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>validate</c>: reads a whole collection, every document and every key of its indexes, and says what does not fit.</summary>
internal static class Validate
{
    public static Reply Run(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        // Here every validation is a full one, and none stops the writer.
        options.WithoutAnyEffect("full", "background", "checkBSONConformance");
        foreach (var flag in (ReadOnlySpan<string>)["repair", "metadata", "fixMultikey"])
            options.Only(flag, false);
        var deadline = options.Deadline(context);
        options.End();
        using var snapshot = context.Engine.Store.Read();
        var collection = snapshot.Catalog.Find(ns) ?? throw new MongoError(MongoErrorCode.NamespaceNotFound, $"Collection '{ns}' does not exist to validate.");
        var check = new CollectionCheck(snapshot, collection);
        check.Run(deadline);
        return Reply.Ok(
            new("ns", ns),
            new("nInvalidDocuments", check.Malformed),
            new("nNonCompliantDocuments", 0),
            new("nrecords", check.Documents),
            new("nIndexes", collection.Indexes.Length),
            new("keysPerIndex", new BsonDocument(check.Keys.Select(index => new BsonElement(index.Key, index.Value)))),
            new("valid", check.Faults.Count == 0),
            new("repaired", false),
            new("warnings", new BsonArray()),
            new("errors", new BsonArray(check.Faults))
        );
    }
}
