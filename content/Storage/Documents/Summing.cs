using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Sums over many documents, worked out by the database.</summary>
internal static class Summing
{
    /// <summary>Adds up a number over all documents that a filter finds; an index on both serves it.</summary>
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

    /// <summary>Counts the documents that a filter finds, and adds up a number over them.</summary>
    public static async Task<(long Count, long Sum)> CountAndSumAsync<TDocument>(
        this IMongoCollection<TDocument> collection,
        string field,
        BsonDocument filter,
        CancellationToken cancellationToken
    )
    {
        var both = new BsonDocument
        {
            { "_id", BsonNull.Value },
            { "count", new BsonDocument("$sum", 1) },
            { "sum", new BsonDocument("$sum", $"${field}") },
        };
        var found = await collection.Aggregate().Match(filter).Group<BsonDocument>(both).FirstOrDefaultAsync(cancellationToken);
        return found is null ? (0, 0) : (found["count"].ToInt64(), found["sum"].ToInt64());
    }
}
