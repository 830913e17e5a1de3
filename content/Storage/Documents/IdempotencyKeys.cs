using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// An idempotency key: a word that one caller chose for one kind of change. The same word of another caller, or for another kind, is another key.
/// </summary>
internal readonly record struct IdempotencyKey(Actor Actor, string Operation, string Word)
{
    public string Id => Ids.From(Operation, Actor.Subject, Word);

    /// <summary>Returns the key of a caller's word; null where the caller chose none.</summary>
    public static IdempotencyKey? Of(Actor actor, string operation, string? word) => word is null ? null : new(actor, operation, word);
}

/// <summary>
/// Collection <c>idempotencyKeys</c>: which input a key was first used with. The key is taken before the object is made; after a crash in between the repeated
/// call finds its own key and goes on. A key is forgotten after <see cref="RetentionOptions.IdempotencyKeys"/>.
/// </summary>
internal sealed class IdempotencyKeys(ContentDatabase database, TimeProvider time) : IStore
{
    private readonly IMongoCollection<BsonDocument> _keys = database.Collection<BsonDocument>("idempotencyKeys");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _keys.Indexes.CreateOneAsync(IndexOn<BsonDocument>.Keys("takenAt"), null, cancellationToken);

    /// <summary>Returns the input that the key was first used with, or null.</summary>
    public async Task<string?> InputOfAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        (await _keys.Find(new BsonDocument("_id", key.Id)).FirstOrDefaultAsync(cancellationToken))?["input"].AsString;

    /// <exception cref="ContentError">The key was used with other input.</exception>
    public async Task TakeAsync(IdempotencyKey key, string input, CancellationToken cancellationToken)
    {
        var taken = new BsonDocument
        {
            { "_id", key.Id },
            { "input", input },
            { "takenAt", DocumentMapping.ToBson(time.GetUtcNow()) },
        };
        if (await Tolerating.DuplicatesAsync(() => _keys.InsertOneAsync(taken, null, cancellationToken)))
            return;
        if (await InputOfAsync(key, cancellationToken) != input)
            throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
    }

    /// <summary>Gives the key back after the operation was refused: the caller may mend the input and use it again.</summary>
    public Task GiveBackAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        _keys.DeleteOneAsync(new BsonDocument("_id", key.Id), cancellationToken);

    /// <summary>Forgets keys taken before that time, the oldest first; keys of a release that did not write down when are the oldest.</summary>
    public Task<int> DropAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        _keys.DropOldestAsync(
            new BsonDocument("$or", new BsonArray { Retention.Before("takenAt", before), new BsonDocument("takenAt", BsonNull.Value) }),
            "takenAt",
            most,
            cancellationToken
        );
}
