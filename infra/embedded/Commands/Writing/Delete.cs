using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>delete</c>: the first match (limit 1) or all (limit 0).</summary>
internal static class Delete
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var deletes = options.Documents("deletes").ConvertAll(d => BsonView.Document(d).ToBsonDocument());
        var ordered = options.Bool("ordered", otherwise: true);
        options.Only("let", new BsonDocument());
        var deadline = options.Deadline(context);
        options.End();
        WriteErrors.CheckBatch("delete", deletes.Count);
        foreach (var delete in deletes)
            CheckOptions(delete);

        return context.WriteAsync(transaction =>
        {
            var errors = new WriteErrors(ordered);
            var deleted = 0;
            for (var i = 0; i < deletes.Count && errors.GoOn; i++)
            {
                errors.Try(
                    i,
                    () =>
                    {
                        foreach (var rid in Update.Rows(transaction, ns, Parse(deletes[i]), deadline))
                        {
                            Remove(transaction, ns, rid);
                            deleted++;
                        }
                    }
                );
            }

            return errors.Reply(new BsonDocument("n", deleted));
        });
    }

    /// <summary>Deletes one row and returns the document that was in it.</summary>
    public static BsonDocument Remove(WriteTransaction transaction, string ns, long rid)
    {
        var row = transaction.Document(transaction.Ensure(ns), rid) ?? throw new InvalidOperationException($"row {rid} has gone during its own operation");
        var old = row.Document.ToArray();
        transaction.Delete(ns, rid, old);
        return BsonView.Document(old).ToBsonDocument();
    }

    private static void CheckOptions(BsonDocument delete)
    {
        var options = new CommandOptions("delete.deletes", delete);
        options.WithoutAnyEffect("q", "limit", "hint");
        options.SimpleCollation();
        options.End();
    }

    private static QuerySpec Parse(BsonDocument delete)
    {
        var options = new CommandOptions("delete.deletes", delete);
        var filter = options.Document("q") ?? throw MongoError.Location(40414, "BSON field 'delete.deletes.q' is missing but a required field");
        var limit = options.Count("limit") ?? throw MongoError.Location(40414, "BSON field 'delete.deletes.limit' is missing but a required field");
        if (limit is not (0 or 1))
            throw MongoError.FailedToParse($"The limit field in delete objects must be 0 or 1. Got {limit}");
        return QuerySpec.Of(filter, limit: limit == 0 ? null : 1, hint: options.Value("hint"));
    }
}
