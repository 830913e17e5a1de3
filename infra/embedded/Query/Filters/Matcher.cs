using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>A filter ready to be asked about documents. Parsed once, used by any number of threads.</summary>
internal sealed class Matcher
{
    private Matcher(FilterNode root) => Root = root;

    public FilterNode Root { get; }

    public static Matcher Parse(BsonDocument filter) => new(FilterParser.Parse(filter));

    public bool Matches(BsonView document) => Root.Matches(document);
}
