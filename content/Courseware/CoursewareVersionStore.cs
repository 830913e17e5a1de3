using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>coursewareVersions</c>: every version ever published, never changed; <c>_id</c> is <c>family/version</c>.</summary>
internal sealed class CoursewareVersionStore(ContentDatabase database) : IStore
{
    private static readonly string[] AssetPaths = ["courseware.chapters.mediaId", "courseware.chapters.captions.mediaId", "courseware.posterId"];
    private readonly IMongoCollection<CoursewareDocument> _versions = database.Collection<CoursewareDocument>("coursewareVersions");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _versions.Indexes.CreateManyAsync(AssetPaths.Select(path => IndexOn<CoursewareDocument>.Keys(path)), cancellationToken);

    /// <summary>Finds versions that name any of these assets.</summary>
    public async Task<IReadOnlyList<CoursewareDocument>> NamingAsync(IReadOnlyCollection<string> assetIds, int limit, CancellationToken cancellationToken) =>
        await _versions.Find(QueryMap<CoursewareDocument>.AnyOf(AssetPaths, assetIds)).Limit(limit).ToListAsync(cancellationToken);

    public static string IdOf(string family, int version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{family}/{version}");

    public async Task<IReadOnlyList<CoursewareDocument>> FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        await _versions.Find(Builders<CoursewareDocument>.Filter.In(document => document.Id, ids)).ToListAsync(cancellationToken);

    /// <summary>Adds the version unless there is one with its number.</summary>
    /// <returns>The version with that number.</returns>
    public async Task<CoursewareDocument> AddAsync(CoursewareDocument version, CancellationToken cancellationToken) =>
        await Tolerating.DuplicatesAsync(() => _versions.InsertOneAsync(version, null, cancellationToken))
            ? version
            : await _versions.Find(stored => stored.Id == version.Id).SingleAsync(cancellationToken);
}
