using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>aggregate</c>: the leading $match, $sort, $skip and $limit go through the planner, the other stages run over its documents.</summary>
internal static class Aggregate
{
    public static Reply Run(CommandContext context)
    {
        var (ns, pipeline, query, statistics) = Parse(context);
        var options = context.Options;
        var cursorOptions = new CommandOptions(
            "aggregate.cursor",
            options.Document("cursor") ?? throw MongoError.FailedToParse("The 'cursor' option is required, except for aggregate with the explain argument")
        );
        var size = (int)Math.Min(cursorOptions.Count("batchSize") ?? Limits.FirstBatch, int.MaxValue);
        cursorOptions.End();
        options.Only("explain", false);
        var deadline = options.Deadline(context);
        options.End();

        using var snapshot = context.Engine.Store.Read();
        var output = statistics is null
            ? Run(pipeline, snapshot.Catalog.Find(ns) is { } collection ? new Scan(snapshot, collection, query, deadline) : null)
            : pipeline.Run([BsonBuffer.Bytes(Statistics.OfStage(context, snapshot, ns, statistics))]);
        var batch = new Batch(size);
        var rest = new Queue<byte[]>();
        long held = 0;
        foreach (var document in output)
        {
            if (rest.Count == 0 && batch.TryAdd(document))
                continue;
            rest.Enqueue(document);
            held += document.Length;
            if (held > Limits.Memory)
                throw new MongoError(MongoErrorCode.QueryExceededMemoryLimitNoDiskUseAllowed, $"Aggregation result exceeds {Limits.Memory} bytes");
        }

        var cursor = new DocumentCursor(ns, context.Request.Body.GetValue("lsid", null), rest);
        return Reply.Ok(context.Engine.Cursors.Open(cursor, batch.Documents, more: rest.Count > 0));
    }

    private static IEnumerable<byte[]> Run(Pipeline pipeline, Scan? scan) =>
        pipeline.Tally is { } tally ? tally(scan?.Count() ?? 0) : pipeline.Run(scan?.Rows().Select(row => row.Document.ToArray()) ?? []);

    private static Work Parse(CommandContext context)
    {
        if (context.Request.Body[0].IsNumeric)
            throw new MongoError(
                MongoErrorCode.InvalidNamespace,
                "{aggregate: 1} is not valid: the embedded database has no aggregation over a whole database"
            );
        return Parse(context.Namespace(), context.Options);
    }

    /// <summary>Parses what an <c>aggregate</c> runs; <c>explain</c> uses it, too.</summary>
    public static Work Parse(string ns, CommandOptions options)
    {
        var stages = options.Array("pipeline") ?? throw MongoError.Location(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
        var (first, argument) = stages.Count > 0 ? Stages.Split(stages[0]) : ("", BsonNull.Value);
        if (first == "$changeStream")
            throw MongoError.Location(40573, "The $changeStream stage is only supported on replica sets: the embedded database does not implement it");
        var statistics = first == Statistics.Stage ? argument : null;
        var pipeline = statistics is null ? Pipeline.Parse(stages) : Pipeline.ParseRest(stages);
        options.SimpleCollation();
        options.WithoutAnyEffect("allowDiskUse");
        options.Only("let", new BsonDocument());
        options.Only("bypassDocumentValidation", false);
        var query = new QuerySpec(
            Matcher.Parse(pipeline.LeadingMatch ?? []),
            pipeline.LeadingSort,
            pipeline.Skip,
            pipeline.Limit,
            options.Value("hint"),
            pipeline.Tally is not null
        );
        return new(ns, pipeline, query, statistics);
    }

    /// <param name="Statistics">The argument of a leading <c>$collStats</c>, whose document the pipeline gets in place of the collection's; else null.</param>
    internal sealed record Work(string Namespace, Pipeline Pipeline, QuerySpec Query, BsonValue? Statistics);
}
