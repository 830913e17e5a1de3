using ELearning.Embedded.Tests.Bson;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Aggregation;

/// <summary>What MongoDB.Driver makes of LINQ and of its fluent interface is understood here, checked against LINQ to objects.</summary>
public class DriverPipelineTests
{
    public sealed record Item(int Id, string Subject, int Minutes, decimal Price, string[] Tags, DateTime At);

    private static readonly Item[] Items =
    [
        new(1, "safety", 45, 1.5m, ["a", "b"], new(2024, 1, 31, 0, 0, 0, DateTimeKind.Utc)),
        new(2, "law", 90, 2.25m, ["b"], new(2024, 2, 1, 0, 0, 0, DateTimeKind.Utc)),
        new(3, "safety", 30, 0.25m, [], new(2024, 2, 2, 0, 0, 0, DateTimeKind.Utc)),
        new(4, "ethics", 60, 3m, ["c"], new(2025, 2, 3, 0, 0, 0, DateTimeKind.Utc)),
    ];

    // Rendering needs no server: the client never connects.
    private static readonly IMongoCollection<Item> Collection = new MongoClient("mongodb://localhost:1").GetDatabase("d").GetCollection<Item>("items");

    [Fact]
    public void Grouped_sums_counts_and_extremes() =>
        Same(items =>
            items
                .GroupBy(item => item.Subject)
                .Select(group => new Summary(group.Key, group.Count(), group.Sum(item => item.Minutes), group.Max(item => item.Price)))
                .OrderBy(one => one.Key)
        );

    [Fact]
    public void Filters_orders_and_pages() =>
        Same(items =>
            items
                .Where(item => item.Minutes > 30 && item.Tags.Any())
                .OrderByDescending(item => item.Minutes)
                .ThenBy(item => item.Id)
                .Skip(1)
                .Take(2)
                .Select(item => item.Id)
        );

    [Fact]
    public void Contains_in_lists_and_texts() =>
        Same(items =>
            items
                .Where(item => new[] { "law", "ethics" }.Contains(item.Subject) || item.Subject.StartsWith("sa"))
                .Select(item => item.Subject.ToUpperInvariant())
        );

    [Fact]
    public void Distinct_values() => Same(items => items.Select(item => item.Subject).Distinct().OrderBy(subject => subject));

    [Fact]
    public void Flattened_arrays() =>
        Same(items => items.SelectMany(item => item.Tags).GroupBy(tag => tag).Select(group => new Tagged(group.Key, group.Count())).OrderBy(one => one.Tag));

    [Fact]
    public void Computed_fields() =>
        Same(items =>
            items.Select(item => new Computed(
                item.Id,
                item.Minutes / 2.0,
                item.Minutes > 50 ? "long" : "short",
                item.Tags.Length,
                item.Subject.Substring(0, 2),
                item.At.Year,
                item.Tags.FirstOrDefault() ?? "none"
            ))
        );

    [Fact]
    public void Parts_of_arrays() =>
        Same(items => items.Select(item => new Parts(item.Id, item.Tags.Where(tag => tag != "a").ToArray(), item.Tags.Select(tag => tag + "!").ToArray())));

    [Fact]
    public void The_fluent_interface_counts_sorts_and_groups()
    {
        var grouped = Run<Summary>(
            Collection
                .Aggregate()
                .Match(item => item.Minutes >= 30)
                .Group(item => item.Subject, group => new Summary(group.Key, group.Count(), group.Sum(item => item.Minutes), group.First().Price))
                .SortBy(one => one.Key)
        );
        Assert.Equal([new("ethics", 1, 60, 3m), new("law", 1, 90, 2.25m), new("safety", 2, 75, 1.5m)], grouped);
        Assert.Equal([4], Run<AggregateCountResult>(Collection.Aggregate().Match(item => item.Id > 0).Count()).Select(result => result.Count));
        Assert.Equal("safety", Run<AggregateSortByCountResult<string>>(Collection.Aggregate().SortByCount(item => item.Subject))[0].Id);
    }

    [Fact]
    public void The_pipeline_of_CountDocuments_counts()
    {
        var counted = Run("[{$match: {Minutes: {$gt: 30}}}, {$skip: 1}, {$group: {_id: 1, n: {$sum: 1}}}]");
        Json.Same(Json.Value("[{_id: 1, n: 2}]"), counted);
    }

    public sealed record Summary(string Key, int Count, int Minutes, decimal Price);

    public sealed record Tagged(string Tag, int Count);

    public sealed record Computed(int Id, double Half, string Length, int Tags, string Start, int Year, string First);

    public sealed record Parts(int Id, string[] Kept, string[] Loud);

    private static void Same<T>(System.Linq.Expressions.Expression<Func<IQueryable<Item>, IQueryable<T>>> query)
    {
        var expected = query.Compile()(Items.AsQueryable()).ToList();
        var result = PipelineTests
            .Result(Pipeline.Parse(Stages(query.Compile()(Collection.AsQueryable()))), Documents())
            .Select(document => Value<T>(document.AsBsonDocument))
            .ToList();
        Assert.Equivalent(expected, result, strict: true);
    }

    private static BsonArray Stages<T>(IQueryable<T> translated)
    {
        // ToString is "d.items.Aggregate([…])".
        var text = translated.ToString()!;
        return Json.Value(text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..^1]).AsBsonArray;
    }

    private static List<T> Run<T>(IAggregateFluent<T> aggregate)
    {
        var text = aggregate.ToString()!;
        return [.. Run(text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..^1]).Select(document => BsonSerializer.Deserialize<T>(document.AsBsonDocument))];
    }

    private static BsonArray Run(string stages) => PipelineTests.Result(Pipeline.Parse(Json.Value(stages).AsBsonArray), Documents());

    /// <summary>Scalars come wrapped as _v.</summary>
    private static T Value<T>(BsonDocument document)
    {
        if (!document.Contains("_v"))
            return BsonSerializer.Deserialize<T>(document);
        using var reader = new MongoDB.Bson.IO.BsonDocumentReader(document);
        reader.ReadStartDocument();
        reader.ReadName();
        return BsonSerializer.LookupSerializer<T>().Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }

    private static BsonArray Documents() => new(Items.Select(item => item.ToBsonDocument()));
}
