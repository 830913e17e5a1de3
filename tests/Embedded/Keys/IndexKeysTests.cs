using ELearning.Embedded.Tests.Bson;

namespace ELearning.Embedded.Tests.Keys;

public class IndexKeysTests
{
    [Theory]
    [InlineData("{a: 1}", "a", "[[1]]", false)]
    [InlineData("{}", "a", "[[null]]", false)]
    [InlineData("{a: [2, 1, 2]}", "a", "[[1], [2]]", true)]
    [InlineData("{a: []}", "a", "[[{$undefined: true}]]", true)]
    [InlineData("{a: [[1, 2]]}", "a", "[[[1, 2]]]", true)]
    [InlineData("{a: []}", "a.b", "[[null]]", true)]
    [InlineData("{a: [1]}", "a.b", "[[null]]", true)]
    [InlineData("{a: 1}", "a.b", "[[null]]", false)]
    [InlineData("{a: [{b: 1}, {}, {b: [2, 3]}]}", "a.b", "[[null], [1], [2], [3]]", true)]
    [InlineData("{a: [5, 6]}", "a.1", "[[null], [6]]", true)]
    [InlineData("{a: {'1': 6}}", "a.1", "[[6]]", false)]
    [InlineData("{a: [[7, 8]]}", "a.0.1", "[[null], [8]]", true)]
    [InlineData("{a: 1, b: 2}", "a,b", "[[1, 2]]", false)]
    [InlineData("{a: [1, 2], b: 3}", "a,b", "[[1, 3], [2, 3]]", true)]
    [InlineData("{a: [{b: 1, c: 2}, {b: 3, c: 4}]}", "a.b,a.c", "[[1, 2], [3, 4]]", true)]
    [InlineData("{a: [{b: 1}, {c: 4}], d: 5}", "a.b,d,a.c", "[[null, 5, 4], [1, 5, null]]", true)]
    [InlineData("{a: [], d: 5}", "a.b,d,a", "[[null, 5, {$undefined: true}]]", true)]
    [InlineData("{a: [{b: [1, 2], c: 3}]}", "a.b,a.c", "[[1, 3], [2, 3]]", true)]
    public void A_document_has_these_keys(string document, string paths, string expected, bool multikey)
    {
        var fields = paths.Split(',').Select(path => new IndexField(path, false)).ToArray();
        var keys = IndexKeys.Of(Json.View(document), fields, out var many);
        var wanted = Json.Value(expected)
            .AsBsonArray.Select(key => string.Concat(key.AsBsonArray.Select(part => Convert.ToHexString(KeyWriter.Single(part)))))
            .Order(StringComparer.Ordinal);
        Assert.Equal(wanted, keys.Select(Convert.ToHexString));
        Assert.Equal(multikey, many != 0);
    }

    [Theory]
    [InlineData("{a: [1], b: [2]}", "a,b")]
    [InlineData("{a: [{b: [1], c: [2]}]}", "a.b,a.c")]
    [InlineData("{a: [], b: [2]}", "a,b")]
    public void Two_arrays_side_by_side_cannot_be_indexed_together(string document, string paths) =>
        Json.Refused(171, () => IndexKeys.Of(Json.View(document), [.. paths.Split(',').Select(path => new IndexField(path, false))], out _));

    [Theory]
    [InlineData("{a: null}", true)]
    [InlineData("{b: 1}", false)]
    [InlineData("{a: []}", true)]
    public void A_sparse_index_asks_whether_a_field_is_there(string document, bool expected) =>
        Assert.Equal(expected, IndexKeys.AnyPresent(Json.View(document), [new("a", false)]));
}
