namespace ELearning.Embedded;

/// <summary><c>create</c>: a plain collection. Capped collections, views, validators and the rest are refused as unknown options.</summary>
internal static class Create
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        options.Only("capped", false);
        options.SimpleCollation();
        options.Deadline(context);
        options.End();
        return context.WriteAsync(transaction =>
        {
            if (transaction.Catalog.Find(ns) is not null)
                throw new MongoError(MongoErrorCode.NamespaceExists, $"Collection {ns} already exists.");
            transaction.Create(ns);
            return Reply.Ok();
        });
    }
}
