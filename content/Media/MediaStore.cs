using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>media</c>: one document per stored asset, found by id only.</summary>
internal sealed class MediaStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<MediaAsset> media = database.Collection<MediaAsset>("media");

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyDictionary<string, MediaAsset>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = await media.Find(Builders<MediaAsset>.Filter.In(asset => asset.Id, ids)).ToListAsync(cancellationToken);
        return found.ToDictionary(asset => asset.Id);
    }

    /// <summary>Keeps the first of equal ids: an asset never changes.</summary>
    public async Task<MediaAsset> AddAsync(MediaAsset asset, CancellationToken cancellationToken)
    {
        try
        {
            await media.InsertOneAsync(asset, null, cancellationToken);
            return asset;
        }
        catch (MongoWriteException error) when (error.WriteError.Category == ServerErrorCategory.DuplicateKey)
        {
            return await media.Find(stored => stored.Id == asset.Id).SingleAsync(cancellationToken);
        }
    }
}
