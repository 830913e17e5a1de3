using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Writes that tolerate to be repeated. Ids are made from meaning: an insert that finds its id taken has been done before.</summary>
internal static class Tolerating
{
    /// <returns>True when everything was inserted, false when some of it was there (all the rest is inserted, for an unordered insert).</returns>
    public static async Task<bool> DuplicatesAsync(Func<Task> insert)
    {
        try
        {
            await insert();
            return true;
        }
        catch (MongoWriteException duplicate) when (duplicate.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            return false;
        }
        catch (MongoBulkWriteException duplicates)
            when (duplicates.WriteConcernError is null && duplicates.WriteErrors.All(error => error.Category == ServerErrorCategory.DuplicateKey))
        {
            return false;
        }
    }

    /// <summary>
    /// Puts a document in the place of the one of its id, or where there is none. Two that put a new one may race; the loser finds the winner's and replaces
    /// it.
    /// </summary>
    public static async Task PutAsync<TDocument>(
        this IMongoCollection<TDocument> collection,
        string id,
        TDocument document,
        CancellationToken cancellationToken
    )
    {
        if (!await DuplicatesAsync(ReplaceAsync))
            await ReplaceAsync();

        Task ReplaceAsync() => collection.ReplaceOneAsync(new BsonDocument("_id", id), document, new ReplaceOptions { IsUpsert = true }, cancellationToken);
    }
}
