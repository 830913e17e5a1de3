using System.Globalization;
using Microsoft.Extensions.Options;
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
/// of its version taken there, and so cannot bring the family back. Lists ask the database for ids and numbers, once after each change of the catalogue, and
/// take the versions from <see cref="FrozenCourseware"/>.
/// </summary>
internal sealed class CoursewareStore(
    ContentDatabase database,
    FrozenCourseware frozen,
    CatalogueStamp stamp,
    IOptions<CatalogueOptions> options,
    CopyMeter meter,
    TimeProvider time
) : IStore
{
    private static readonly string[] Filtered =
    [
        "courseware.subjects",
        "courseware.audience",
        "courseware.teacherIds",
        "courseware.origin",
        "courseware.kind",
        "courseware.organisationId",
        "courseware.localFeature",
    ];
    private static readonly BsonDocument NotRetired = new("retired", BsonNull.Value);
    private static readonly string[] Sorted = ["courseware.publishedAt", "courseware.title", "durationSeconds"];
    private static readonly BsonDocument HeadAlone = new() { { "courseware.version", 1 }, { "retired", 1 } };
    private readonly IMongoCollection<CoursewareDocument> _courseware = database.Collection<CoursewareDocument>("courseware");
    private readonly KeptCopies<IReadOnlyList<Head>> _pages = new(
        "pages",
        options.Value.CopyBytes / 8,
        stamp.CurrentAsync,
        heads => heads.Count * Head.Weight,
        meter,
        time
    );
    private readonly KeptCopies<Total> _totals = new("totals", options.Value.CopyBytes / 32, stamp.CurrentAsync, _ => Total.Weight, meter, time);

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
        var page = await Map.PageAsync(
            _courseware,
            Shown(query) with
            {
                Page = query.Page with { WithTotal = false },
            },
            cancellationToken,
            (filter, sort, limit) => ReadAsync(filter, sort, limit, cancellationToken)
        );
        return query.Page.WithTotal ? page with { TotalCount = await TotalAsync(query, cancellationToken) } : page;
    }

    public Task<IReadOnlyList<FacetGroup>> FacetsAsync(PageQuery query, CancellationToken cancellationToken) =>
        CoursewareListing.FacetsAsync(_courseware, Map.Match(Shown(query)), cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<CoursewareDocument>>> ByTeachersAsync(
        IReadOnlyCollection<string> teacherIds,
        PageQuery query,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_courseware, "courseware.teacherIds", teacherIds, Shown(query), cancellationToken, parentIsList: true);

    /// <summary>A page of what names a teacher by any of several ids.</summary>
    public Task<Page<CoursewareDocument>> ByTeacherAsync(IReadOnlyList<string> names, PageQuery query, CancellationToken cancellationToken) =>
        Map.PageAsync(
            _courseware,
            Shown(query with { Within = new BsonDocument("courseware.teacherIds", new BsonDocument("$in", new BsonArray(names))) }),
            cancellationToken
        );

    public async Task<IReadOnlyList<CoursewareDocument>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await FrozenAsync(
            [
                .. (await HeadsAsync(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))), null, null, cancellationToken)).Where(head =>
                    !head.Retired
                ),
            ],
            cancellationToken
        );

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

    private async Task<List<CoursewareDocument>> ReadAsync(BsonDocument filter, BsonDocument sort, int limit, CancellationToken cancellationToken) =>
        await FrozenAsync(
            await _pages.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"{filter} {sort} {limit}"),
                () => HeadsAsync(filter, sort, limit, cancellationToken),
                cancellationToken
            ),
            cancellationToken
        );

    private async Task<long> TotalAsync(PageQuery query, CancellationToken cancellationToken)
    {
        var total = await _totals.GetAsync(
            Map.Match(query).ToString(),
            async () =>
            {
                var retired = query with { Within = QueryMap<CoursewareDocument>.And(query.Within, new BsonDocument("retired", true)) };
                return new Total(await Map.CountAsync(_courseware, query, cancellationToken) - await Map.CountAsync(_courseware, retired, cancellationToken));
            },
            cancellationToken
        );
        return total.Count;
    }

    private async Task<IReadOnlyList<Head>> HeadsAsync(BsonDocument filter, BsonDocument? sort, int? limit, CancellationToken cancellationToken) =>
        [
            .. (await _courseware.Find(filter).Sort(sort).Limit(limit).Project<BsonDocument>(HeadAlone).ToListAsync(cancellationToken)).Select(head => new Head(
                head["_id"].AsString,
                head["courseware"]["version"].AsInt32,
                head.GetValue("retired", false).ToBoolean()
            )),
        ];

    /// <summary>Fetches the versions of these heads, in their order; where a newer one has come between, that one.</summary>
    private async Task<List<CoursewareDocument>> FrozenAsync(IReadOnlyList<Head> heads, CancellationToken cancellationToken)
    {
        var found = (await frozen.FindAsync(heads.Select(head => (head.Id, head.Version)), ReadAsync, cancellationToken)).ToDictionary(version => version.Id);
        return [.. heads.Select(head => found[head.Id]).Select(version => new CoursewareDocument(version.Id, version, version.DurationSeconds))];

        async Task<IReadOnlyList<CoursewareDocument>> ReadAsync(IReadOnlyList<string> versions)
        {
            var missing = versions.ToHashSet(StringComparer.Ordinal);
            var ids = heads.Where(head => missing.Contains(CoursewareVersionStore.IdOf(head.Id, head.Version))).Select(head => head.Id);
            return await _courseware.Find(Builders<CoursewareDocument>.Filter.In(document => document.Id, ids)).ToListAsync(cancellationToken);
        }
    }

    /// <summary>What the database is asked for of a family.</summary>
    private sealed record Head(string Id, int Version, bool Retired)
    {
        /// <summary>Of one with its id, in bytes, about.</summary>
        public const int Weight = 150;
    }

    private sealed record Total(long Count)
    {
        public const int Weight = 24;
    }
}
