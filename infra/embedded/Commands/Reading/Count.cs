using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary><c>count</c>.</summary>
internal static class Count
{
    public static Reply Run(CommandContext context)
    {
        var ns = context.Namespace();
        var options = context.Options;
        var query = Query(options);
        var deadline = options.Deadline(context);
        options.End();

        using var snapshot = context.Engine.Store.Read();
        var counted = snapshot.Catalog.Find(ns) switch
        {
            null => 0,
            { } collection => new Scan(snapshot, collection, query, deadline).Count(),
        };
        return Reply.Ok(new BsonElement("n", counted <= int.MaxValue ? (BsonValue)(int)counted : counted));
    }

    public static QuerySpec Query(CommandOptions options)
    {
        options.SimpleCollation();
        options.Only("fields", new BsonDocument());
        var limit = options.Count("limit");
        return QuerySpec.Of(options.Document("query"), skip: options.Count("skip") ?? 0, limit: limit is 0 ? null : limit, hint: options.Value("hint")) with
        {
            CountsOnly = true,
        };
    }
}
