using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>insert</c>: each document is stored whole with its index keys or not at all.</summary>
internal static class Insert
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var documents = options.Documents("documents");
        var ordered = options.Bool("ordered", otherwise: true);
        options.Only("bypassDocumentValidation", false);
        options.Deadline(context);
        options.End();
        WriteErrors.CheckBatch("insert", documents.Count);

        return context.WriteAsync(transaction =>
        {
            var errors = new WriteErrors(ordered);
            var inserted = 0;
            for (var i = 0; i < documents.Count && errors.GoOn; i++)
            {
                if (errors.Try(i, () => transaction.Insert(ns, StoredDocument.Prepare(documents[i]))))
                    inserted++;
            }

            return errors.Reply(new BsonDocument("n", inserted));
        });
    }
}
