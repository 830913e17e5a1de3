using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>assetFolders</c>: one document for each folder.</summary>
internal sealed class AssetFolderStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<AssetFolder> _folders = database.Collection<AssetFolder>("assetFolders");

    public static QueryMap<AssetFolder> Map { get; } =
        new QueryMap<AssetFolder>(folder => folder.Id)
            .Add<string>(
                "organisationId",
                "lineage",
                FilterOperator.Eq | FilterOperator.In,
                "Kept by this organisation or one below it.",
                idOf: nameof(Organisation),
                filter: (_, value, query) => LineageFilter.Asked(query, "lineage", value)
            )
            .Add("name", "name", FilterOperator.Eq | FilterOperator.StartsWith, "Its name.", folder => folder.Name);

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _folders.Indexes.CreateManyAsync(
            [
                IndexOn<AssetFolder>.Unique("organisationId", "name"),
                IndexOn<AssetFolder>.Keys("lineage", "name", "_id"),
                IndexOn<AssetFolder>.Keys("name", "_id"),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<AssetFolder>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _folders.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    public Task<Page<AssetFolder>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(_folders, new(scope.On("lineage") ?? [], filter, sorts, page) { Tree = scope.Tree }, cancellationToken);

    /// <returns>False when there is a folder of this id, or of this name in the organisation.</returns>
    public Task<bool> AddAsync(AssetFolder folder, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _folders.InsertOneAsync(folder, null, cancellationToken));

    /// <returns>False when another folder of the organisation has the name.</returns>
    public Task<bool> RenameAsync(string id, string name, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() =>
            _folders.UpdateOneAsync(new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument("name", name)), null, cancellationToken)
        );

    /// <summary>Says that a folder is being deleted, or that it is not after all.</summary>
    public Task CloseAsync(string id, bool closing, CancellationToken cancellationToken) =>
        _folders.UpdateOneAsync(new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument("isClosing", closing)), null, cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => _folders.DeleteOneAsync(new BsonDocument("_id", id), cancellationToken);
}
