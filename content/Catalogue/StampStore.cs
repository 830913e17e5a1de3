using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>stamps</c>: one document for each thing that many keep a copy of, with a number that rises when the thing changes. Only what a majority has is
/// read: a number that a failover took back would be given twice.
/// </summary>
internal sealed class StampStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<BsonDocument> _stamps = database.Collection<BsonDocument>("stamps").WithReadConcern(ReadConcern.Majority);

    /// <summary>Creates nothing: stamps are found by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads the number; 0 where nothing has changed yet.</summary>
    public async Task<long> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await _stamps.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken))?["number"].ToInt64() ?? 0;

    /// <summary>Raises the number by one.</summary>
    /// <returns>The number then.</returns>
    public async Task<long> RaiseAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            BsonDocument? stamp = null;
            // Two who raise it for the first time may race; the loser finds the winner's.
            if (
                await Tolerating.DuplicatesAsync(async () =>
                    stamp = await _stamps.FindOneAndUpdateAsync<BsonDocument>(
                        new BsonDocument("_id", id),
                        new BsonDocument("$inc", new BsonDocument("number", 1L)),
                        new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.After },
                        cancellationToken
                    )
                )
            )
                return stamp!["number"].ToInt64();
        }
    }
}
