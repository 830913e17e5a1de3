using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Query;

/// <summary>Random documents and filters: the matcher against the naive one, and the keys of an index against the matcher.</summary>
public class MatcherPropertyTests
{
    private static readonly string[] Paths = ["a", "a.b", "a.0", "a.b.c", "a.0.b", "a.1", "a.b.0"];

    private readonly Random _random = new(3);

    [Fact]
    public void Random_filters_match_what_the_naive_matcher_finds()
    {
        var matched = 0;
        for (var round = 0; round < 60_000; round++)
        {
            var document = new BsonDocument("a", Tree(0));
            var filter = Filter(0);
            var expected = NaiveMatcher.Matches(filter, document);
            matched += expected ? 1 : 0;
            if (Matcher.Parse(filter).Matches(BsonView.Of(document)) != expected)
                Assert.Fail($"{filter} on {document} should be {expected}");
        }
        Assert.InRange(matched, 10_000, 50_000);
    }

    [Fact]
    public void Every_document_an_equality_matches_stands_under_one_of_its_probes()
    {
        for (var round = 0; round < 60_000; round++)
        {
            var document = BsonView.Of(new BsonDocument("a", Tree(0)));
            var (path, operand) = (Paths[_random.Next(Paths.Length)], Tree(1));
            if (!Matcher.Parse(new(path, new BsonDocument("$eq", operand))).Matches(document))
                continue;
            var keys = IndexKeys.Of(document, [new(path, false)], out _);
            if (!IndexKeys.EqualityProbes(operand).Any(probe => keys.Exists(key => key.AsSpan().SequenceEqual(KeyWriter.Single(probe)))))
                Assert.Fail($"{path} = {operand} matches {document.ToBsonValue()}, but no key of it is probed");
        }
    }

    [Fact]
    public void Every_document_a_range_matches_has_a_key_in_the_range()
    {
        for (var round = 0; round < 60_000; round++)
        {
            var document = BsonView.Of(new BsonDocument("a", Tree(0)));
            var (path, operand) = (Paths[_random.Next(Paths.Length)], Leaf());
            if (!Matcher.Parse(new(path, new BsonDocument("$gt", operand))).Matches(document))
                continue;
            var bound = KeyWriter.Single(operand);
            if (!IndexKeys.Of(document, [new(path, false)], out _).Exists(key => key.AsSpan().SequenceCompareTo(bound) > 0))
                Assert.Fail($"{path} > {operand} matches {document.ToBsonValue()}, but no key of it is greater");
        }
    }

    private BsonDocument Filter(int depth)
    {
        if (depth < 2 && _random.Next(4) == 0)
            return new(
                _random.Next(3) switch
                {
                    0 => "$and",
                    1 => "$or",
                    _ => "$nor",
                },
                new BsonArray(Enumerable.Range(0, 2).Select(_ => Filter(depth + 1)))
            );
        return new(Paths[_random.Next(Paths.Length)], Condition(depth));
    }

    private BsonValue Condition(int depth) =>
        _random.Next(depth > 2 ? 9 : 10) switch
        {
            0 => new BsonDocument("$eq", Tree(1)),
            1 => new BsonDocument("$ne", Tree(2)),
            2 => new BsonDocument("$in", new BsonArray { Leaf(), Tree(2) }),
            3 => new BsonDocument("$nin", new BsonArray { Leaf(), Leaf() }),
            4 => new BsonDocument("$gt", Leaf()),
            5 => new BsonDocument { { "$gt", Leaf() }, { "$lte", Leaf() } },
            6 => new BsonDocument("$exists", _random.Next(2) == 0),
            7 => new BsonDocument("$size", _random.Next(3)),
            8 => Leaf(),
            _ => new BsonDocument("$not", Condition(3) is BsonDocument { ElementCount: > 0 } inner ? inner : new BsonDocument("$gt", Leaf())),
        };

    private BsonValue Tree(int depth) =>
        _random.Next(depth > 3 ? 2 : 5) switch
        {
            0 or 1 => Leaf(),
            2 or 3 => new BsonArray(Enumerable.Range(0, _random.Next(3)).Select(_ => Tree(depth + 1))),
            _ => new BsonDocument(
                Enumerable
                    .Range(0, _random.Next(3))
                    .Select(_ => new[] { "a", "b", "c", "0", "1" }[_random.Next(5)])
                    .Distinct()
                    .Select(name => new BsonElement(name, Tree(depth + 1)))
            ),
        };

    private BsonValue Leaf() =>
        _random.Next(8) switch
        {
            0 => BsonNull.Value,
            1 => "x",
            2 => 1.0,
            3 => double.NaN,
            _ => _random.Next(3),
        };
}
