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
}
