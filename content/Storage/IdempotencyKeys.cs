using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>idempotencyKeys</c>: which input a key was first used with. The key is taken before the object is made; after a crash in between the
/// repeated call finds its own key and goes on.
/// </summary>
internal sealed class IdempotencyKeys(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<BsonDocument> keys = database.Collection<BsonDocument>("idempotencyKeys");

    /// <summary>Read by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the key was first used with, or null.</summary>
    public async Task<string?> InputOfAsync(string operation, string key, CancellationToken cancellationToken) =>
        (await keys.Find(new BsonDocument("_id", Ids.From(operation, key))).FirstOrDefaultAsync(cancellationToken))?["input"].AsString;

    /// <exception cref="ContentError">The key was used with other input.</exception>
    public async Task TakeAsync(string operation, string key, string input, CancellationToken cancellationToken)
    {
        if (await Tolerating.DuplicatesAsync(() => keys.InsertOneAsync(new BsonDocument { { "_id", Ids.From(operation, key) }, { "input", input } }, null, cancellationToken)))
            return;
        if (await InputOfAsync(operation, key, cancellationToken) != input)
            throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
    }

    /// <summary>Gives the key back after the operation was refused: the caller may mend the input and use it again.</summary>
    public Task GiveBackAsync(string operation, string key, CancellationToken cancellationToken) =>
        keys.DeleteOneAsync(new BsonDocument("_id", Ids.From(operation, key)), cancellationToken);
}
