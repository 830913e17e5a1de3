using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>grants</c>, read by subject.</summary>
internal sealed class GrantStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<Grant> grants = database.Collection<Grant>("grants");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        grants.Indexes.CreateOneAsync(IndexOn<Grant>.Keys("subject"), cancellationToken: cancellationToken);

    public async Task<IReadOnlyList<Grant>> ForAsync(string subject, CancellationToken cancellationToken) =>
        await grants.Find(new BsonDocument("subject", subject)).ToListAsync(cancellationToken);

    public async Task<Grant?> FindAsync(string id, CancellationToken cancellationToken) =>
        await grants.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken);

    public async Task PutAsync(Grant grant, CancellationToken cancellationToken)
    {
        // Two upserts of a new id may race; the loser finds the winner's document and replaces it.
        if (!await Tolerating.DuplicatesAsync(ReplaceAsync))
            await ReplaceAsync();

        Task ReplaceAsync() => grants.ReplaceOneAsync(new BsonDocument("_id", grant.Id), grant, new ReplaceOptions { IsUpsert = true }, cancellationToken);
    }

    public async Task<bool> EndAsync(string id, DateOnly lastDay, CancellationToken cancellationToken) =>
        (await grants.UpdateOneAsync(new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument("period.to", DocumentMapping.ToBson(lastDay))), null, cancellationToken)).MatchedCount == 1;
}
