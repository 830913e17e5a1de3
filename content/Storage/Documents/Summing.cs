using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>What is asked of many documents at once is worked out where they are.</summary>
internal static class Summing
{
    /// <summary>Adds a number up over all documents that a filter finds; the database does it, by an index that holds both.</summary>
    public static async Task<long> SumAsync<TDocument>(
        this IMongoCollection<TDocument> collection,
        string field,
        BsonDocument filter,
        CancellationToken cancellationToken
    )
    {
        var sum = new BsonDocument { { "_id", BsonNull.Value }, { "sum", new BsonDocument("$sum", $"${field}") } };
        var found = await collection.Aggregate().Match(filter).Group<BsonDocument>(sum).FirstOrDefaultAsync(cancellationToken);
        return found?["sum"].ToInt64() ?? 0;
    }
}
