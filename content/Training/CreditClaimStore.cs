using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>creditClaims</c>, sharded by <c>memberId</c>; ids begin with the member's id.</summary>
internal sealed class CreditClaimStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<CreditClaim> Map = new QueryMap<CreditClaim>(claim => claim.Id)
        .Add<ClaimStatus>("status", "status", FilterOperator.Eq | FilterOperator.In, "Whether it is decided.")
        .Add<string>("memberId", "memberId", FilterOperator.Eq | FilterOperator.In, "For whom it is claimed.", idOf: nameof(Member), narrow: true)
        .Add<string>(
            "organisationId",
            "lineage",
            FilterOperator.Eq | FilterOperator.In,
            "Members of this organisation or of one below it: where they are while it waits, and where they were when it was decided.",
            idOf: nameof(Organisation),
            filter: (_, value, query) => LineageFilter.Asked(query, "lineage", value)
        )
        .Add<DateOnly>(
            "heldOn",
            "heldOn",
            FilterOperator.Eq | FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
            "The day it was held, the last one of several.",
            claim => claim.HeldOn
        )
        .Add<DateTimeOffset>(
            "claimedAt",
            "claimedAt",
            FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
            "When it was claimed.",
            claim => claim.ClaimedAt
        );

    private readonly IMongoCollection<CreditClaim> _claims = database.Collection<CreditClaim>("creditClaims");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _claims.Indexes.CreateManyAsync(
            [
                IndexOn<CreditClaim>.Keys("memberId", "-claimedAt", "-_id"),
                IndexOn<CreditClaim>.Keys("status", "-claimedAt", "-_id"),
                IndexOn<CreditClaim>.Keys("lineage", "-claimedAt", "-_id"),
                IndexOn<CreditClaim>.Keys("lineage", "status", "-claimedAt", "-_id"),
                IndexOn<CreditClaim>.Keys("heldOn", "_id"),
                IndexOn<CreditClaim>.Keys("memberId", "heldOn"),
                IndexOn<CreditClaim>.Keys("-claimedAt", "-_id"),
                new(new BsonDocument("evidenceAssetId", 1), new CreateIndexOptions { Sparse = true }),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<CreditClaim>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? []
            : await _claims
                .Find(
                    new BsonDocument
                    {
                        { "_id", new BsonDocument("$in", new BsonArray(ids)) },
                        { "memberId", new BsonDocument("$in", new BsonArray(ids.Select(id => id.Split('/')[0]).Distinct())) },
                    }
                )
                .ToListAsync(cancellationToken);

    /// <summary>A member's claims of a year that are approved or wait.</summary>
    public async Task<IReadOnlyList<CreditClaim>> TakingAsync(string memberId, int year, CancellationToken cancellationToken) =>
        await _claims
            .Find(
                new BsonDocument
                {
                    { "memberId", memberId },
                    {
                        "heldOn",
                        new BsonDocument
                        {
                            { "$gte", DocumentMapping.ToBson(DatePeriod.Year(year).From) },
                            { "$lte", DocumentMapping.ToBson(DatePeriod.Year(year).To) },
                        }
                    },
                    { "status", new BsonDocument("$in", DocumentMapping.ToBson(new[] { ClaimStatus.Pending, ClaimStatus.Approved })) },
                }
            )
            .ToListAsync(cancellationToken);

    public Task<Page<CreditClaim>> ListAsync(
        Scope scope,
        string? memberId,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) =>
        Map.PageAsync(
            _claims,
            new(QueryMap<CreditClaim>.And(memberId is null ? null : new BsonDocument("memberId", memberId), scope.On("lineage")), filter, sorts, page)
            {
                Tree = scope.Tree,
            },
            cancellationToken
        );

    public Task<IReadOnlyDictionary<string, Page<CreditClaim>>> PagesAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_claims, "memberId", memberIds, new([], null, [new("claimedAt", true)], page), cancellationToken);

    /// <summary>Moves the member's pending claims to where the member is found now.</summary>
    public Task FollowAsync(string memberId, IReadOnlyList<string> lineage, CancellationToken cancellationToken) =>
        _claims.UpdateManyAsync(
            new BsonDocument { { "memberId", memberId }, { "status", nameof(ClaimStatus.Pending) } },
            new BsonDocument("$set", new BsonDocument("lineage", new BsonArray(lineage))),
            null,
            cancellationToken
        );

    /// <summary>The evidence of each claim that rests on one of these assets.</summary>
    public async Task<IReadOnlyList<string>> EvidenceAmongAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken) =>
        [
            .. (
                await _claims
                    .Find(new BsonDocument("evidenceAssetId", new BsonDocument("$in", new BsonArray(assetIds))))
                    .Project<BsonDocument>(new BsonDocument("evidenceAssetId", 1))
                    .ToListAsync(cancellationToken)
            ).Select(claim => claim["evidenceAssetId"].AsString),
        ];

    /// <returns>False when there is a claim of this id.</returns>
    public Task<bool> AddAsync(CreditClaim claim, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _claims.InsertOneAsync(claim, null, cancellationToken));

    /// <returns>False when somebody changed the claim since this version was read.</returns>
    public async Task<bool> ReplaceAsync(CreditClaim claim, CancellationToken cancellationToken) =>
        (
            await _claims.ReplaceOneAsync(
                new BsonDocument
                {
                    { "_id", claim.Id },
                    { "memberId", claim.MemberId },
                    { "version", claim.Version },
                },
                claim with
                {
                    Version = claim.Version + 1,
                },
                (ReplaceOptions?)null,
                cancellationToken
            )
        ).MatchedCount == 1;

    public Task MarkPostedAsync(CreditClaim claim, CancellationToken cancellationToken) =>
        _claims.UpdateOneAsync(
            new BsonDocument { { "_id", claim.Id }, { "memberId", claim.MemberId } },
            new BsonDocument("$set", new BsonDocument("creditPosted", true)),
            null,
            cancellationToken
        );
}
