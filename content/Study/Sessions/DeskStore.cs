using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>desks</c>: one document per member, found by id, replaced only at the version it was read at.</summary>
internal sealed class DeskStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<Desk> _desks = database.Collection<Desk>("desks");
    private readonly DeskMemory _written = new();

    /// <summary>Creates the index of desks with a session.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _desks.Indexes.CreateOneAsync(
            new CreateIndexModel<Desk>(new BsonDocument("session.seenAt", 1), new CreateIndexOptions { Sparse = true }),
            null,
            cancellationToken
        );

    /// <summary>
    /// The desk as this process last wrote it, while a session is open at it; null where none is remembered. Another process may have written since, so it is
    /// good for nothing but a <see cref="ReplaceAsync"/>, which then refuses it.
    /// </summary>
    public Desk? Remembered(string memberId) => _written.Find(memberId);

    // The filters of a beat are written out: translating an expression costs more than the rest of the call.
    public async Task<Desk> ReadAsync(string memberId, CancellationToken cancellationToken) =>
        await _desks.Find(new BsonDocument("_id", memberId)).SingleOrDefaultAsync(cancellationToken) ?? new Desk { Id = memberId };

    public async Task<IReadOnlyDictionary<string, Desk>> FindAsync(IReadOnlyCollection<string> memberIds, CancellationToken cancellationToken) =>
        (await _desks.Find(Builders<Desk>.Filter.In(desk => desk.Id, memberIds)).ToListAsync(cancellationToken)).ToDictionary(desk => desk.Id);

    /// <summary>Desks whose session was last heard of before that time, the longest silent first.</summary>
    public async IAsyncEnumerable<Desk> SilentAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var silent = new BsonDocument("session.seenAt", new BsonDocument("$lt", DocumentMapping.ToBson(before)));
        using var cursor = await _desks.Find(silent).Sort(new BsonDocument("session.seenAt", 1)).ToCursorAsync(cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            foreach (var desk in cursor.Current)
                yield return desk;
        }
    }

    /// <summary>Writes the desk if its version is still the one that was read.</summary>
    /// <returns>The desk as written; null when somebody else was first, and then nothing is written.</returns>
    public async Task<Desk?> ReplaceAsync(Desk desk, CancellationToken cancellationToken)
    {
        var next = desk with { Version = desk.Version + 1 };
        if (await WriteAsync(next, cancellationToken))
        {
            _written.Remember(next);
            return next;
        }
        _written.Forget(desk.Id);
        return null;
    }

    private async Task<bool> WriteAsync(Desk next, CancellationToken cancellationToken) =>
        next.Version == 1
            ? await Tolerating.DuplicatesAsync(() => _desks.InsertOneAsync(next, null, cancellationToken))
            : (
                await _desks.ReplaceOneAsync(
                    new BsonDocument { { "_id", next.Id }, { "version", next.Version - 1 } },
                    next,
                    cancellationToken: cancellationToken
                )
            ).MatchedCount == 1;
}
