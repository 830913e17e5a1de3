using ELearning.Embedded.Tests.Bson;

namespace ELearning.Embedded.Tests.Query;

public class ProjectionTests
{
    private const string Document = "{_id: 1, a: 1, b: {c: 2, d: {e: 3}}, list: [{x: 1, y: 1}, 5, [{x: 2, y: 2}], {y: 3}], n: [1, 2, 3, 4]}";

    [Theory]
    [InlineData("{a: 1}", "{_id: 1, a: 1}")]
    [InlineData("{a: true, _id: 0}", "{a: 1}")]
    [InlineData("{_id: 1}", "{_id: 1}")]
    [InlineData("{n: 1, a: 1}", "{_id: 1, a: 1, n: [1, 2, 3, 4]}")]
    [InlineData("{'b.c': 1}", "{_id: 1, b: {c: 2}}")]
    [InlineData("{b: {d: {e: 1}}}", "{_id: 1, b: {d: {e: 3}}}")]
    [InlineData("{'b.x': 1}", "{_id: 1, b: {}}")]
    [InlineData("{'a.x': 1}", "{_id: 1}")]
    [InlineData("{'list.x': 1}", "{_id: 1, list: [{x: 1}, [{x: 2}], {}]}")]
    [InlineData("{a: 0, b: 0, n: 0}", "{_id: 1, list: [{x: 1, y: 1}, 5, [{x: 2, y: 2}], {y: 3}]}")]
    [InlineData("{_id: 0, b: 0, list: 0, n: 0}", "{a: 1}")]
    [InlineData("{'list.y': 0, b: 0, n: 0}", "{_id: 1, a: 1, list: [{x: 1}, 5, [{x: 2}], {}]}")]
    [InlineData("{'b.d': 0, list: 0, n: 0, _id: 1}", "{_id: 1, a: 1, b: {c: 2}}")]
    [InlineData("{'a.x': 0, list: 0, n: 0, b: 0}", "{_id: 1, a: 1}")]
    [InlineData("{n: {$slice: 2}, a: 1}", "{_id: 1, a: 1, n: [1, 2]}")]
    [InlineData("{n: {$slice: -1}, list: 0, b: 0}", "{_id: 1, a: 1, n: [4]}")]
    [InlineData("{n: {$slice: [1, 2]}, a: 1}", "{_id: 1, a: 1, n: [2, 3]}")]
    [InlineData("{n: {$slice: [-3, 2]}, a: 1}", "{_id: 1, a: 1, n: [2, 3]}")]
    [InlineData("{n: {$slice: 9}, a: 1}", "{_id: 1, a: 1, n: [1, 2, 3, 4]}")]
    [InlineData("{n: {$elemMatch: {$gt: 2}}}", "{_id: 1, n: [3]}")]
    [InlineData("{list: {$elemMatch: {y: 3}}, a: 1}", "{_id: 1, a: 1, list: [{y: 3}]}")]
    [InlineData("{list: {$elemMatch: {y: 9}}, a: 1}", "{_id: 1, a: 1}")]
    [InlineData("{a: 1, twice: {$multiply: ['$a', 2]}}", "{_id: 1, a: 1, twice: 2}")]
    [InlineData("{copy: '$b.c', _id: 0}", "{copy: 2}")]
    [InlineData("{a: '$b.c', n: 1}", "{_id: 1, n: [1, 2, 3, 4], a: 2}")]
    [InlineData("{'b.sum': {$add: ['$a', '$b.c']}, 'b.c': 1}", "{_id: 1, b: {c: 2, sum: 3}}")]
    [InlineData("{'new.deep': '$a'}", "{_id: 1, new: {deep: 1}}")]
    [InlineData("{gone: '$missing', a: 1}", "{_id: 1, a: 1}")]
    [InlineData("{v: {$literal: 1}, _id: 0}", "{v: 1}")]
    public void A_projection_answers_this(string spec, string expected)
    {
        var projection = Projection.Parse(Json.Doc(spec))!;
        Json.Same(Json.Doc(expected), BsonView.Document(projection.Apply(BsonBuffer.Bytes(Json.Doc(Document)))).ToBsonDocument());
    }

    [Fact]
    public void An_empty_projection_is_none() => Assert.Null(Projection.Parse([]));

    [Theory]
    [InlineData("{a: 1, b: 0}", 31254)]
    [InlineData("{a: 0, b: 1}", 31253)]
    [InlineData("{a: 0, b: '$c'}", 31252)]
    [InlineData("{a: 1, 'a.b': 1}", 31249)]
    [InlineData("{'a.b': 1, a: 1}", 31250)]
    [InlineData("{a: {}}", 51270)]
    [InlineData("{'a.$': 1}", 2)]
    [InlineData("{a: {$foo: 1}}", 168)]
    [InlineData("{a: {$meta: 'textScore'}}", 168)]
    [InlineData("{a: {$slice: 'x'}}", 28667)]
    [InlineData("{'a.b': {$elemMatch: {c: 1}}}", 31275)]
    public void A_projection_that_is_not_one_is_refused(string spec, int code) => Json.Refused(code, () => Projection.Parse(Json.Doc(spec)));
}
