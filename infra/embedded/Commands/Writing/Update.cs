using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>update</c>: modifiers, pipelines of modifiers and replacements; upserts.</summary>
internal static class Update
{
    private sealed record Statement(QuerySpec Query, BsonDocument Filter, UpdateProgram Program, bool Multi, bool Upsert);

    public static ValueTask<Reply> RunAsync(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var updates = options.Documents("updates").ConvertAll(Read);
        var ordered = options.Bool("ordered", otherwise: true);
        options.Only("bypassDocumentValidation", false);
        options.Only("let", new BsonDocument());
        var deadline = options.Deadline(context);
        options.End();
        WriteErrors.CheckBatch("update", updates.Count);
        // Options are checked before anything is written: an unknown one refuses the whole command.
        foreach (var (update, _) in updates)
            CheckOptions(update);

        return context.WriteAsync(transaction =>
        {
            var errors = new WriteErrors(ordered);
            var (matched, modified) = (0, 0);
            var upserted = new BsonArray();
            for (var i = 0; i < updates.Count && errors.GoOn; i++)
            {
                errors.Try(
                    i,
                    () =>
                    {
                        var statement = Parse(updates[i], context.Engine.Clock);
                        var found = Rows(transaction, ns, statement.Query, deadline);
                        foreach (var rid in found)
                        {
                            if (Apply(transaction, ns, rid, statement.Program, statement.Filter).Changed)
                                modified++;
                            matched++;
                        }

                        if (found.Count == 0 && statement.Upsert)
                        {
                            var document = Upsert(transaction, ns, statement.Program, statement.Filter);
                            upserted.Add(new BsonDocument { { "index", i }, { "_id", document["_id"] } });
                            matched++;
                        }
                    }
                );
            }

            var counts = new BsonDocument { { "n", matched }, { "nModified", modified } };
            if (upserted.Count > 0)
                counts.Add("upserted", upserted);
            return errors.Reply(counts);
        });
    }

    /// <summary>Finds the row ids of all matches before any of them is changed: a changed document must not be met again further on in the scan.</summary>
    public static List<long> Rows(WriteTransaction transaction, string ns, QuerySpec query, Deadline deadline) =>
        transaction.Catalog.Find(ns) is { } collection ? [.. new Scan(transaction, collection, query, deadline).Rows().Select(row => row.Rid)] : [];

    /// <summary>Changes one row and returns the document before and after.</summary>
    public static (byte[] Before, byte[] After, bool Changed) Apply(
        WriteTransaction transaction,
        string ns,
        long rid,
        UpdateProgram program,
        BsonDocument filter
    )
    {
        var row = transaction.Document(transaction.Ensure(ns), rid) ?? throw new InvalidOperationException($"row {rid} has gone during its own operation");
        var before = row.Document.ToArray();
        var after = StoredDocument.Prepare(program.Apply(BsonView.Document(before), filter));
        var changed = !after.AsSpan().SequenceEqual(before);
        if (changed)
            transaction.Replace(ns, rid, before, after);
        return (before, after, changed);
    }

    public static BsonDocument Upsert(WriteTransaction transaction, string ns, UpdateProgram program, BsonDocument filter)
    {
        var document = StoredDocument.Prepare(program.Upsert(filter, () => ObjectId.GenerateNewId()));
        transaction.Insert(ns, document);
        return BsonView.Document(document).ToBsonDocument();
    }

    public static bool IsReplacement(BsonValue update) =>
        update is BsonDocument document && (document.ElementCount == 0 || !document.GetElement(0).Name.StartsWith('$'));

    private static void CheckOptions(BsonDocument update)
    {
        var options = new CommandOptions("update.updates", update);
        options.WithoutAnyEffect("q", "u", "multi", "upsert", "arrayFilters", "hint");
        options.SimpleCollation();
        options.End();
    }

    /// <summary>Reads a statement and, left as bytes, the document in it that replaces another; missing where the statement replaces none.</summary>
    private static (BsonDocument Statement, BsonView Replacement) Read(byte[] bytes)
    {
        var update = BsonView.Document(bytes);
        var change = update.Find("u"u8);
        var first = change.IsDocument ? change.GetEnumerator() : default;
        if (!change.IsDocument || (first.MoveNext() && first.Name.StartsWith("$"u8)))
            return (update.ToBsonDocument(), default);
        var statement = new BsonDocument(allowDuplicateNames: true);
        foreach (var option in update)
            statement.Add(BsonView.Decode(option.Name), option.Name.SequenceEqual("u"u8) ? new BsonDocument() : option.Value.ToBsonValue());
        return (statement, change);
    }

    private static Statement Parse((BsonDocument Statement, BsonView Replacement) read, TimeProvider clock)
    {
        var (update, replacement) = read;
        var options = new CommandOptions("update.updates", update);
        var filter = options.Document("q") ?? throw MongoError.Location(40414, "BSON field 'update.updates.q' is missing but a required field");
        var change = options.Value("u") ?? throw MongoError.Location(40414, "BSON field 'update.updates.u' is missing but a required field");
        var multi = options.Bool("multi");
        if (multi && IsReplacement(change))
            throw MongoError.FailedToParse("multi update is not supported for replacement-style update");
        var program = replacement.IsMissing
            ? UpdateProgram.Parse(change, ArrayFilters(options), clock)
            : UpdateProgram.Replace(replacement, ArrayFilters(options));
        return new Statement(QuerySpec.Of(filter, limit: multi ? null : 1, hint: options.Value("hint")), filter, program, multi, options.Bool("upsert"));
    }

    public static IReadOnlyList<BsonDocument> ArrayFilters(CommandOptions options) =>
        [.. options.Array("arrayFilters")?.Select(f => f as BsonDocument ?? throw MongoError.TypeMismatch("arrayFilters must be objects")) ?? []];
}
