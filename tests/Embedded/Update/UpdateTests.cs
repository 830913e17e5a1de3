using ELearning.Embedded.Tests.Bson;
using ELearning.Embedded.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Update;

public class UpdateTests
{
    [Theory]
    // $set, $unset and paths.
    [InlineData("{_id: 1, a: 1}", "{$set: {a: 2}}", "{_id: 1, a: 2}")]
    [InlineData("{_id: 1}", "{$set: {z: 1, b: 1, 'c.d': 1}}", "{_id: 1, b: 1, c: {d: 1}, z: 1}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$set: {'a.1': 9}}", "{_id: 1, a: [1, 9]}")]
    [InlineData("{_id: 1, a: [1]}", "{$set: {'a.3': 9}}", "{_id: 1, a: [1, null, null, 9]}")]
    [InlineData("{_id: 1, a: [{b: 1}]}", "{$set: {'a.0.b': 2, 'a.1.b': 3}}", "{_id: 1, a: [{b: 2}, {b: 3}]}")]
    [InlineData("{_id: 1}", "{$set: {'a.0': 1}}", "{_id: 1, a: {'0': 1}}")]
    [InlineData("{_id: 1}", "{$set: {'a.10': 1, 'a.9': 1}}", "{_id: 1, a: {'9': 1, '10': 1}}")]
    [InlineData("{_id: 1, a: 1}", "{$set: {_id: 1, a: 2}}", "{_id: 1, a: 2}")]
    [InlineData("{_id: 1, a: 1}", "{$set: {}}", "{_id: 1, a: 1}")]
    [InlineData("{_id: 1, a: 1, b: {c: 1, d: 1}}", "{$unset: {a: '', 'b.c': '', 'x.y': ''}}", "{_id: 1, b: {d: 1}}")]
    [InlineData("{_id: 1, a: [1, 2, 3]}", "{$unset: {'a.1': 1}}", "{_id: 1, a: [1, null, 3]}")]
    [InlineData("{_id: 1, a: 5}", "{$unset: {'a.b': 1}}", "{_id: 1, a: 5}")]
    [InlineData("{_id: 1}", "{$setOnInsert: {a: 1}}", "{_id: 1}")]
    // Arithmetic keeps exactness and grows int32 to int64.
    [InlineData("{_id: 1, a: 1}", "{$inc: {a: 2, b: 3}}", "{_id: 1, a: 3, b: 3}")]
    [InlineData("{_id: 1, a: 2147483647}", "{$inc: {a: 1}}", "{_id: 1, a: {$numberLong: '2147483648'}}")]
    [InlineData("{_id: 1, a: {$numberLong: '5'}}", "{$inc: {a: -4}}", "{_id: 1, a: {$numberLong: '1'}}")]
    [InlineData("{_id: 1, a: 1}", "{$inc: {a: 0.5}}", "{_id: 1, a: 1.5}")]
    [InlineData("{_id: 1, a: {$numberDecimal: '0.1'}}", "{$inc: {a: {$numberDecimal: '0.20'}}}", "{_id: 1, a: {$numberDecimal: '0.30'}}")]
    [InlineData(
        "{_id: 1, a: {$numberDecimal: '1234567890123456789012345678901234'}}",
        "{$inc: {a: 1}}",
        "{_id: 1, a: {$numberDecimal: '1234567890123456789012345678901235'}}"
    )]
    [InlineData("{_id: 1, a: 3}", "{$mul: {a: 4, b: 7}}", "{_id: 1, a: 12, b: 0}")]
    [InlineData("{_id: 1, a: 65536}", "{$mul: {a: 65536}}", "{_id: 1, a: {$numberLong: '4294967296'}}")]
    [InlineData("{_id: 1}", "{$mul: {b: 1.5}}", "{_id: 1, b: 0.0}")]
    [InlineData("{_id: 1, a: {$numberDecimal: '1.5'}}", "{$mul: {a: 2}}", "{_id: 1, a: {$numberDecimal: '3.0'}}")]
    [InlineData("{_id: 1, a: 5, b: 5}", "{$min: {a: 3}, $max: {b: 9, c: 1}}", "{_id: 1, a: 3, b: 9, c: 1}")]
    [InlineData("{_id: 1, a: 5}", "{$min: {a: 7}}", "{_id: 1, a: 5}")]
    [InlineData("{_id: 1, a: 5}", "{$max: {a: 'x'}}", "{_id: 1, a: 'x'}")]
    // $rename.
    [InlineData("{_id: 1, a: 1, b: 2}", "{$rename: {a: 'c.d'}}", "{_id: 1, b: 2, c: {d: 1}}")]
    [InlineData("{_id: 1, a: 1, b: 2}", "{$rename: {a: 'b'}}", "{_id: 1, b: 1}")]
    [InlineData("{_id: 1, b: 2}", "{$rename: {a: 'b'}}", "{_id: 1, b: 2}")]
    // $push, $addToSet, $pop, $pull, $pullAll.
    [InlineData("{_id: 1, a: [1]}", "{$push: {a: 2, b: 3}}", "{_id: 1, a: [1, 2], b: [3]}")]
    [InlineData("{_id: 1, a: [1]}", "{$push: {a: [2, 3]}}", "{_id: 1, a: [1, [2, 3]]}")]
    [InlineData("{_id: 1, a: [1]}", "{$push: {a: {$each: [2, 3]}}}", "{_id: 1, a: [1, 2, 3]}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$push: {a: {$each: [9], $position: 1}}}", "{_id: 1, a: [1, 9, 2]}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$push: {a: {$each: [9], $position: -1}}}", "{_id: 1, a: [1, 9, 2]}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$push: {a: {$each: [3, 4], $slice: -3}}}", "{_id: 1, a: [2, 3, 4]}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$push: {a: {$each: [3], $slice: 2}}}", "{_id: 1, a: [1, 2]}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$push: {a: {$each: [], $slice: 0}}}", "{_id: 1, a: []}")]
    [InlineData("{_id: 1, a: [3, 1]}", "{$push: {a: {$each: [2], $sort: 1}}}", "{_id: 1, a: [1, 2, 3]}")]
    [InlineData("{_id: 1, a: [{s: 3}, {s: 1}]}", "{$push: {a: {$each: [{s: 2}], $sort: {s: -1}, $slice: 2}}}", "{_id: 1, a: [{s: 3}, {s: 2}]}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$addToSet: {a: 2, b: 1}}", "{_id: 1, a: [1, 2], b: [1]}")]
    [InlineData("{_id: 1, a: [1]}", "{$addToSet: {a: 1.0}}", "{_id: 1, a: [1]}")]
    [InlineData("{_id: 1, a: [1]}", "{$addToSet: {a: {$each: [2, 2, 1]}}}", "{_id: 1, a: [1, 2]}")]
    [InlineData("{_id: 1, a: [1]}", "{$addToSet: {a: [1]}}", "{_id: 1, a: [1, [1]]}")]
    [InlineData("{_id: 1, a: [1, 2, 3]}", "{$pop: {a: 1}}", "{_id: 1, a: [1, 2]}")]
    [InlineData("{_id: 1, a: [1, 2, 3]}", "{$pop: {a: -1, b: 1}}", "{_id: 1, a: [2, 3]}")]
    [InlineData("{_id: 1, a: [1, 2, 1.0]}", "{$pull: {a: 1}}", "{_id: 1, a: [2]}")]
    [InlineData("{_id: 1, a: [1, 5, 9]}", "{$pull: {a: {$gte: 5}}}", "{_id: 1, a: [1]}")]
    [InlineData("{_id: 1, a: [{b: 1, c: 1}, {b: 2}, 3]}", "{$pull: {a: {b: 1}}}", "{_id: 1, a: [{b: 2}, 3]}")]
    [InlineData("{_id: 1, a: [{b: [1, 2]}, {b: [3]}]}", "{$pull: {a: {b: {$elemMatch: {$gt: 2}}}}}", "{_id: 1, a: [{b: [1, 2]}]}")]
    [InlineData("{_id: 1, a: ['ab', 'cd']}", "{$pull: {a: /^a/}}", "{_id: 1, a: ['cd']}")]
    [InlineData("{_id: 1, a: [1, 2, 3, 1]}", "{$pullAll: {a: [1, 3]}}", "{_id: 1, a: [2]}")]
    [InlineData("{_id: 1}", "{$pull: {a: 1}, $pullAll: {b: [1]}, $pop: {c: 1}}", "{_id: 1}")]
    // Whole arrays.
    [InlineData("{_id: 1, a: [1, 2]}", "{$inc: {'a.$[]': 10}}", "{_id: 1, a: [11, 12]}")]
    [InlineData("{_id: 1, a: [{b: [1, 2]}, {b: [3]}]}", "{$inc: {'a.$[].b.$[]': 1}}", "{_id: 1, a: [{b: [2, 3]}, {b: [4]}]}")]
    // Replacement keeps the _id.
    [InlineData("{_id: 1, a: 1}", "{b: 2}", "{_id: 1, b: 2}")]
    [InlineData("{_id: 1, a: 1}", "{b: 2, _id: 1}", "{_id: 1, b: 2}")]
    [InlineData("{_id: 1, a: 1}", "{}", "{_id: 1}")]
    // Pipelines.
    [InlineData("{_id: 1, a: 1}", "[{$set: {b: {$add: ['$a', 1]}}}, {$unset: 'a'}]", "{_id: 1, b: 2}")]
    [InlineData("{_id: 1, a: {b: 2}}", "[{$replaceWith: '$a'}]", "{_id: 1, b: 2}")]
    public void An_update_leaves_this_document(string before, string update, string after)
    {
        var old = Json.Doc(before);
        var result = UpdateProgram.Parse(Json.Value(update), []).Apply(old, []);
        Json.Same(Json.Doc(after), result);
        Json.Same(Json.Doc(before), old);
    }

    [Theory]
    [InlineData("{_id: 1}", "{$foo: {a: 1}}", 9)]
    [InlineData("{_id: 1}", "{$bit: {a: {and: 1}}}", 9)]
    [InlineData("{_id: 1}", "{$set: {a: 1}, b: 1}", 9)]
    [InlineData("{_id: 1}", "{$set: 1}", 9)]
    [InlineData("{_id: 1}", "{a: 1, $set: {b: 1}}", 52)]
    [InlineData("{_id: 1}", "1", 9)]
    [InlineData("{_id: 1}", "{$set: {a: 1}, $inc: {a: 1}}", 40)]
    [InlineData("{_id: 1}", "{$set: {a: 1, 'a.b': 1}}", 40)]
    [InlineData("{_id: 1}", "{$set: {'a.b': 1, 'a-b': 2}, $unset: {a: 1}}", 40)]
    [InlineData("{_id: 1}", "{$set: {a: 1}, $setOnInsert: {'a.b': 1}}", 40)]
    [InlineData("{_id: 1}", "{$rename: {a: 'b'}, $set: {b: 1}}", 40)]
    [InlineData("{_id: 1}", "{$rename: {a: 'a'}}", 2)]
    [InlineData("{_id: 1}", "{$rename: {a: 1}}", 2)]
    [InlineData("{_id: 1, a: [1]}", "{$rename: {'a.0': 'b'}}", 2)]
    [InlineData("{_id: 1, a: [1]}", "{$set: {'a.$[]': 1, 'a.0': 2}}", 40)]
    [InlineData("{_id: 1}", "{$set: {_id: 2}}", 66)]
    [InlineData("{_id: 1}", "{$unset: {_id: 1}}", 66)]
    [InlineData("{_id: {a: 1}}", "{$set: {'_id.a': 2}}", 66)]
    [InlineData("{_id: 1}", "{_id: 2}", 66)]
    [InlineData("{_id: 1}", "[{$set: {_id: 2}}]", 66)]
    [InlineData("{_id: 1}", "[{$match: {}}]", 72)]
    [InlineData("{_id: 1}", "{$set: {'': 1}}", 56)]
    [InlineData("{_id: 1}", "{$set: {'a..b': 1}}", 56)]
    [InlineData("{_id: 1}", "{$set: {'a.$b': 1}}", 52)]
    [InlineData("{_id: 1, a: 5}", "{$set: {'a.b': 1}}", 28)]
    [InlineData("{_id: 1, a: [1]}", "{$set: {'a.b': 1}}", 28)]
    [InlineData("{_id: 1, a: null}", "{$set: {'a.b': 1}}", 28)]
    [InlineData("{_id: 1, a: [1]}", "{$set: {'a.5000000': 1}}", 2)]
    [InlineData("{_id: 1, a: 'x'}", "{$inc: {a: 1}}", 14)]
    [InlineData("{_id: 1, a: null}", "{$inc: {a: 1}}", 14)]
    [InlineData("{_id: 1}", "{$inc: {a: 'x'}}", 14)]
    [InlineData("{_id: 1, a: {$numberLong: '9223372036854775807'}}", "{$inc: {a: 1}}", 2)]
    [InlineData("{_id: 1, a: {$numberLong: '9223372036854775807'}}", "{$mul: {a: 2}}", 2)]
    [InlineData("{_id: 1, a: 1}", "{$push: {a: 1}}", 2)]
    [InlineData("{_id: 1, a: 1}", "{$addToSet: {a: 1}}", 2)]
    [InlineData("{_id: 1, a: 1}", "{$pull: {a: 1}}", 2)]
    [InlineData("{_id: 1, a: 1}", "{$pop: {a: 1}}", 14)]
    [InlineData("{_id: 1, a: [1]}", "{$pop: {a: 2}}", 9)]
    [InlineData("{_id: 1}", "{$push: {a: {$each: 1}}}", 2)]
    [InlineData("{_id: 1}", "{$push: {a: {$each: [1], $foo: 1}}}", 2)]
    [InlineData("{_id: 1}", "{$push: {a: {$each: [1], $slice: 1.5}}}", 2)]
    [InlineData("{_id: 1}", "{$addToSet: {a: {$each: [1], $slice: 1}}}", 2)]
    [InlineData("{_id: 1}", "{$pullAll: {a: 1}}", 2)]
    [InlineData("{_id: 1}", "{$currentDate: {a: 1}}", 2)]
    [InlineData("{_id: 1}", "{$currentDate: {a: {$type: 'foo'}}}", 2)]
    [InlineData("{_id: 1}", "{$set: {'a.$[]': 1}}", 2)]
    [InlineData("{_id: 1, a: 1}", "{$set: {'a.$[]': 1}}", 2)]
    [InlineData("{_id: 1, a: [1]}", "{$set: {'a.$': 1}}", 2)]
    [InlineData("{_id: 1}", "{$set: {'a.$.b.$': 1}}", 2)]
    [InlineData("{_id: 1}", "{$set: {'$.a': 1}}", 2)]
    [InlineData("{_id: 1, a: [1]}", "{$set: {'a.$[x]': 1}}", 2)]
    public void An_update_is_refused_with_this_code(string before, string update, int code) =>
        Json.Refused(code, () => UpdateProgram.Parse(Json.Value(update), []).Apply(Json.Doc(before), []));

    [Theory]
    [InlineData("{_id: 1, a: [1, 5, 9]}", "{a: {$gt: 4}}", "{$set: {'a.$': 0}}", "{_id: 1, a: [1, 0, 9]}")]
    [InlineData("{_id: 1, a: [1, 5]}", "{a: 5}", "{$inc: {'a.$': 1}}", "{_id: 1, a: [1, 6]}")]
    [InlineData("{_id: 1, a: [{b: 1, n: 1}, {b: 2, n: 1}]}", "{'a.b': 2}", "{$set: {'a.$.n': 7}}", "{_id: 1, a: [{b: 1, n: 1}, {b: 2, n: 7}]}")]
    [InlineData(
        "{_id: 1, a: [{b: 1, c: 1}, {b: 1, c: 2}]}",
        "{a: {$elemMatch: {b: 1, c: 2}}}",
        "{$set: {'a.$.d': 1}}",
        "{_id: 1, a: [{b: 1, c: 1}, {b: 1, c: 2, d: 1}]}"
    )]
    [InlineData("{_id: 1, s: {a: [1, 2]}}", "{_id: 1, 's.a': {$in: [2, 3]}}", "{$unset: {'s.a.$': 1}}", "{_id: 1, s: {a: [1, null]}}")]
    [InlineData("{_id: 1, a: [1, 2]}", "{$and: [{a: 2}, {_id: 1}]}", "{$set: {'a.$': 5}}", "{_id: 1, a: [1, 5]}")]
    public void The_positional_operator_hits_the_element_the_filter_found(string before, string filter, string update, string after) =>
        Json.Same(Json.Doc(after), UpdateProgram.Parse(Json.Value(update), []).Apply(Json.Doc(before), Json.Doc(filter)));

    [Theory]
    [InlineData("{_id: 1, a: [1, 5, 9]}", "{$set: {'a.$[x]': 0}}", "[{x: {$gte: 5}}]", "{_id: 1, a: [1, 0, 0]}")]
    [InlineData("{_id: 1, a: [{b: 1}, {b: 2}]}", "{$inc: {'a.$[x].b': 10}}", "[{'x.b': 2}]", "{_id: 1, a: [{b: 1}, {b: 12}]}")]
    [InlineData("{_id: 1, a: [{b: [1, 2]}, {b: [2]}]}", "{$set: {'a.$[].b.$[y]': 0}}", "[{y: 2}]", "{_id: 1, a: [{b: [1, 0]}, {b: [0]}]}")]
    [InlineData("{_id: 1, a: [1, 2, 3]}", "{$set: {'a.$[x]': 0}}", "[{$or: [{x: 1}, {x: 3}]}]", "{_id: 1, a: [0, 2, 0]}")]
    public void Array_filters_choose_the_elements(string before, string update, string filters, string after) =>
        Json.Same(Json.Doc(after), UpdateProgram.Parse(Json.Value(update), Filters(filters)).Apply(Json.Doc(before), []));

    [Theory]
    [InlineData("{$set: {'a.$[x]': 0}}", "[{y: 1}]", 9)]
    [InlineData("{$set: {'a.$[x]': 0}}", "[{x: 1, y: 1}]", 9)]
    [InlineData("{$set: {'a.$[x]': 0}}", "[{x: 1}, {x: 2}]", 9)]
    [InlineData("{$set: {'a.$[x]': 0}}", "[{}]", 9)]
    [InlineData("{$set: {'a.$[X]': 0}}", "[{X: 1}]", 2)]
    [InlineData("{$set: {'a.$[x]': 0}}", "[{x: {$foo: 1}}]", 2)]
    [InlineData("{a: 1}", "[{x: 1}]", 9)]
    [InlineData("[{$set: {a: 1}}]", "[{x: 1}]", 9)]
    public void Array_filters_that_do_not_fit_are_refused(string update, string filters, int code) =>
        Json.Refused(code, () => UpdateProgram.Parse(Json.Value(update), Filters(filters)));

    [Theory]
    [InlineData("{_id: 5, a: 1, b: {$gt: 3}}", "{$set: {c: 2}}", "{_id: 5, a: 1, c: 2}")]
    [InlineData("{'x.y': 1, $and: [{a: 1}, {b: {$eq: 2}}]}", "{$setOnInsert: {c: 3}, $inc: {n: 1}}", "{_id: 'new', x: {y: 1}, a: 1, b: 2, c: 3, n: 1}")]
    [InlineData("{$or: [{a: 1}]}", "{$set: {b: 1}}", "{_id: 'new', a: 1, b: 1}")]
    [InlineData("{$or: [{a: 1}, {a: 2}]}", "{$set: {b: 1}}", "{_id: 'new', b: 1}")]
    [InlineData("{a: {$in: [7]}, r: /x/}", "{$set: {b: 1}}", "{_id: 'new', a: 7, b: 1}")]
    [InlineData("{a: {$all: [7]}}", "{$set: {b: 1}}", "{_id: 'new', a: 7, b: 1}")]
    [InlineData("{a: 1, b: 2}", "{c: 3}", "{_id: 'new', c: 3}")]
    [InlineData("{_id: 5, a: 1}", "{c: 3}", "{_id: 5, c: 3}")]
    [InlineData("{a: 1}", "{c: 3, _id: 8}", "{_id: 8, c: 3}")]
    [InlineData("{a: 1}", "{$setOnInsert: {_id: 8}}", "{_id: 8, a: 1}")]
    [InlineData("{a: 1}", "[{$set: {b: '$a'}}]", "{_id: 'new', a: 1, b: 1}")]
    public void An_upsert_starts_from_what_the_filter_fixes(string filter, string update, string inserted) =>
        Json.Same(Json.Doc(inserted), UpdateProgram.Parse(Json.Value(update), []).Upsert(Json.Doc(filter), () => "new"));

    [Theory]
    [InlineData("{a: 1, $and: [{a: 2}]}", "{$set: {b: 1}}", 54)]
    [InlineData("{a: {x: 1}, 'a.b': 2}", "{$set: {b: 1}}", 54)]
    [InlineData("{_id: 5}", "{$set: {_id: 6}}", 66)]
    [InlineData("{_id: 5}", "{_id: 6}", 66)]
    [InlineData("{a: 'x'}", "{$inc: {a: 1}}", 14)]
    public void An_upsert_that_contradicts_its_filter_is_refused(string filter, string update, int code) =>
        Json.Refused(code, () => UpdateProgram.Parse(Json.Value(update), []).Upsert(Json.Doc(filter), () => "new"));

    [Fact]
    public void The_current_date_comes_from_the_clock_given()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
        var update = UpdateProgram.Parse(Json.Value("{$currentDate: {a: true, b: {$type: 'timestamp'}}}"), [], time);
        Json.Same(
            Json.Doc("{_id: 1, a: {$date: {$numberLong: '1700000000123'}}, b: {$timestamp: {t: 1700000000, i: 1}}}"),
            update.Apply(Json.Doc("{_id: 1}"), [])
        );
    }

    [Theory]
    [InlineData("{update: 'things', updates: [{q: {_id: 1}, u: {$currentDate: {at: true}}}]}")]
    [InlineData("{findAndModify: 'things', query: {_id: 1}, update: {$currentDate: {at: true}}}")]
    public async Task The_current_date_of_a_command_is_that_of_the_servers_clock(string command)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123));
        await using var server = await EmbeddedServer.StartAsync(time);
        await server.Collection().InsertOneAsync(new BsonDocument("_id", 1));
        await server.Database.RunCommandAsync<BsonDocument>(command);
        Assert.Equal(new BsonDateTime(1_700_000_000_123), (await server.Collection().Find("{}").SingleAsync())["at"]);
    }

    private static List<BsonDocument> Filters(string json) => [.. Json.Value(json).AsBsonArray.Select(value => value.AsBsonDocument)];
}
