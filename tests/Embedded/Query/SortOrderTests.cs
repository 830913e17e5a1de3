using ELearning.Embedded.Tests.Bson;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Query;

public class SortOrderTests
{
    [Theory]
    [InlineData("{a: 1}", "[{}, {a: -1}, {a: 0.5}, {a: 2}, {a: ''}, {a: 'b'}, {a: {}}, {a: false}, {a: {$date: '2020-01-01T00:00:00Z'}}]")]
    [InlineData("{a: -1}", "[{a: true}, {a: 'b'}, {a: 7}, {a: 3}, {a: null}]")]
    [InlineData("{a: 1}", "[{a: []}, {a: null}, {a: [5, 1]}, {a: 2}, {a: [3]}, {a: [4, 'x']}]")]
    [InlineData("{a: -1}", "[{a: [4, 'x']}, {a: [5, 1]}, {a: [3]}, {a: 2}, {a: null}, {a: []}]")]
    [InlineData("{a: 1, b: -1}", "[{a: 1, b: 2}, {a: 1, b: 1}, {a: 2, b: 9}]")]
    [InlineData("{'a.b': 1}", "[{a: {b: 1}}, {a: [{b: 7}, {b: 2}]}, {a: {b: 3}}]")]
    public void Documents_sort_into_this_order(string spec, string expected)
    {
        var order = SortOrder.Parse(Json.Doc(spec));
        var documents = Json.Value(expected).AsBsonArray.Select(value => value.AsBsonDocument).ToList();
        var sorted = documents.AsEnumerable().Reverse().OrderBy(document => order.KeyOf(BsonView.Of(document)), ByteOrder.Instance);
        Json.Same(new BsonArray(documents), new BsonArray(sorted));
    }

    [Theory]
    [InlineData("{a: 2}", 15975)]
    [InlineData("{a: 'asc'}", 15975)]
    [InlineData("{a: {$meta: 'textScore'}}", 31138)]
    [InlineData("{'a..b': 1}", 15998)]
    [InlineData("{$a: 1}", 16410)]
    public void An_order_that_is_not_one_is_refused(string spec, int code) => Json.Refused(code, () => SortOrder.Parse(Json.Doc(spec)));

    [Fact]
    public void Two_arrays_side_by_side_cannot_be_sorted_by() =>
        Json.Refused(2, () => SortOrder.Parse(Json.Doc("{a: 1, b: 1}")).KeyOf(Json.View("{a: [1], b: [2]}")));
}
