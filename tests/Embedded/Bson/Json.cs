using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Bson;

/// <summary>Short ways from JSON to what the embedded database works on.</summary>
internal static class Json
{
    public static BsonDocument Doc(string json) => BsonDocument.Parse(json);

    /// <summary>Any value, as it would stand in a document.</summary>
    public static BsonValue Value(string json) => Doc($"{{v: {json}}}")["v"];

    public static BsonView View(string json) => BsonView.Of(Doc(json));

    public static bool Matches(string filter, string document) => Matcher.Parse(Doc(filter)).Matches(View(document));

    /// <summary>Asserts that two documents have the same bytes, types and field order included.</summary>
    public static void Same(BsonValue expected, BsonValue actual)
    {
        if (!BsonView.Of(expected).Span.SequenceEqual(BsonView.Of(actual).Span))
            Assert.Fail($"expected {expected}\nactual   {actual}");
    }

    public static void Refused(int code, Action act)
    {
        var error = Assert.Throws<MongoError>(act);
        Assert.True((int)error.Code == code, $"expected {code}, was {(int)error.Code} {error.Message}");
    }
}
