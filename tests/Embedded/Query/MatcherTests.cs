using ELearning.Embedded.Tests.Bson;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Query;

/// <summary>MongoDB's meaning of filters as a table; arrays, null and missing are where it surprises.</summary>
public class MatcherTests
{
    [Theory]
    // Equality: numbers across types, whole values, elements of arrays.
    [InlineData("{}", "{a: 1}", true)]
    [InlineData("{a: 1}", "{a: 1.0}", true)]
    [InlineData("{a: 1}", "{a: {$numberDecimal: '1.00'}}", true)]
    [InlineData("{a: 1}", "{a: '1'}", false)]
    [InlineData("{a: 1}", "{a: [3, 1]}", true)]
    [InlineData("{a: 1}", "{a: [[1]]}", false)]
    [InlineData("{a: [1, 2]}", "{a: [1, 2]}", true)]
    [InlineData("{a: [1, 2]}", "{a: [[1, 2]]}", true)]
    [InlineData("{a: [1, 2]}", "{a: [1, 2, 3]}", false)]
    [InlineData("{a: []}", "{a: []}", true)]
    [InlineData("{a: []}", "{a: [[]]}", true)]
    [InlineData("{a: []}", "{a: [1]}", false)]
    [InlineData("{a: {b: 1, c: 2}}", "{a: {b: 1, c: 2}}", true)]
    [InlineData("{a: {b: 1, c: 2}}", "{a: {c: 2, b: 1}}", false)]
    [InlineData("{a: {b: 1}}", "{a: {b: 1, c: 2}}", false)]
    [InlineData("{a: {b: 1}}", "{a: [{b: 1}]}", true)]
    [InlineData("{a: {}}", "{a: {}}", true)]
    [InlineData("{a: {$eq: 1}}", "{a: 1}", true)]
    [InlineData("{a: NaN}", "{a: NaN}", true)]
    [InlineData("{a: {$numberLong: '9007199254740993'}}", "{a: 9007199254740992.0}", false)]
    [InlineData("{a: {$ref: 'c', $id: 1}}", "{a: {$ref: 'c', $id: 1}}", true)]
    // Null and missing.
    [InlineData("{a: null}", "{}", true)]
    [InlineData("{a: null}", "{a: null}", true)]
    [InlineData("{a: null}", "{a: 0}", false)]
    [InlineData("{a: null}", "{a: []}", false)]
    [InlineData("{a: null}", "{a: [null]}", true)]
    [InlineData("{a: null}", "{a: [1]}", false)]
    [InlineData("{'a.b': null}", "{}", true)]
    [InlineData("{'a.b': null}", "{a: 5}", true)]
    [InlineData("{'a.b': null}", "{a: null}", true)]
    [InlineData("{'a.b': null}", "{a: {}}", true)]
    [InlineData("{'a.b': null}", "{a: []}", false)]
    [InlineData("{'a.b': null}", "{a: [5]}", false)]
    [InlineData("{'a.b': null}", "{a: [{}]}", true)]
    [InlineData("{'a.b': null}", "{a: [{b: 1}, {c: 1}]}", true)]
    [InlineData("{'a.b': null}", "{a: [{b: 1}, 5]}", false)]
    [InlineData("{'a.b': null}", "{a: {b: []}}", false)]
    [InlineData("{'a.b': {$ne: null}}", "{a: [5]}", true)]
    [InlineData("{a: {$gte: null}}", "{}", true)]
    [InlineData("{a: {$gt: null}}", "{a: null}", false)]
    [InlineData("{a: {$lte: null}}", "{a: 1}", false)]
    // Paths.
    [InlineData("{'a.b': 1}", "{a: {b: 1}}", true)]
    [InlineData("{'a.b': 1}", "{a: [{b: 2}, {b: 1}]}", true)]
    [InlineData("{'a.b': 1}", "{a: [{b: [1, 2]}]}", true)]
    [InlineData("{'a.b': 1}", "{a: [[{b: 1}]]}", false)]
    [InlineData("{'a.b.c': 1}", "{a: [{b: [{c: 1}]}]}", true)]
    [InlineData("{'a.0': 1}", "{a: [1, 2]}", true)]
    [InlineData("{'a.1': 1}", "{a: [1, 2]}", false)]
    [InlineData("{'a.0': 1}", "{a: {'0': 1}}", true)]
    [InlineData("{'a.0': 1}", "{a: [{'0': 1}]}", true)]
    [InlineData("{'a.0': 1}", "{a: [[1]]}", false)]
    [InlineData("{'a.0': [1]}", "{a: [[1]]}", true)]
    [InlineData("{'a.0.0': 1}", "{a: [[1]]}", true)]
    [InlineData("{'a.0.b': 1}", "{a: [{b: 1}]}", true)]
    [InlineData("{'a.1.b': 1}", "{a: [{b: 1}, {b: 2}]}", false)]
    [InlineData("{'a.0.b': 1}", "{a: [[{b: 1}]]}", true)]
    [InlineData("{'a.00': 1}", "{a: [1]}", false)]
    [InlineData("{'a.b.1.c': 4}", "{a: [{b: [{c: 3}, {c: 4}]}]}", true)]
    // Negation holds for the whole array.
    [InlineData("{a: {$ne: 1}}", "{a: [1, 2]}", false)]
    [InlineData("{a: {$ne: 1}}", "{a: [2]}", true)]
    [InlineData("{a: {$ne: 1}}", "{}", true)]
    [InlineData("{a: {$ne: null}}", "{}", false)]
    [InlineData("{a: {$ne: []}}", "{a: []}", false)]
    [InlineData("{'a.b': {$ne: 1}}", "{a: [{b: 2}, {b: 1}]}", false)]
    [InlineData("{a: {$nin: [1, 2]}}", "{a: [3, 2]}", false)]
    [InlineData("{a: {$nin: [1, null]}}", "{}", false)]
    [InlineData("{a: {$nin: []}}", "{}", true)]
    [InlineData("{a: {$not: {$gt: 1}}}", "{a: 'x'}", true)]
    [InlineData("{a: {$not: {$gt: 1}}}", "{a: [0, 2]}", false)]
    [InlineData("{a: {$not: {$gt: 1, $lt: 5}}}", "{a: 7}", true)]
    [InlineData("{a: {$not: /x/}}", "{a: 'axb'}", false)]
    [InlineData("{a: {$not: {$exists: true}}}", "{}", true)]
    // Ranges stay within the class of their operand.
    [InlineData("{a: {$gt: 1}}", "{a: 2}", true)]
    [InlineData("{a: {$gt: 1}}", "{a: '2'}", false)]
    [InlineData("{a: {$lt: 1}}", "{}", false)]
    [InlineData("{a: {$lt: 1}}", "{a: null}", false)]
    [InlineData("{a: {$gt: 1, $lt: 3}}", "{a: [0, 5]}", true)]
    [InlineData("{a: {$gt: 1, $lt: 3}}", "{a: [0]}", false)]
    [InlineData("{a: {$lt: 5}}", "{a: NaN}", false)]
    [InlineData("{a: {$gte: NaN}}", "{a: NaN}", true)]
    [InlineData("{a: {$gt: NaN}}", "{a: 1}", false)]
    [InlineData("{a: {$gt: {$minKey: 1}}}", "{a: 'x'}", true)]
    [InlineData("{a: {$lt: {$maxKey: 1}}}", "{a: 1}", true)]
    [InlineData("{a: {$gt: {$maxKey: 1}}}", "{a: 1}", false)]
    [InlineData("{a: {$gte: {$maxKey: 1}}}", "{a: {$maxKey: 1}}", true)]
    [InlineData("{a: {$gt: [1]}}", "{a: [2]}", true)]
    [InlineData("{a: {$gt: {b: 1}}}", "{a: {b: 2}}", true)]
    [InlineData("{a: {$lt: {$date: '2020-01-01T00:00:00Z'}}}", "{a: {$date: '2019-01-01T00:00:00Z'}}", true)]
    [InlineData("{a: {$lt: {$date: '2020-01-01T00:00:00Z'}}}", "{a: {$timestamp: {t: 1, i: 1}}}", false)]
    // $in.
    [InlineData("{a: {$in: [1, 'x']}}", "{a: 'x'}", true)]
    [InlineData("{a: {$in: [1]}}", "{a: [2, 1]}", true)]
    [InlineData("{a: {$in: [null]}}", "{}", true)]
    [InlineData("{a: {$in: []}}", "{a: 1}", false)]
    [InlineData("{a: {$in: [/^ab/]}}", "{a: 'abc'}", true)]
    [InlineData("{a: {$in: [[1, 2]]}}", "{a: [1, 2]}", true)]
    // $exists, $type, $size, $mod.
    [InlineData("{a: {$exists: true}}", "{a: null}", true)]
    [InlineData("{a: {$exists: true}}", "{a: []}", true)]
    [InlineData("{a: {$exists: false}}", "{}", true)]
    [InlineData("{a: {$exists: 0}}", "{a: 1}", false)]
    [InlineData("{'a.b': {$exists: true}}", "{a: [{c: 1}, {b: 1}]}", true)]
    [InlineData("{'a.b': {$exists: false}}", "{a: []}", true)]
    [InlineData("{'a.1': {$exists: true}}", "{a: [1, 2]}", true)]
    [InlineData("{a: {$type: 'int'}}", "{a: 1}", true)]
    [InlineData("{a: {$type: 'number'}}", "{a: 1.5}", true)]
    [InlineData("{a: {$type: 'array'}}", "{a: [1]}", true)]
    [InlineData("{a: {$type: 4}}", "{a: 1}", false)]
    [InlineData("{a: {$type: 'string'}}", "{a: [1, 'x']}", true)]
    [InlineData("{a: {$type: ['bool', 'null']}}", "{a: null}", true)]
    [InlineData("{a: {$type: 'null'}}", "{}", false)]
    [InlineData("{a: {$type: -1}}", "{a: {$minKey: 1}}", true)]
    [InlineData("{a: {$size: 2}}", "{a: [1, [2]]}", true)]
    [InlineData("{a: {$size: 0}}", "{a: []}", true)]
    [InlineData("{a: {$size: 1}}", "{a: [[1, 2]]}", true)]
    [InlineData("{a: {$size: 2}}", "{a: [[1, 2]]}", false)]
    [InlineData("{a: {$size: 0}}", "{}", false)]
    [InlineData("{'a.b': {$size: 1}}", "{a: [{b: [1]}]}", true)]
    [InlineData("{a: {$mod: [4, 1]}}", "{a: 5.9}", true)]
    [InlineData("{a: {$mod: [4, -1]}}", "{a: -5}", true)]
    [InlineData("{a: {$mod: [4, 0]}}", "{a: 'x'}", false)]
    [InlineData("{a: {$mod: [-1, 0]}}", "{a: {$numberLong: '-9223372036854775808'}}", true)]
    // $regex.
    [InlineData("{a: /^学/}", "{a: '学时'}", true)]
    [InlineData("{a: {$regex: 'B', $options: 'i'}}", "{a: ['x', 'abc']}", true)]
    [InlineData("{a: {$regex: '^b', $options: 'm'}}", "{a: 'a\\nb'}", true)]
    [InlineData("{a: {$regex: 'a.b', $options: 's'}}", "{a: 'a\\nb'}", true)]
    [InlineData("{a: {$regex: 'a b', $options: 'x'}}", "{a: 'ab'}", true)]
    [InlineData("{a: /a/}", "{a: /a/}", true)]
    [InlineData("{a: /a/}", "{a: /a/i}", false)]
    [InlineData("{a: /1/}", "{a: 1}", false)]
    // $elemMatch: on documents, and on values.
    [InlineData("{a: {$elemMatch: {b: 1, c: 2}}}", "{a: [{b: 1, c: 3}, {b: 2, c: 2}]}", false)]
    [InlineData("{a: {$elemMatch: {b: 1, c: 2}}}", "{a: [{b: 1, c: 2}]}", true)]
    [InlineData("{a: {$elemMatch: {b: 1}}}", "{a: {b: 1}}", false)]
    [InlineData("{a: {$elemMatch: {$gt: 1, $lt: 3}}}", "{a: [0, 5]}", false)]
    [InlineData("{a: {$elemMatch: {$gt: 1, $lt: 3}}}", "{a: [0, 2]}", true)]
    [InlineData("{a: {$elemMatch: {$elemMatch: {$gt: 1}}}}", "{a: [[0], [2]]}", true)]
    [InlineData("{a: {$elemMatch: {$not: {$gt: 1}}}}", "{a: [2, 0]}", true)]
    [InlineData("{a: {$elemMatch: {$nin: [1, 2]}}}", "{a: [1, 2]}", false)]
    [InlineData("{a: {$elemMatch: {$or: [{b: 1}, {b: 2}]}}}", "{a: [{b: 2}]}", true)]
    [InlineData("{a: {$elemMatch: {'0': 1}}}", "{a: [[1]]}", true)]
    [InlineData("{a: {$elemMatch: {b: null}}}", "{a: [{}]}", true)]
    [InlineData("{'a.b': {$elemMatch: {c: 1}}}", "{a: [{b: [{c: 1}]}]}", true)]
    [InlineData("{a: {$elemMatch: {$exists: true}}}", "{a: [null]}", true)]
    // $all.
    [InlineData("{a: {$all: [1, 2]}}", "{a: [2, 3, 1]}", true)]
    [InlineData("{a: {$all: [1, 2]}}", "{a: [1]}", false)]
    [InlineData("{a: {$all: [1]}}", "{a: 1}", true)]
    [InlineData("{a: {$all: []}}", "{a: []}", false)]
    [InlineData("{a: {$all: [null]}}", "{}", true)]
    [InlineData("{a: {$all: [/a/, 'b']}}", "{a: ['xa', 'b']}", true)]
    [InlineData("{a: {$all: [{$elemMatch: {b: 1}}, {$elemMatch: {b: 2}}]}}", "{a: [{b: 1}, {b: 2}]}", true)]
    // Boolean operators and $expr.
    [InlineData("{$and: [{a: 1}, {b: 2}]}", "{a: 1, b: 2}", true)]
    [InlineData("{$or: [{a: 1}, {b: 2}]}", "{a: 2, b: 2}", true)]
    [InlineData("{$nor: [{a: 1}, {b: 2}]}", "{a: 2, b: 2}", false)]
    [InlineData("{$nor: [{a: 1}]}", "{}", true)]
    [InlineData("{a: 1, $comment: 'why', $or: [{b: 1}, {b: 2}]}", "{a: 1, b: 2}", true)]
    [InlineData("{$expr: {$gt: ['$a', '$b']}}", "{a: 2, b: 1}", true)]
    [InlineData("{$expr: {$eq: ['$a', null]}}", "{}", false)]
    public void A_filter_matches_as_in_MongoDB(string filter, string document, bool expected) => Assert.Equal(expected, Json.Matches(filter, document));

    [Theory]
    [InlineData("{a: {$foo: 1}}", 2, "unknown operator: $foo")]
    [InlineData("{$foo: 1}", 2, "unknown top level operator: $foo")]
    [InlineData("{$where: 'true'}", 2, "unknown top level operator")]
    [InlineData("{a: {$gt: 1, b: 2}}", 2, "unknown operator: b")]
    [InlineData("{$and: []}", 2, "nonempty")]
    [InlineData("{$or: {}}", 2, "must be an array")]
    [InlineData("{$or: [1]}", 2, "full objects")]
    [InlineData("{a: {$in: 1}}", 2, "$in needs an array")]
    [InlineData("{a: {$in: [{$gt: 1}]}}", 2, "cannot nest $ under $in")]
    [InlineData("{a: {$not: {}}}", 2, "$not cannot be empty")]
    [InlineData("{a: {$not: 1}}", 2, "$not needs a regex or a document")]
    [InlineData("{a: {$ne: /x/}}", 2, "Can't have regex")]
    [InlineData("{a: {$gt: /x/}}", 2, "Can't have RegEx")]
    [InlineData("{a: {$regex: 'a', $options: 'g'}}", 51108, "invalid flag")]
    [InlineData("{a: {$regex: '('}}", 51091, "Regular expression is invalid")]
    [InlineData("{a: {$size: 1.5}}", 2, "$size")]
    [InlineData("{a: {$size: -1}}", 2, "$size")]
    [InlineData("{a: {$mod: [0, 1]}}", 2, "divisor cannot be 0")]
    [InlineData("{a: {$mod: [1]}}", 2, "not enough")]
    [InlineData("{a: {$type: 'foo'}}", 2, "Unknown type name alias: foo")]
    [InlineData("{a: {$type: 99}}", 2, "Invalid numerical type code")]
    [InlineData("{a: {$elemMatch: 1}}", 2, "$elemMatch needs an Object")]
    [InlineData("{a: {$all: 1}}", 2, "$all needs an array")]
    [InlineData("{a: {$all: [{$gt: 1}]}}", 2, "no $ expressions in $all")]
    [InlineData("{a: {$geoWithin: {}}}", 2, "unknown operator")]
    [InlineData("{$expr: {$foo: 1}}", 168, "Unrecognized expression '$foo'")]
    public void What_is_not_understood_is_refused_in_MongoDBs_words(string filter, int code, string words)
    {
        var error = Assert.Throws<MongoError>(() => Matcher.Parse(Json.Doc(filter)));
        Assert.Equal(code, (int)error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    // JSON turns {$regex, $options} into a regular expression before the filter is read; a client may send the two as they are.
    [Fact]
    public void A_regex_may_stand_beside_its_options_and_other_operators()
    {
        var operators = new BsonDocument
        {
            { "$options", "i" },
            { "$regex", "B" },
            { "$ne", "b" },
        };
        Assert.True(Matcher.Parse(new("a", operators)).Matches(Json.View("{a: 'abc'}")));
        Assert.False(Matcher.Parse(new("a", operators)).Matches(Json.View("{a: 'b'}")));
        Json.Refused(2, () => Matcher.Parse(new("a", new BsonDocument("$options", "i"))));
        Json.Refused(51108, () => Matcher.Parse(new("a", new BsonDocument { { "$regex", "B" }, { "$options", "g" } })));
    }

    [Fact]
    public void A_pattern_that_runs_away_ends_in_an_error()
    {
        var matcher = Matcher.Parse(Json.Doc("{a: {$regex: '^(a+)+$'}}"));
        Json.Refused(96, () => matcher.Matches(Json.View($"{{a: '{new string('a', 40)}b'}}")));
    }

    [Fact]
    public void Asking_about_a_document_allocates_nothing()
    {
        var matcher = Matcher.Parse(Json.Doc("{'a.b': {$gte: 2.5}, s: 'x', $or: [{n: null}, {n: {$in: [1, 2]}}], list: {$ne: 9}, t: /^ab/}"));
        var document = Json.View("{_id: 1, a: [{b: 1}, {b: {$numberLong: '3'}}], s: 'x', list: [1, 2, 3], t: 'abc'}");
        for (var warm = 0; warm < 100; warm++)
            Assert.True(matcher.Matches(document));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++)
            matcher.Matches(document);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
