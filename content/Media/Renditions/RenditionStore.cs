using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>renditions</c>: one document for each picture and width that was asked for.</summary>
internal sealed class RenditionStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<Rendition> _renditions = database.Collection<Rendition>("renditions");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _renditions.Indexes.CreateManyAsync([IndexOn<Rendition>.Keys("sourceHash"), IndexOn<Rendition>.Keys("hash")], cancellationToken);

    public async Task<Rendition?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _renditions.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<Rendition>> OfAsync(string sourceHash, CancellationToken cancellationToken) =>
        await _renditions.Find(new BsonDocument("sourceHash", sourceHash)).ToListAsync(cancellationToken);

    /// <summary>Whether a rendition has the bytes of this hash, other than that of an id.</summary>
    public async Task<bool> HasAsync(string hash, string? besides, CancellationToken cancellationToken) =>
        await _renditions
            .Find(new BsonDocument { { "hash", hash }, { "_id", new BsonDocument("$ne", besides is null ? BsonNull.Value : besides) } })
            .Limit(1)
            .Project(new BsonDocument("_id", 1))
            .AnyAsync(cancellationToken);

    /// <summary>Writes a rendition down, in the place of one whose bytes are lost.</summary>
    public Task PutAsync(Rendition rendition, CancellationToken cancellationToken) => _renditions.PutAsync(rendition.Id, rendition, cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => _renditions.DeleteOneAsync(new BsonDocument("_id", id), cancellationToken);
}
