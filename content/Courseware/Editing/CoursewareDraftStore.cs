using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>coursewareDrafts</c>: one document per family that has been edited, replaced only at the version it was read at.</summary>
internal sealed class CoursewareDraftStore(ContentDatabase database) : IStore
{
    private static readonly string[] Filtered = ["lineage", "state", "content.subjects"];

    private static readonly string[] AssetPaths = ["content.chapters.mediaId", "content.chapters.captions.mediaId", "content.posterId"];

    private readonly IMongoCollection<CoursewareDraft> _drafts = database.Collection<CoursewareDraft>("coursewareDrafts");

    public static QueryMap<CoursewareDraft> Map { get; } =
        new QueryMap<CoursewareDraft>(draft => draft.Id)
            .Add<CoursewareState>("state", "state", FilterOperator.Eq | FilterOperator.In, "Where it stands.")
            .Add<string>(
                "organisationId",
                "lineage",
                FilterOperator.Eq | FilterOperator.In,
                "Kept by this organisation or one below it.",
                idOf: nameof(Organisation),
                filter: (_, value, query) => LineageFilter.Asked(query, "lineage", value)
            )
            .Add<Subject>("subjects", "content.subjects", FilterOperator.Some, "Its subjects.", isList: true)
            .Add("title", "content.title", FilterOperator.Eq | FilterOperator.StartsWith, "Its title.", draft => draft.Content.Title)
            .Add<DateTimeOffset?>(
                "updatedAt",
                "updatedAt",
                FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
                "When something last happened to it.",
                draft => draft.UpdatedAt
            );

    /// <summary>Creates an index for each order of the list, for each filter in the list's usual order, last changed first, and for what is due.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _drafts.Indexes.CreateManyAsync(
            [
                .. Filtered.Select(path => IndexOn<CoursewareDraft>.Keys(path, "-updatedAt", "-_id")),
                IndexOn<CoursewareDraft>.Keys("lineage", "state", "-updatedAt", "-_id"),
                IndexOn<CoursewareDraft>.Keys("updatedAt", "_id"),
                IndexOn<CoursewareDraft>.Keys("content.title", "_id"),
                .. AssetPaths.Select(path => IndexOn<CoursewareDraft>.Keys(path)),
                new(new BsonDocument("dueAt", 1), new CreateIndexOptions { Sparse = true }),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<CoursewareDraft>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _drafts.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    public async Task<CoursewareDraft?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _drafts.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken);

    public Task<Page<CoursewareDraft>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PageAsync(_drafts, new(scope.On("lineage") ?? [], filter, sorts, page) { Tree = scope.Tree }, cancellationToken);

    /// <summary>Finds the ids of drafts that a sweep should look at, the longest due first.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int passed, int limit, CancellationToken cancellationToken) =>
        await _drafts
            .Find(new BsonDocument("dueAt", new BsonDocument("$lte", DocumentMapping.ToBson(now))))
            .Sort(new BsonDocument("dueAt", 1))
            .Skip(passed)
            .Limit(limit)
            .Project(draft => draft.Id)
            .ToListAsync(cancellationToken);

    /// <summary>Finds drafts that name any of these assets.</summary>
    public async Task<IReadOnlyList<CoursewareDraft>> NamingAsync(IReadOnlyCollection<string> assetIds, int limit, CancellationToken cancellationToken) =>
        await _drafts.Find(QueryMap<CoursewareDraft>.AnyOf(AssetPaths, assetIds)).Limit(limit).ToListAsync(cancellationToken);

    /// <summary>Finds drafts that the very organisation keeps and that are not finished: neither published as they stand nor withdrawn.</summary>
    public async Task<IReadOnlyList<CoursewareDraft>> OpenAtAsync(string organisationId, int limit, CancellationToken cancellationToken) =>
        await _drafts
            .Find(
                new BsonDocument
                {
                    { "content.organisationId", organisationId },
                    { "state", new BsonDocument("$nin", new BsonArray { nameof(CoursewareState.Published), nameof(CoursewareState.Retired) }) },
                }
            )
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Writes the draft if its version is still the one that was read.</summary>
    /// <returns>The draft as written; null when somebody else was first, and then nothing is written.</returns>
    public async Task<CoursewareDraft?> ReplaceAsync(CoursewareDraft draft, CancellationToken cancellationToken)
    {
        var next = draft with { Version = draft.Version + 1, DueAt = LifeRules.DueAt(draft) };
        if (draft.Version == 0)
            return await Tolerating.DuplicatesAsync(() => _drafts.InsertOneAsync(next, null, cancellationToken)) ? next : null;
        return (await _drafts.ReplaceOneAsync(At(draft), next, (ReplaceOptions?)null, cancellationToken)).MatchedCount == 1 ? next : null;
    }

    /// <returns>False when somebody changed it since this version was read.</returns>
    public async Task<bool> DeleteAsync(CoursewareDraft draft, CancellationToken cancellationToken) =>
        (await _drafts.DeleteOneAsync(At(draft), cancellationToken)).DeletedCount == 1;

    private static BsonDocument At(CoursewareDraft draft) => new() { { "_id", draft.Id }, { "version", draft.Version } };
}
