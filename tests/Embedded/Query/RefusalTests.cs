using ELearning.Embedded.Tests.Aggregation;
using ELearning.Embedded.Tests.Keys;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Query;

/// <summary>Operators with arguments of any shape: they work or are refused with a MongoError, and nothing else comes out.</summary>
public class RefusalTests
{
    // csharpier-ignore
    private static readonly string[] Filters =
        ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$not", "$exists", "$type", "$regex", "$options", "$elemMatch", "$all", "$size", "$mod",
            "$and", "$or", "$nor", "$expr", "$comment", "$foo"];

    // csharpier-ignore
    private static readonly string[] Updates =
        ["$set", "$unset", "$inc", "$mul", "$min", "$max", "$rename", "$setOnInsert", "$currentDate", "$push", "$addToSet", "$pull", "$pullAll", "$pop",
            "$bit"];
    private static readonly string[] Clauses = ["$each", "$slice", "$sort", "$position", "$type"];

    // csharpier-ignore
    private static readonly string[] StageNames =
        ["$match", "$sort", "$skip", "$limit", "$group", "$project", "$set", "$unset", "$count", "$unwind", "$replaceRoot", "$replaceWith", "$sortByCount",
            "$facet", "$lookup"];

    // csharpier-ignore
    private static readonly string[] Operators =
    [
        "$literal", "$eq", "$cmp", "$and", "$or", "$not", "$add", "$subtract", "$multiply", "$divide", "$mod", "$floor", "$ceil", "$abs", "$cond", "$ifNull",
        "$switch", "$let", "$in", "$size",
        "$arrayElemAt", "$first", "$last", "$slice", "$filter", "$map", "$concatArrays", "$reduce", "$concat", "$toLower", "$toUpper", "$substrCP",
        "$strLenCP", "$mergeObjects", "$type", "$toString",
        "$toInt", "$toLong", "$toDouble", "$year", "$month", "$dayOfMonth", "$dateToString", "$sum", "$avg", "$min", "$max", "$push", "$addToSet", "$count",
        "$firstN", "$lastN", "$foo",
    ];

    // csharpier-ignore
    private static readonly string[] Names =
    [
        "a", "a.b", "_id", "a.0", "a.$", "a.$[]", "a.$[x]", "", "$", "a..b", "path", "newRoot", "input", "as", "in", "cond", "if", "then", "else",
        "branches", "case", "vars", "n", "date", "format", "timezone",
        "initialValue", "includeArrayIndex", "preserveNullAndEmptyArrays", "default",
    ];

    // csharpier-ignore
    private static readonly BsonValue[] Words = ["$a", "$a.b", "$$ROOT", "$$x", "$$this", "$", "$$", "a", "a.b", "%Y", "%", "Asia/Shanghai", "+08:00",
        "date", "number"];

    private readonly RandomValues _values = new(99);

    private Random Random => _values.Random;

    [Fact]
    public void A_filter_of_any_shape_works_or_is_refused() =>
        Run(40_000, (filter, document) => Matcher.Parse(filter).Matches(BsonView.Of(document)), Filters, Operators);

    [Fact]
    public void An_update_of_any_shape_works_or_is_refused() =>
        Run(
            40_000,
            (update, document) =>
            {
                var program = UpdateProgram.Parse(update, Random.Next(3) == 0 ? [new("x", _values.Next())] : []);
                BsonBuffer.Bytes(program.Apply(document, new("a", _values.Next())));
                BsonBuffer.Bytes(program.Upsert(new("a", _values.Next()), () => 1));
            },
            Updates,
            [.. Clauses, .. Filters]
        );

    [Fact]
    public void A_stage_of_any_shape_works_or_is_refused() =>
        Run(
            60_000,
            (stage, document) => PipelineTests.Result(Pipeline.Parse([new BsonDocument("$skip", 0), stage]), [document, document]),
            StageNames,
            Operators
        );

    [Fact]
    public void A_projection_or_order_of_any_shape_works_or_is_refused() =>
        Run(
            40_000,
            (spec, document) =>
            {
                Projection.Parse(spec)?.Apply(BsonBuffer.Bytes(document));
                SortOrder.Parse(spec).KeyOf(BsonView.Of(document));
            },
            Names,
            ["$slice", "$elemMatch", "$meta", .. Operators]
        );

    private void Run(int rounds, Action<BsonDocument, BsonDocument> act, string[] outer, string[] inner)
    {
        var worked = 0;
        for (var round = 0; round < rounds; round++)
        {
            var argument = new BsonDocument(Random.Next(2) == 0 && outer[0][0] == '$' ? _values.Pick(outer) : _values.Pick(Names), Argument(inner, 0));
            if (Random.Next(3) == 0)
                argument = new(_values.Pick(outer), argument);
            var document = new BsonDocument
            {
                { "_id", 1 },
                { "a", _values.Next() },
                { "b", _values.Next() },
            };
            try
            {
                act(argument, document);
                worked++;
            }
            catch (MongoError)
            {
                // Refused, as it may be.
            }
            catch (Exception other)
            {
                Assert.Fail($"{argument} on {document}: {other}");
            }
        }
        Assert.InRange(worked, rounds / 200, rounds);
    }

    private BsonValue Argument(string[] inner, int depth) =>
        Random.Next(depth > 3 ? 3 : 8) switch
        {
            0 => _values.Next(2),
            1 => _values.Number(),
            2 => _values.Pick(Words),
            3 => new BsonArray(Enumerable.Range(0, Random.Next(4)).Select(_ => Argument(inner, depth + 1))),
            4 => new BsonDocument(
                Enumerable
                    .Range(0, Random.Next(4))
                    .Select(_ => _values.Pick(Names))
                    .Distinct()
                    .Select(name => new BsonElement(name, Argument(inner, depth + 1)))
            ),
            _ => new BsonDocument(_values.Pick(inner), Argument(inner, depth + 1)),
        };
}
