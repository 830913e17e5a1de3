using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Writes an index as its keys read: <c>IndexOn&lt;Credit&gt;.Keys("memberId", "-number")</c>, a minus for descending.</summary>
internal static class IndexOn<TDocument>
{
    public static CreateIndexModel<TDocument> Keys(params ReadOnlySpan<string> paths) => new(Document(paths));

    public static CreateIndexModel<TDocument> Unique(params ReadOnlySpan<string> paths) => new(Document(paths), new CreateIndexOptions { Unique = true });

    private static BsonDocument Document(ReadOnlySpan<string> paths)
    {
        var keys = new BsonDocument();
        foreach (var path in paths)
        {
            keys.Add(path.TrimStart('-'), path.StartsWith('-') ? -1 : 1);
        }
        return keys;
    }
}
