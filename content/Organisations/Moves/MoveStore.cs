using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>moves</c>: the log of moves, numbered by <c>_id</c>, so that of two who enter one at once only one does. Only what a majority has is read: a
/// move that a failover took back would have moved rights for a moment.
/// </summary>
internal sealed class MoveStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<OrganisationMove> _moves = database.Collection<OrganisationMove>("moves").WithReadConcern(ReadConcern.Majority);

    /// <summary>Creates nothing: moves are found by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads the entries after a number, and again some of those before, in their order.</summary>
    public async Task<IReadOnlyList<OrganisationMove>> ReadAsync(long after, IReadOnlyCollection<long> again, CancellationToken cancellationToken)
    {
        var later = new BsonDocument("_id", new BsonDocument("$gt", after));
        return await _moves
            .Find(again.Count == 0 ? later : new("$or", new BsonArray { later, new BsonDocument("_id", new BsonDocument("$in", new BsonArray(again))) }))
            .Sort(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken);
    }

    /// <returns>False when another entry has the number.</returns>
    public Task<bool> AddAsync(OrganisationMove move, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _moves.InsertOneAsync(move, null, cancellationToken));

    /// <summary>Notes how far the rewriting of a move is; the first note stays.</summary>
    public Task NoteAsync(long id, string step, DateTimeOffset at, CancellationToken cancellationToken) =>
        _moves.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { step, BsonNull.Value } },
            new BsonDocument("$set", new BsonDocument(step, DocumentMapping.ToBson(at))),
            null,
            cancellationToken
        );

    /// <summary>Adds to what stood above the organisation that an entry is of.</summary>
    public Task AddAboveAsync(long id, IEnumerable<string> above, CancellationToken cancellationToken) =>
        _moves.UpdateOneAsync(
            new BsonDocument("_id", id),
            new BsonDocument("$addToSet", new BsonDocument("above", new BsonDocument("$each", new BsonArray(above)))),
            null,
            cancellationToken
        );
}
