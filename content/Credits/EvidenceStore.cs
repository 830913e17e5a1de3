using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>evidence</c>: one document a credit, inserted before the credit and never changed; sharded by <c>memberId</c>, with which its ids begin.
/// </summary>
internal sealed class EvidenceStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<CreditEvidence> _evidence = database.Collection<CreditEvidence>("evidence");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _evidence.Indexes.CreateOneAsync(IndexOn<CreditEvidence>.Keys("memberId"), null, cancellationToken);

    /// <summary>
    /// Adds the evidence unless there is one of this credit: after a crash between evidence and credit the first is what the credit will name.
    /// </summary>
    /// <returns>The evidence that is stored.</returns>
    public async Task<CreditEvidence> AddAsync(CreditEvidence pack, CancellationToken cancellationToken) =>
        await Tolerating.DuplicatesAsync(() => _evidence.InsertOneAsync(pack, null, cancellationToken))
            ? pack
            : (await FindAsync([pack.Id], cancellationToken)).Single();

    public async Task<IReadOnlyList<CreditEvidence>> FindAsync(IReadOnlyCollection<string> creditIds, CancellationToken cancellationToken) =>
        creditIds.Count == 0
            ? []
            : await _evidence
                .Find(
                    new BsonDocument
                    {
                        { "_id", new BsonDocument("$in", new BsonArray(creditIds)) },
                        { "memberId", new BsonDocument("$in", new BsonArray(creditIds.Select(id => id.Split('/')[0]).Distinct())) },
                    }
                )
                .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<CreditEvidence>> OfMemberAsync(string memberId, CancellationToken cancellationToken) =>
        await _evidence.Find(new BsonDocument("memberId", memberId)).ToListAsync(cancellationToken);
}
