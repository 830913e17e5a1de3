using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>drop</c> and <c>dropDatabase</c>.</summary>
internal static class Drop
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        context.Options.Deadline(context);
        context.Options.End();
        return context.WriteAsync(transaction =>
        {
            // Since 7.0 a missing collection is no error.
            if (transaction.Catalog.Find(ns) is not { } collection)
                return Reply.Ok();
            transaction.Drop(collection);
            return Reply.Ok(new("nIndexesWas", collection.Indexes.Length), new("ns", ns));
        });
    }

    public static ValueTask<Reply> RunDatabaseAsync(CommandContext context)
    {
        var database = context.Database;
        context.Options.Deadline(context);
        context.Options.End();
        return context.WriteAsync(transaction =>
        {
            foreach (var collection in transaction.Catalog.Of(database).ToList())
                transaction.Drop(collection);
            return Reply.Ok(new BsonElement("dropped", database));
        });
    }
}
