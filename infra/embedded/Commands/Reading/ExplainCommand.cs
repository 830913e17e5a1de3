using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>explain</c> of the commands that look for documents: which index, and at the price of how many keys and documents. Writes nothing.</summary>
internal static class ExplainCommand
{
    public static Reply Run(CommandContext context)
    {
        var inner = context.Request.Body[0] as BsonDocument ?? throw MongoError.TypeMismatch("explain must be given a command");
        var verbosity = context.Options.Text("verbosity") ?? "allPlansExecution";
        context.Options.Deadline(context);
        context.Options.End();
        if (verbosity is not ("queryPlanner" or "executionStats" or "allPlansExecution"))
            throw MongoError.BadValue($"verbosity string must be one of 'queryPlanner', 'executionStats' or 'allPlansExecution', not '{verbosity}'");
        if (inner.ElementCount == 0 || inner[0] is not BsonString collectionName)
            throw MongoError.BadValue("explain needs a command on a collection");
        var ns = Names.Join(context.Database, collectionName.Value);
        var query = Query(inner, ns);

        using var snapshot = context.Engine.Store.Read();
        var planner = new BsonDocument { { "namespace", ns }, { "parsedQuery", FilterOf(inner) } };
        if (snapshot.Catalog.Find(ns) is not { } collection)
            return Reply.Ok(new BsonElement("queryPlanner", planner.Add("winningPlan", new BsonDocument("stage", "EOF"))));
        var scan = new Scan(snapshot, collection, query, context.Deadline(0));
        planner.Add("winningPlan", Explain.WinningPlan(scan, query)).Add("rejectedPlans", new BsonArray());
        if (verbosity == "queryPlanner")
            return Reply.Ok(new BsonElement("queryPlanner", planner));

        var returned = query.CountsOnly ? scan.Count() : scan.Rows().LongCount();
        var statistics = new BsonDocument
        {
            { "executionSuccess", true },
            { "nReturned", returned },
            { "totalKeysExamined", scan.KeysExamined },
            { "totalDocsExamined", scan.DocumentsExamined },
        };
        return Reply.Ok(new("queryPlanner", planner), new("executionStats", statistics));
    }

    private static QuerySpec Query(BsonDocument command, string ns)
    {
        var name = command.GetElement(0).Name;
        var options = new CommandOptions(name, command, new Dictionary<string, List<byte[]>>());
        options.WithoutAnyEffect("maxTimeMS", "batchSize", "cursor", "projection", "fields", "singleBatch", "key", "ordered");
        QuerySpec query;
        switch (name)
        {
            case "find":
                query = Find.Query(options);
                break;
            case "aggregate":
                var work = Aggregate.Parse(ns, options);
                if (work.Statistics is not null)
                    throw new MongoError(MongoErrorCode.InvalidOptions, $"{Statistics.Stage} reads no documents: the embedded database does not explain it");
                query = work.Query;
                break;
            case "count":
                query = Count.Query(options);
                break;
            case "distinct":
                query = Distinct.Query(options);
                break;
            case "update" or "delete":
                var statement = OnlyStatement(options.Documents(name + "s"));
                query = QuerySpec.Of(statement.GetValue("q", new BsonDocument()).AsBsonDocument, hint: statement.GetValue("hint", null));
                break;
            case "findAndModify":
                options.WithoutAnyEffect("update", "remove", "new", "upsert", "arrayFilters");
                query = QuerySpec.Of(options.Document("query"), options.Document("sort"), limit: 1, hint: options.Value("hint"));
                break;
            default:
                throw new MongoError(MongoErrorCode.CommandNotFound, $"Explain failed due to unknown command: {name}");
        }

        options.End();
        return query;
    }

    private static BsonDocument FilterOf(BsonDocument command) => (command.GetValue("filter", null) ?? command.GetValue("query", null)) as BsonDocument ?? [];

    private static BsonDocument OnlyStatement(List<byte[]> statements) =>
        statements is [var only] ? BsonView.Document(only).ToBsonDocument() : throw MongoError.BadValue("explain takes one statement");
}
