using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>credits</c>: one document an entry, never changed, sharded by <c>memberId</c>. Ids begin with the member's id, so that a lookup by id names
/// its shard. The unique <c>(memberId, number)</c> makes the running number: two writers cannot both be next.
/// </summary>
internal sealed class CreditStore(ContentDatabase database) : IStore
{
    private static readonly IReadOnlyList<Sort> NewestFirst = [new("number", true)];

    private static readonly QueryMap<Credit> Map = new QueryMap<Credit>(credit => credit.Id).Add<int>(
        "number",
        "number",
        default,
        "Running number of the member's ledger.",
        credit => credit.Number
    );

    private readonly IMongoCollection<Credit> _credits = database.Collection<Credit>("credits");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _credits.Indexes.CreateManyAsync(
            [IndexOn<Credit>.Unique("memberId", "number"), IndexOn<Credit>.Keys("memberId", "earnedOn", "number")],
            cancellationToken
        );

    public async Task<IReadOnlyList<Credit>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? []
            : await _credits
                .Find(
                    new BsonDocument
                    {
                        { "_id", new BsonDocument("$in", new BsonArray(ids)) },
                        { "memberId", new BsonDocument("$in", new BsonArray(ids.Select(id => id.Split('/')[0]).Distinct())) },
                    }
                )
                .ToListAsync(cancellationToken);

    public async Task<Credit?> LastAsync(string memberId, CancellationToken cancellationToken) =>
        await _credits.Find(new BsonDocument("memberId", memberId)).Sort(new BsonDocument("number", -1)).Limit(1).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads whole ledgers, each by number.</summary>
    public async Task<IReadOnlyList<Credit>> EntriesAsync(IReadOnlyCollection<string> memberIds, CancellationToken cancellationToken) =>
        memberIds.Count == 0
            ? []
            : await _credits
                .Find(new BsonDocument("memberId", new BsonDocument("$in", new BsonArray(memberIds))))
                .Sort(new BsonDocument { { "memberId", 1 }, { "number", 1 } })
                .ToListAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<Credit>>> PagesAsync(
        IReadOnlyCollection<string> memberIds,
        int? year,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        BsonDocument within = year is null ? [] : Within(year.Value);
        return Map.PagesAsync(_credits, "memberId", memberIds, new(within, null, NewestFirst, page), cancellationToken);
    }

    /// <summary>Adds up the seconds of each member's entries of a year; members without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> SecondsAsync(IReadOnlyCollection<string> memberIds, int year, CancellationToken cancellationToken)
    {
        var theirs = new BsonDocument("memberId", new BsonDocument("$in", new BsonArray(memberIds))).AddRange(Within(year));
        var sum = new BsonDocument { { "_id", "$memberId" }, { "seconds", new BsonDocument("$sum", "$seconds") } };
        var found = await _credits.Aggregate().Match(theirs).Group<BsonDocument>(sum).ToListAsync(cancellationToken);
        return found.ToDictionary(total => total["_id"].AsString, total => total["seconds"].ToInt64());
    }

    private static BsonDocument Within(int year) =>
        new(
            "earnedOn",
            new BsonDocument { { "$gte", DocumentMapping.ToBson(DatePeriod.Year(year).From) }, { "$lte", DocumentMapping.ToBson(DatePeriod.Year(year).To) } }
        );

    /// <returns>False when the id or the number is taken.</returns>
    public Task<bool> AddAsync(Credit credit, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _credits.InsertOneAsync(credit, null, cancellationToken));

    /// <summary>Inserts entries in order, so that a stop leaves every ledger without gaps.</summary>
    /// <returns>False when an id or a number was taken; what stood before it is inserted.</returns>
    public Task<bool> AddAsync(IReadOnlyCollection<Credit> added, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _credits.InsertManyAsync(added, new InsertManyOptions { IsOrdered = true }, cancellationToken));
}
