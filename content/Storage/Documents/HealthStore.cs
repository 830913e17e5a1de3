using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>health</c>: one document, which all processes write over to see whether the database takes writes.</summary>
internal sealed class HealthStore(ContentDatabase database, TimeProvider time) : IStore
{
    private readonly IMongoCollection<BsonDocument> _health = database.Collection<BsonDocument>("health");

    /// <summary>Creates nothing: the document is found by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes the document, acknowledged as every write is: by a majority, with journal.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) =>
        _health.PutAsync("written", new BsonDocument { { "_id", "written" }, { "at", DocumentMapping.ToBson(time.GetUtcNow()) } }, cancellationToken);
}
