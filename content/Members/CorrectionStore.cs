using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>corrections</c>, sharded by <c>memberId</c>; ids begin with the member's id.</summary>
internal sealed class CorrectionStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<CorrectionRequest> Map = new QueryMap<CorrectionRequest>(request => request.Id)
        .Add<CorrectionStatus>("status", "status", FilterOperator.Eq | FilterOperator.In, "What came of it.")
        .Add<DateTimeOffset>(
            "requestedAt",
            "requestedAt",
            FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
            "When it was asked for.",
            request => request.RequestedAt,
            always: true
        );

    private readonly IMongoCollection<CorrectionRequest> _requests = database.Collection<CorrectionRequest>("corrections");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _requests.Indexes.CreateManyAsync(
            [
                IndexOn<CorrectionRequest>.Keys("memberId", "-requestedAt", "-_id"),
                IndexOn<CorrectionRequest>.Keys("lineage", "status", "-requestedAt", "-_id"),
                IndexOn<CorrectionRequest>.Keys("lineage", "-requestedAt", "-_id"),
                IndexOn<CorrectionRequest>.Keys("status", "-requestedAt", "-_id"),
                IndexOn<CorrectionRequest>.Keys("-requestedAt", "-_id"),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<CorrectionRequest>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? []
            : await _requests
                .Find(
                    new BsonDocument
                    {
                        { "_id", new BsonDocument("$in", new BsonArray(ids)) },
                        { "memberId", new BsonDocument("$in", new BsonArray(ids.Select(id => id.Split('/')[0]).Distinct())) },
                    }
                )
                .ToListAsync(cancellationToken);

    public Task<Page<CorrectionRequest>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PageAsync(_requests, new(scope.On("lineage") ?? [], filter, sorts, page) { Tree = scope.Tree }, cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<CorrectionRequest>>> PagesAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_requests, "memberId", memberIds, new([], null, [new("requestedAt", true)], page), cancellationToken);

    public Task<long> CountOpenAsync(string memberId, CancellationToken cancellationToken) =>
        _requests.CountDocumentsAsync(
            new BsonDocument { { "memberId", memberId }, { "status", nameof(CorrectionStatus.Open) } },
            cancellationToken: cancellationToken
        );

    public Task AddAsync(CorrectionRequest request, CancellationToken cancellationToken) => _requests.InsertOneAsync(request, null, cancellationToken);

    /// <summary>Moves the member's open requests to where the member is found now.</summary>
    public Task FollowAsync(string memberId, IReadOnlyList<string> lineage, CancellationToken cancellationToken) =>
        _requests.UpdateManyAsync(
            new BsonDocument { { "memberId", memberId }, { "status", nameof(CorrectionStatus.Open) } },
            new BsonDocument("$set", new BsonDocument("lineage", new BsonArray(lineage))),
            null,
            cancellationToken
        );

    /// <returns>False when it was answered before.</returns>
    public async Task<bool> AnswerAsync(CorrectionRequest answered, CancellationToken cancellationToken) =>
        (
            await _requests.ReplaceOneAsync(
                new BsonDocument
                {
                    { "_id", answered.Id },
                    { "memberId", answered.MemberId },
                    { "status", nameof(CorrectionStatus.Open) },
                },
                answered,
                (ReplaceOptions?)null,
                cancellationToken
            )
        ).MatchedCount == 1;
}
