using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>trainingDays</c>: one document for a member and year, replaced only in the version that was read; sharded by <c>memberId</c>, with which its
/// ids begin.
/// </summary>
internal sealed class TrainingDayStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<TrainingYear> _years = database.Collection<TrainingYear>("trainingDays");

    /// <summary>What a sharded cluster needs; a document is found by its id.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _years.Indexes.CreateOneAsync(IndexOn<TrainingYear>.Keys("memberId"), null, cancellationToken);

    public async Task<TrainingYear?> FindAsync(string memberId, int year, CancellationToken cancellationToken) =>
        await _years
            .Find(new BsonDocument { { "_id", TrainingDayRules.IdOf(memberId, year) }, { "memberId", memberId } })
            .FirstOrDefaultAsync(cancellationToken);

    /// <returns>False when there is a document of the member and year.</returns>
    public Task<bool> AddAsync(TrainingYear year, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _years.InsertOneAsync(year, null, cancellationToken));

    /// <returns>False when somebody changed the document since this version was read.</returns>
    public async Task<bool> ReplaceAsync(TrainingYear year, CancellationToken cancellationToken) =>
        (
            await _years.ReplaceOneAsync(
                new BsonDocument
                {
                    { "_id", year.Id },
                    { "memberId", year.MemberId },
                    { "version", year.Version },
                },
                year with
                {
                    Version = year.Version + 1,
                },
                (ReplaceOptions?)null,
                cancellationToken
            )
        ).MatchedCount == 1;
}
