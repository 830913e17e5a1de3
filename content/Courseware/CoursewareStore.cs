using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>A published version as it is stored, with its length as a value that lists can sort by.</summary>
internal sealed record CoursewareDocument(string Id, Courseware Courseware, double DurationSeconds)
{
    /// <summary>True where the family was withdrawn.</summary>
    public bool? Retired { get; init; }
}

/// <summary>
/// Collection <c>courseware</c>: the current published version of each family. A family that was retired keeps its document: a slow publisher finds the number
/// of its version taken there, and so cannot bring the family back.
/// </summary>
internal sealed class CoursewareStore(ContentDatabase database) : IStore
{
    private static readonly string[] Filtered = ["courseware.subjects", "courseware.audience", "courseware.teacherIds", "courseware.origin", "courseware.kind"];
    private static readonly BsonDocument NotRetired = new("retired", BsonNull.Value);
    private static readonly string[] Sorted = ["courseware.publishedAt", "courseware.title", "durationSeconds"];
    private readonly IMongoCollection<CoursewareDocument> _courseware = database.Collection<CoursewareDocument>("courseware");

    public static QueryMap<CoursewareDocument> Map { get; } =
        CoursewareListing.On<CoursewareDocument>(document => document.Id, document => document.Courseware, document => document.DurationSeconds);

    /// <summary>Creates an index for each order of the list, and for each filter in the list's usual order, newest first.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _courseware.Indexes.CreateManyAsync(
            Filtered
                .Select(path => new CreateIndexModel<CoursewareDocument>(
                    new BsonDocument
                    {
                        { path, 1 },
                        { "courseware.publishedAt", -1 },
                        { "_id", -1 },
                    }
                ))
                .Concat(Sorted.Select(path => new CreateIndexModel<CoursewareDocument>(new BsonDocument { { path, 1 }, { "_id", 1 } })))
                .Append(new CreateIndexModel<CoursewareDocument>(new BsonDocument("retired", 1), new CreateIndexOptions { Sparse = true })),
            cancellationToken
        );

    /// <summary>
    /// Lists families that are not retired. The total is all that match less the few retired ones among them, so that the catalogue is counted without being
    /// read.
    /// </summary>
    public async Task<Page<CoursewareDocument>> ListAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var page = await Map.PageAsync(_courseware, Shown(query) with { Page = query.Page with { WithTotal = false } }, cancellationToken);
        if (!query.Page.WithTotal)
            return page;
        var retired = query with { Within = QueryMap<CoursewareDocument>.And(query.Within, new BsonDocument("retired", true)) };
        return page with
        {
            TotalCount = await Map.CountAsync(_courseware, query, cancellationToken) - await Map.CountAsync(_courseware, retired, cancellationToken),
        };
    }

    public Task<IReadOnlyList<FacetGroup>> FacetsAsync(PageQuery query, CancellationToken cancellationToken) =>
        CoursewareListing.FacetsAsync(_courseware, Map.Match(Shown(query)), cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<CoursewareDocument>>> ByTeachersAsync(
        IReadOnlyCollection<string> teacherIds,
        PageQuery query,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_courseware, "courseware.teacherIds", teacherIds, Shown(query), cancellationToken, parentIsList: true);

    public async Task<IReadOnlyList<CoursewareDocument>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        [
            .. (await _courseware.Find(Builders<CoursewareDocument>.Filter.In(document => document.Id, ids)).ToListAsync(cancellationToken)).Where(document =>
                document.Retired is not true
            ),
        ];

    /// <summary>Finds the family's last version, retired or not.</summary>
    public async Task<CoursewareDocument?> LatestAsync(string id, CancellationToken cancellationToken) =>
        await _courseware.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Returns the number of the published version of every family that is not retired, by family.</summary>
    public async Task<IReadOnlyDictionary<string, int>> VersionsAsync(CancellationToken cancellationToken) =>
        (await _courseware.Find(NotRetired).Project<BsonDocument>(new BsonDocument("courseware.version", 1)).ToListAsync(cancellationToken)).ToDictionary(
            family => family["_id"].AsString,
            family => family["courseware"]["version"].AsInt32
        );

    /// <summary>Moves the family to a newer version, retired or not; does nothing when it is there already or further.</summary>
    public async Task AdvanceAsync(CoursewareDocument next, CancellationToken cancellationToken)
    {
        if (next.Courseware.Version == 1)
        {
            await Tolerating.DuplicatesAsync(() => _courseware.InsertOneAsync(next, null, cancellationToken));
        }
        else
        {
            await _courseware.ReplaceOneAsync(
                new BsonDocument { { "_id", next.Id }, { "courseware.version", new BsonDocument("$lt", next.Courseware.Version) } },
                next,
                cancellationToken: cancellationToken
            );
        }
    }

    /// <summary>Marks the family as retired, unless it has a newer version.</summary>
    public Task RetireAsync(string id, int version, CancellationToken cancellationToken) =>
        _courseware.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { "courseware.version", version } },
            new BsonDocument("$set", new BsonDocument("retired", true)),
            null,
            cancellationToken
        );

    private static PageQuery Shown(PageQuery query) => query with { Within = QueryMap<CoursewareDocument>.And(query.Within, NotRetired) };
}
