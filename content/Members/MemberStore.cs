using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collections <c>members</c> (one document each; sharded by <c>_id</c>, which is made from the number and so keeps numbers unique) and <c>memberIdentities</c>
/// (<c>_id</c> = token subject, so that an identity belongs to one member on any shard).
/// </summary>
internal sealed class MemberStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<Member> Map = new QueryMap<Member>(member => member.Id)
        .Add<string>(
            "number",
            "number",
            FilterOperator.Eq | FilterOperator.In | FilterOperator.StartsWith,
            "Member number (党员编号).",
            member => member.Number,
            narrow: true
        )
        .Add<string>("name", "name", FilterOperator.Eq | FilterOperator.In | FilterOperator.StartsWith, "Name.", member => member.Name)
        .Add<DateOnly>(
            "admittedOn",
            "admittedOn",
            FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
            "Admission as probationary member.",
            member => member.AdmittedOn
        )
        .Add<MemberCategory>(
            "category",
            "categories.category",
            FilterOperator.Eq | FilterOperator.In,
            "A category held today.",
            filter: (_, value, today) => HeldOn(today, "categories", "category", value)
        )
        .Add<MemberPosition>(
            "position",
            "positions.position",
            FilterOperator.Eq | FilterOperator.In,
            "A position held today.",
            filter: (_, value, today) => HeldOn(today, "positions", "position", value)
        )
        .Add<string>(
            "organisationId",
            "memberships.lineage",
            FilterOperator.Eq | FilterOperator.In,
            "A membership held today in this organisation or below it.",
            idOf: nameof(Organisation),
            filter: (_, value, today) => HeldOn(today, "memberships", "lineage", value)
        );

    private readonly IMongoCollection<Member> _members = database.Collection<Member>("members");
    private readonly IMongoCollection<BsonDocument> _identities = database.Collection<BsonDocument>("memberIdentities");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _members.Indexes.CreateManyAsync(
            [
                IndexOn<Member>.Keys("number", "_id"),
                IndexOn<Member>.Keys("name", "_id"),
                IndexOn<Member>.Keys("admittedOn", "_id"),
                IndexOn<Member>.Keys("memberships.lineage", "number", "_id"),
                IndexOn<Member>.Keys("categories.category", "_id"),
                IndexOn<Member>.Keys("positions.position", "_id"),
            ],
            cancellationToken
        );
        await _identities.Indexes.CreateOneAsync(IndexOn<BsonDocument>.Keys("memberId"), cancellationToken: cancellationToken);
    }

    public async Task<IReadOnlyList<Member>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _members.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    public async Task<Member?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _members.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken);

    public Task<Page<Member>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        DateOnly today,
        CancellationToken cancellationToken
    ) => Map.PageAsync(_members, new(Within(scope, today), filter, sorts, page, today), cancellationToken);

    /// <summary>Every member with a membership in one of the subtrees on the day, each once, as they are read: never all at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Member>> WithinAsync(
        IReadOnlyCollection<string> organisationIds,
        DateOnly day,
        int batch,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var cursor = await _members.FindAsync(
            HeldOn(day, "memberships", "lineage", new BsonArray(organisationIds)),
            new FindOptions<Member> { BatchSize = batch },
            cancellationToken
        );
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            yield return [.. cursor.Current];
        }
    }

    /// <summary>Counts the members who have or had a membership within the scope, by the keys of the index: never fewer than have one today.</summary>
    public Task<long> CountWithinAsync(Scope scope, CancellationToken cancellationToken) =>
        Map.CountAsync(
            _members,
            new(scope.Everywhere ? [] : new("memberships.lineage", new BsonDocument("$in", new BsonArray(scope.OrganisationIds))), null, [], new()),
            cancellationToken
        );

    public Task<IReadOnlyList<string>> IdsWithinAsync(Scope scope, DateOnly day, CancellationToken cancellationToken) =>
        IdsAsync(Within(scope, day), cancellationToken);

    public async Task<IReadOnlySet<string>> AmongAsync(IReadOnlyCollection<string> ids, Scope scope, DateOnly day, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? new HashSet<string>()
            : (await IdsAsync(Within(scope, day).Add("_id", new BsonDocument("$in", new BsonArray(ids))), cancellationToken)).ToHashSet();

    /// <returns>False when there is one already; then nothing was written.</returns>
    public Task<bool> AddAsync(Member member, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _members.InsertOneAsync(member, null, cancellationToken));

    /// <summary>Leaves alone what is there already.</summary>
    public Task AddAsync(IReadOnlyCollection<Member> added, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _members.InsertManyAsync(added, new InsertManyOptions { IsOrdered = false }, cancellationToken));

    /// <returns>False when somebody changed the member since this version was read.</returns>
    public async Task<bool> ReplaceAsync(Member member, CancellationToken cancellationToken) =>
        (
            await _members.ReplaceOneAsync(
                new BsonDocument { { "_id", member.Id }, { "version", member.Version } },
                member with
                {
                    Version = member.Version + 1,
                },
                (ReplaceOptions?)null,
                cancellationToken
            )
        ).MatchedCount == 1;

    public async Task<string?> MemberOfAsync(string identity, CancellationToken cancellationToken) =>
        (await _identities.Find(new BsonDocument("_id", identity)).FirstOrDefaultAsync(cancellationToken))?["memberId"].AsString;

    /// <returns>Whose the identity is now: this member's, or the one's who had it before.</returns>
    public async Task<string> TakeIdentityAsync(string identity, string memberId, CancellationToken cancellationToken)
    {
        await Tolerating.DuplicatesAsync(() =>
            _identities.InsertOneAsync(new BsonDocument { { "_id", identity }, { "memberId", memberId } }, null, cancellationToken)
        );
        return await MemberOfAsync(identity, cancellationToken) ?? throw new ContentError(ContentErrorCode.Conflict);
    }

    public Task DropOtherIdentitiesAsync(string memberId, string kept, CancellationToken cancellationToken) =>
        _identities.DeleteManyAsync(new BsonDocument { { "memberId", memberId }, { "_id", new BsonDocument("$ne", kept) } }, cancellationToken);

    private async Task<IReadOnlyList<string>> IdsAsync(BsonDocument filter, CancellationToken cancellationToken) =>
        [
            .. (await _members.Find(filter).Project<BsonDocument>(new BsonDocument("_id", 1)).ToListAsync(cancellationToken)).Select(member =>
                member["_id"].AsString
            ),
        ];

    private static BsonDocument Within(Scope scope, DateOnly day) =>
        scope.Everywhere ? [] : HeldOn(day, "memberships", "lineage", new BsonArray(scope.OrganisationIds));

    /// <summary>
    /// An item of a dated list that holds on the day. The plain condition in front lets the list's index narrow; the item's own condition decides.
    /// </summary>
    private static BsonDocument HeldOn(DateOnly day, string list, string field, BsonValue value)
    {
        var condition = value.IsBsonArray ? new BsonDocument("$in", value) : value;
        var on = DocumentMapping.ToBson(day);
        return new()
        {
            { $"{list}.{field}", condition },
            {
                list,
                new BsonDocument(
                    "$elemMatch",
                    new BsonDocument
                    {
                        { field, condition },
                        { "period.from", new BsonDocument("$lte", on) },
                        {
                            "$or",
                            new BsonArray { new BsonDocument("period.to", BsonNull.Value), new BsonDocument("period.to", new BsonDocument("$gte", on)) }
                        },
                    }
                )
            },
        };
    }
}
