using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>A plan as MongoDB's <c>explain</c> shows it: stages from the outside in.</summary>
internal static class Explain
{
    public static BsonDocument WinningPlan(Scan scan, QuerySpec query)
    {
        var plan = scan.Plan;
        var stage = plan switch
        {
            { IsCollectionScan: true } when scan.CountsKeys => new BsonDocument("stage", "RECORD_STORE_FAST_COUNT"),
            { Branches: [var only] } when scan.CountsKeys => IndexScan(only, plan).Set("stage", "COUNT_SCAN"),
            { IsCollectionScan: true } => new BsonDocument { { "stage", "COLLSCAN" }, { "direction", Direction(plan) } },
            { Branches: [var only] } => Around("FETCH", IndexScan(only, plan)),
            _ => Around("FETCH", new BsonDocument { { "stage", "OR" }, { "inputStages", new BsonArray(plan.Branches.Select(b => IndexScan(b, plan))) } }),
        };
        if (query.Sort is not null && !plan.SortsByPlan && !scan.CountsKeys)
            stage = Around(
                "SORT",
                stage,
                new BsonElement("sortPattern", new BsonDocument(query.Sort.Fields.Select(f => new BsonElement(f.Path, f.Descending ? -1 : 1))))
            );
        if (query.Skip > 0)
            stage = Around("SKIP", stage, new BsonElement("skipAmount", query.Skip));
        if (query.Limit is { } limit)
            stage = Around("LIMIT", stage, new BsonElement("limitAmount", limit));
        return stage;
    }

    private static BsonDocument IndexScan(IndexScan scan, Plan plan) =>
        new()
        {
            { "stage", "IXSCAN" },
            { "keyPattern", scan.Index.Key },
            { "indexName", scan.Index.Name },
            { "isMultiKey", scan.Index.Multikey },
            { "isUnique", scan.Index.Unique },
            { "isSparse", scan.Index.Sparse },
            { "isPartial", scan.Index.Partial is not null },
            { "direction", Direction(plan) },
            { "ranges", scan.Ranges.Count },
            { "bounded", scan.Ranges is not [{ Low: null, High: null }] },
        };

    private static string Direction(Plan plan) => plan.Backward ? "backward" : "forward";

    private static BsonDocument Around(string name, BsonDocument input, params ReadOnlySpan<BsonElement> more)
    {
        var stage = new BsonDocument("stage", name);
        foreach (var element in more)
            stage.Add(element);
        return stage.Add("inputStage", input);
    }
}
