using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>The way stores drop what is too old: few documents at a time, so that a sweep with much to do stands in nobody's way.</summary>
internal static class Retention
{
    public static BsonDocument Before(string field, DateTimeOffset before) => new(field, new BsonDocument("$lt", DocumentMapping.ToBson(before)));

    /// <returns>How many went: as many as may where there are more.</returns>
    public static async Task<int> DropOldestAsync<TDocument>(
        this IMongoCollection<TDocument> collection,
        BsonDocument filter,
        string order,
        int most,
        CancellationToken cancellationToken
    )
    {
        var found = await collection
            .Find(filter)
            .Sort(new BsonDocument(order, 1))
            .Limit(most)
            .Project(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken);
        if (found.Count > 0)
            await collection.DeleteManyAsync(
                new BsonDocument("_id", new BsonDocument("$in", new BsonArray(found.Select(document => document["_id"])))),
                cancellationToken
            );
        return found.Count;
    }
}
