using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>grants</c>, read by subject for rights, and all of it by who gives them.</summary>
internal sealed class GrantStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<Grant> Map = new QueryMap<Grant>(grant => grant.Id)
        .Add<string>("subject", "subject", FilterOperator.Eq | FilterOperator.In, "The subject of the token.")
        .Add<string>("organisationId", "organisationId", FilterOperator.Eq | FilterOperator.In, "Top of the subtree.", idOf: nameof(Organisation))
        .Add<Role>("role", "role", FilterOperator.Eq | FilterOperator.In, "What it allows.")
        .Add<DateOnly>(
            "from",
            "period.from",
            FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
            "First day.",
            grant => grant.Period.From,
            always: true
        );

    private readonly IMongoCollection<Grant> _grants = database.Collection<Grant>("grants");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _grants.Indexes.CreateManyAsync(
            [
                IndexOn<Grant>.Keys("subject", "period.from", "_id"),
                IndexOn<Grant>.Keys("organisationId", "period.from", "_id"),
                IndexOn<Grant>.Keys("role", "period.from", "_id"),
                IndexOn<Grant>.Keys("period.from", "_id"),
                new(new BsonDocument("chain", 1), new CreateIndexOptions { Sparse = true }),
            ],
            cancellationToken
        );

    public Task<Page<Grant>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(_grants, new([], filter, sorts, page), cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<Grant>>> PagesAsync(
        IReadOnlyCollection<string> organisationIds,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_grants, "organisationId", organisationIds, new([], null, sorts, page), cancellationToken);

    public async Task<IReadOnlyList<Grant>> ForAsync(string subject, string? memberId, CancellationToken cancellationToken) =>
        await _grants
            .Find(
                memberId is null
                    ? new BsonDocument("subject", subject)
                    : new BsonDocument("subject", new BsonDocument("$in", new BsonArray { subject, Grant.SubjectOf(memberId) }))
            )
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Grant>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _grants.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Grant>> AtAsync(string organisationId, IReadOnlyCollection<Role> roles, CancellationToken cancellationToken) =>
        await _grants
            .Find(
                new BsonDocument
                {
                    { "organisationId", organisationId },
                    { "role", new BsonDocument("$in", new BsonArray(roles.Select(role => DocumentMapping.ToBson(role)))) },
                }
            )
            .ToListAsync(cancellationToken);

    public Task PutAsync(Grant grant, CancellationToken cancellationToken) => _grants.PutAsync(grant.Id, grant, cancellationToken);

    public async Task<bool> EndAsync(string id, DateOnly lastDay, CancellationToken cancellationToken) =>
        (
            await _grants.UpdateOneAsync(
                // Ending takes away and never gives back.
                new BsonDocument { { "_id", id }, { "$or", Beyond(lastDay) } },
                new BsonDocument("$set", new BsonDocument("period.to", DocumentMapping.ToBson(lastDay))),
                null,
                cancellationToken
            )
        ).MatchedCount == 1;

    /// <summary>Ends those given by the grant, and by what was given by it, that would hold longer.</summary>
    public Task EndHangingOnAsync(string id, DateOnly lastDay, CancellationToken cancellationToken)
    {
        var last = DocumentMapping.ToBson(lastDay);
        return _grants.UpdateManyAsync(
            new BsonDocument { { "chain", id }, { "$or", Beyond(lastDay) } },
            new BsonDocument("$set", new BsonDocument("period.to", last)),
            null,
            cancellationToken
        );
    }

    /// <summary>The grants to any of the members that have not ended by a day.</summary>
    public async Task<IReadOnlyList<Grant>> OfMembersAsync(IReadOnlyCollection<string> memberIds, DateOnly day, CancellationToken cancellationToken) =>
        await _grants
            .Find(
                new BsonDocument
                {
                    { "subject", new BsonDocument("$in", new BsonArray(memberIds.Select(Grant.SubjectOf))) },
                    { "$or", Beyond(day.AddDays(-1)) },
                }
            )
            .ToListAsync(cancellationToken);

    private static BsonArray Beyond(DateOnly day) =>
        [new BsonDocument("period.to", BsonNull.Value), new BsonDocument("period.to", new BsonDocument("$gt", DocumentMapping.ToBson(day)))];
}
