using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collections <c>members</c> (one document each; sharded by <c>_id</c>, which is made from the first number), <c>memberNumbers</c> (<c>_id</c> = a number that a
/// member has or had) and <c>memberIdentities</c> (<c>_id</c> = token subject), so that a number and an identity belong to one member on any shard.
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
            filter: (_, value, query) => HeldOn(query.Today, "categories", "category", value)
        )
        .Add<MemberPosition>(
            "position",
            "positions.position",
            FilterOperator.Eq | FilterOperator.In,
            "A position held today.",
            filter: (_, value, query) => HeldOn(query.Today, "positions", "position", value)
        )
        .Add<string>(
            "organisationId",
            "memberships.lineage",
            FilterOperator.Eq | FilterOperator.In,
            "A membership held today in this organisation or below it.",
            idOf: nameof(Organisation),
            filter: (_, value, query) =>
                query.Tree is { IsAsStored: false } tree
                    ? WithinOn(query.Today, tree, LineageFilter.IdsOf(value))
                    : HeldOn(query.Today, "memberships", "lineage", value)
        )
        .Add<MemberStatus>(
            "status",
            "leftOn",
            FilterOperator.Eq,
            "Whether the member is one today. Asked for those who left, the list shows who had their last membership below the caller's grants.",
            filter: (_, value, query) => value == nameof(MemberStatus.Left) ? LeftBy(query.Today) : NotLeftBy(query.Today)
        );

    private readonly IMongoCollection<Member> _members = database.Collection<Member>("members");
    private readonly IMongoCollection<BsonDocument> _numbers = database.Collection<BsonDocument>("memberNumbers");
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
                IndexOn<Member>.Keys("positions.organisationId", "_id"),
                IndexOn<Member>.Keys("terms", "number", "_id"),
                IndexOn<Member>.Keys("leftOn", "number", "_id"),
                new(new BsonDocument("departures.lineage", 1), new CreateIndexOptions { Sparse = true }),
            ],
            cancellationToken
        );
        await _numbers.Indexes.CreateOneAsync(IndexOn<BsonDocument>.Keys("memberId"), cancellationToken: cancellationToken);
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
        IReadOnlyList<string>? words,
        CancellationToken cancellationToken
    ) =>
        Map.PageAsync(
            _members,
            new(WordsWithin(words, scope, today, AsksForLeft(filter)), filter, sorts, page, today) { Tree = scope.Tree },
            cancellationToken
        );

    /// <summary>Members of this name and admission, other than one.</summary>
    public async Task<IReadOnlyList<Member>> AlikeAsync(string name, DateOnly admittedOn, string exceptId, int limit, CancellationToken cancellationToken) =>
        await _members
            .Find(
                new BsonDocument
                {
                    { "name", name },
                    { "admittedOn", DocumentMapping.ToBson(admittedOn) },
                    { "_id", new BsonDocument("$ne", exceptId) },
                }
            )
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Those with a membership in the very organisation that runs beyond the day or begins after it.</summary>
    public async Task<IReadOnlyList<Member>> StayingAsync(string organisationId, DateOnly day, int limit, CancellationToken cancellationToken) =>
        await _members
            .Find(
                new BsonDocument
                {
                    { "memberships.lineage", organisationId },
                    {
                        "memberships",
                        new BsonDocument(
                            "$elemMatch",
                            new BsonDocument
                            {
                                { "organisationId", organisationId },
                                { "voided", BsonNull.Value },
                                { "$or", Beyond(day, "$gt") },
                            }
                        )
                    },
                }
            )
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Those who hold or held a position at the very organisation.</summary>
    public async Task<IReadOnlyList<Member>> HoldingAsync(MemberPosition position, string organisationId, CancellationToken cancellationToken) =>
        await _members
            .Find(
                new BsonDocument
                {
                    { "positions.organisationId", organisationId },
                    {
                        "positions",
                        new BsonDocument(
                            "$elemMatch",
                            new BsonDocument
                            {
                                { "position", position.ToString() },
                                { "organisationId", organisationId },
                                { "voided", BsonNull.Value },
                            }
                        )
                    },
                }
            )
            .ToListAsync(cancellationToken);

    /// <summary>Members stored by a release that had no search.</summary>
    public async Task<IReadOnlyList<Member>> WithoutTermsAsync(int skip, int limit, CancellationToken cancellationToken) =>
        await _members.Find(new BsonDocument("terms", BsonNull.Value)).Sort(new BsonDocument("_id", 1)).Skip(skip).Limit(limit).ToListAsync(cancellationToken);

    /// <summary>Gives the member what it is found by; a change in between leaves it as it is.</summary>
    public async Task<bool> BringForwardAsync(Member member, CancellationToken cancellationToken) =>
        (
            await _members.UpdateOneAsync(
                new BsonDocument { { "_id", member.Id }, { "version", member.Version } },
                new BsonDocument("$set", new BsonDocument("terms", new BsonArray(member.Terms))),
                null,
                cancellationToken
            )
        ).MatchedCount == 1;

    /// <returns>Whose the number is now: this member's, or the one's who had it before.</returns>
    public async Task<string> TakeNumberAsync(string number, string memberId, CancellationToken cancellationToken)
    {
        await Tolerating.DuplicatesAsync(() =>
            _numbers.InsertOneAsync(new BsonDocument { { "_id", number }, { "memberId", memberId } }, null, cancellationToken)
        );
        return await MemberNumberedAsync(number, cancellationToken) ?? throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Takes the numbers of many at once; those of others stay theirs.</summary>
    /// <returns>Whose each number is now.</returns>
    public async Task<IReadOnlyDictionary<string, string>> TakeNumbersAsync(IReadOnlyCollection<Member> members, CancellationToken cancellationToken)
    {
        await Tolerating.DuplicatesAsync(() =>
            _numbers.InsertManyAsync(
                members.Select(member => new BsonDocument { { "_id", member.Number }, { "memberId", member.Id } }),
                new InsertManyOptions { IsOrdered = false },
                cancellationToken
            )
        );
        var numbers = new BsonArray(members.Select(member => member.Number));
        return (await _numbers.Find(new BsonDocument("_id", new BsonDocument("$in", numbers))).ToListAsync(cancellationToken)).ToDictionary(
            taken => taken["_id"].AsString,
            taken => taken["memberId"].AsString
        );
    }

    /// <summary>Whose a number is or was; null for none, and for members of a release that did not write numbers down.</summary>
    public async Task<string?> MemberNumberedAsync(string number, CancellationToken cancellationToken) =>
        (await _numbers.Find(new BsonDocument("_id", number)).FirstOrDefaultAsync(cancellationToken))?["memberId"].AsString;

    /// <summary>The members of many numbers, also former ones; see <see cref="MemberNumberedAsync"/>.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NumberedAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellationToken) =>
        (await _numbers.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(numbers)))).ToListAsync(cancellationToken)).ToDictionary(
            taken => taken["_id"].AsString,
            taken => taken["memberId"].AsString
        );

    /// <summary>Gives a number back that was taken and then not used.</summary>
    public Task DropNumberAsync(string number, string memberId, CancellationToken cancellationToken) =>
        _numbers.DeleteOneAsync(new BsonDocument { { "_id", number }, { "memberId", memberId } }, cancellationToken);

    /// <summary>Every member with a membership in one of the subtrees on the day, each once, as they are read: never all at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Member>> WithinAsync(
        Scope scope,
        DateOnly day,
        int batch,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var cursor = await _members.FindAsync(
            WithinOn(day, scope.Tree, scope.OrganisationIds),
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
            new(
                scope.Everywhere ? [] : new("memberships.lineage", new BsonDocument("$in", new BsonArray(scope.Tree.Reaching(scope.OrganisationIds)))),
                null,
                [],
                new()
            ),
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

    /// <summary>Takes out a member who was entered by mistake, with the numbers; in the version that was read.</summary>
    /// <returns>False when somebody changed the member since, who stays.</returns>
    public async Task<bool> RemoveAsync(Member member, CancellationToken cancellationToken)
    {
        var removed = await _members.DeleteOneAsync(new BsonDocument { { "_id", member.Id }, { "version", member.Version } }, cancellationToken);
        if (removed.DeletedCount == 1)
            await _numbers.DeleteManyAsync(new BsonDocument("memberId", member.Id), cancellationToken);
        return removed.DeletedCount == 1;
    }

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

    private static BsonDocument Within(Scope scope, DateOnly day) => scope.Everywhere ? [] : WithinOn(day, scope.Tree, scope.OrganisationIds);

    /// <summary>A membership on the day in one of the subtrees.</summary>
    private static BsonDocument WithinOn(DateOnly day, MovedTree tree, IReadOnlyCollection<string> organisationIds)
    {
        if (tree.IsAsStored)
            return HeldOn(day, "memberships", "lineage", new BsonArray(organisationIds));
        var within = new BsonArray { tree.On("lineage", organisationIds), new BsonDocument("$or", Beyond(day, "$gte")) };
        var held = new BsonDocument
        {
            { "voided", BsonNull.Value },
            { "$and", within },
            { "period.from", new BsonDocument("$lte", DocumentMapping.ToBson(day)) },
        };
        return new()
        {
            { "memberships.lineage", new BsonDocument("$in", new BsonArray(tree.Reaching(organisationIds))) },
            { "memberships", new BsonDocument("$elemMatch", held) },
        };
    }

    /// <summary>Who left has no membership today: they are looked for by those they had.</summary>
    private static BsonDocument WordsWithin(IReadOnlyList<string>? words, Scope scope, DateOnly day, bool left) =>
        QueryMap<Member>.And(words is null ? null : SearchTerms.Match(words), left ? LeftFrom(scope) : Within(scope, day));

    private static bool AsksForLeft(Filter? filter) =>
        filter switch
        {
            AndFilter and => and.Parts.Any(AsksForLeft),
            FieldFilter { Field: "status", Value: MemberStatus.Left } => true,
            _ => false,
        };

    private static BsonDocument LeftBy(DateOnly day) => new("leftOn", new BsonDocument("$lt", DocumentMapping.ToBson(day)));

    private static BsonDocument NotLeftBy(DateOnly day) =>
        new(
            "$or",
            new BsonArray { new BsonDocument("leftOn", BsonNull.Value), new BsonDocument("leftOn", new BsonDocument("$gte", DocumentMapping.ToBson(day))) }
        );

    /// <summary>Who left from within the scope and has not come back.</summary>
    private static BsonDocument? LeftFrom(Scope scope)
    {
        if (scope.Everywhere)
            return null;
        var within = new BsonDocument("$in", new BsonArray(scope.Tree.Reaching(scope.OrganisationIds)));
        var left = scope.Tree.IsAsStored
            ? new BsonDocument { { "lineage", within }, { "readmittedOn", BsonNull.Value } }
            : QueryMap<Member>.And(new BsonDocument("readmittedOn", BsonNull.Value), scope.On("lineage"));
        return new() { { "departures.lineage", within }, { "departures", new BsonDocument("$elemMatch", left) } };
    }

    private static BsonArray Beyond(DateOnly day, string comparison) =>
        [new BsonDocument("period.to", BsonNull.Value), new BsonDocument("period.to", new BsonDocument(comparison, DocumentMapping.ToBson(day)))];

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
                        { "voided", BsonNull.Value },
                        { "period.from", new BsonDocument("$lte", on) },
                        { "$or", Beyond(day, "$gte") },
                    }
                )
            },
        };
    }
}
