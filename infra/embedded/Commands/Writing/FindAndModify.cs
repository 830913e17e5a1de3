using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>findAndModify</c>: one document is found, changed and returned in one step of the writer.</summary>
internal static class FindAndModify
{
    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var filter = options.Document("query") ?? [];
        var query = QuerySpec.Of(filter, options.Document("sort"), limit: 1, hint: options.Value("hint"));
        var remove = options.Bool("remove");
        var update = options.Value("update");
        var showNew = options.Bool("new");
        var upsert = options.Bool("upsert");
        var projection = options.Document("fields") is { ElementCount: > 0 } shape ? Projection.Parse(shape) : null;
        var program = update is null ? null : UpdateProgram.Parse(update, Update.ArrayFilters(options), context.Engine.Clock);
        options.Array("arrayFilters");
        options.SimpleCollation();
        options.Only("bypassDocumentValidation", false);
        options.Only("let", new BsonDocument());
        var deadline = options.Deadline(context);
        options.End();
        if (remove ? update is not null || upsert || showNew : program is null)
            throw MongoError.FailedToParse(
                remove ? "Cannot specify 'update', 'upsert' or 'new' along with 'remove'" : "Either an update or remove=true must be specified"
            );

        return context.WriteAsync(transaction =>
        {
            var rows = Update.Rows(transaction, ns, query, deadline);
            if (remove)
                return Answer(rows.Count == 0 ? null : Delete.Remove(transaction, ns, rows[0]), new BsonDocument("n", rows.Count), projection);
            if (rows.Count > 0)
            {
                var (before, after, _) = Update.Apply(transaction, ns, rows[0], program!, filter);
                return Answer(
                    BsonView.Document(showNew ? after : before).ToBsonDocument(),
                    new BsonDocument { { "n", 1 }, { "updatedExisting", true } },
                    projection
                );
            }

            if (!upsert)
                return Answer(null, new BsonDocument { { "n", 0 }, { "updatedExisting", false } }, projection);
            var inserted = Update.Upsert(transaction, ns, program!, filter);
            return Answer(
                showNew ? inserted : null,
                new BsonDocument
                {
                    { "n", 1 },
                    { "updatedExisting", false },
                    { "upserted", inserted["_id"] },
                },
                projection
            );
        });
    }

    private static Reply Answer(BsonDocument? value, BsonDocument lastError, Projection? projection)
    {
        if (value is not null && projection is not null)
            value = BsonView.Document(projection.Apply(BsonBuffer.Bytes(value))).ToBsonDocument();
        return Reply.Ok(new("lastErrorObject", lastError), new("value", value is null ? BsonNull.Value : value));
    }
}
