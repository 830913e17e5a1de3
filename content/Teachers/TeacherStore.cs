using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>A teacher as stored: with what the name, title and subjects can be found by.</summary>
internal sealed record TeacherDocument(string Id, Teacher Teacher, IReadOnlyList<string> Terms)
{
    /// <summary>How many days before its end the term was last announced; null until it is, and again after any change of the teacher.</summary>
    public int? Announced { get; init; }

    public static TeacherDocument Of(Teacher teacher) => new(teacher.Id, teacher, SearchTerms.Of(teacher.Name, teacher.Title));
}

/// <summary>Collection <c>teachers</c>. Whatever is written raises the <see cref="CatalogueStamp"/>.</summary>
internal sealed class TeacherStore(ContentDatabase database, CatalogueStamp stamp) : IStore
{
    private static readonly string[] Filtered =
    [
        "terms",
        "teacher.sources",
        "teacher.engagement",
        "teacher.status",
        "teacher.subjects",
        "teacher.organisationId",
        "teacher.lineage",
    ];
    private readonly IMongoCollection<TeacherDocument> _teachers = database.Collection<TeacherDocument>("teachers");

    public static QueryMap<TeacherDocument> Map { get; } =
        new QueryMap<TeacherDocument>(document => document.Id)
            .Add<TeacherSource>(
                "sources",
                "teacher.sources",
                FilterOperator.Some | FilterOperator.All | FilterOperator.None,
                "Where the teacher comes from.",
                isList: true
            )
            .Add<TeacherEngagement>("engagement", "teacher.engagement", FilterOperator.Eq | FilterOperator.In, "Full- or part-time.")
            .Add<TeacherStatus>(
                "status",
                "teacher.status",
                FilterOperator.Eq | FilterOperator.In,
                "Where the teacher stands in the pool.",
                filter: (_, value, query) => StandingAs(value, query.Today)
            )
            .Add<Subject>(
                "subjects",
                "teacher.subjects",
                FilterOperator.Some | FilterOperator.All | FilterOperator.None,
                "What the teacher teaches.",
                isList: true
            )
            .Add<string>(
                "organisationId",
                "teacher.organisationId",
                FilterOperator.Eq | FilterOperator.In,
                "The organisation that recommended the teacher.",
                idOf: "Organisation"
            )
            .Add("name", "teacher.name", FilterOperator.Eq | FilterOperator.StartsWith, "The teacher's name.", document => document.Teacher.Name);

    /// <summary>Each filter in the list's usual order, by name.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _teachers.Indexes.CreateManyAsync(
            Filtered
                .Select(path => new CreateIndexModel<TeacherDocument>(
                    new BsonDocument
                    {
                        { path, 1 },
                        { "teacher.name", 1 },
                        { "_id", 1 },
                    }
                ))
                .Append(new CreateIndexModel<TeacherDocument>(new BsonDocument { { "teacher.name", 1 }, { "_id", 1 } }))
                .Append(
                    new(
                        new BsonDocument
                        {
                            { "teacher.agreements.lineage", 1 },
                            { "teacher.name", 1 },
                            { "_id", 1 },
                        },
                        Sparse
                    )
                )
                .Append(new(new BsonDocument("teacher.photoId", 1), Sparse))
                .Append(
                    new(
                        new BsonDocument
                        {
                            { "teacher.status", 1 },
                            { "teacher.term.to", 1 },
                            { "_id", 1 },
                        }
                    )
                ),
            cancellationToken
        );

    /// <summary>In the pool on a day: active, and the term has not ended.</summary>
    public static BsonDocument ActiveOn(DateOnly day) =>
        new() { { "teacher.status", DocumentMapping.ToBson(TeacherStatus.Active) }, { "teacher.term.to", Running(day) } };

    /// <summary>Without entries that are only another name of a teacher.</summary>
    public static BsonDocument Standing { get; } = new("teacher.mergedInto", BsonNull.Value);

    /// <summary>Offered to one of these organisations or to one below, and not yet answered.</summary>
    public static BsonDocument OfferedTo(string organisationId) =>
        new(
            "teacher.agreements",
            new BsonDocument("$elemMatch", new BsonDocument { { "lineage", organisationId }, { "status", DocumentMapping.ToBson(AgreementStatus.Offered) } })
        );

    private static CreateIndexOptions Sparse { get; } = new() { Sparse = true };

    public Task<Page<TeacherDocument>> ListAsync(PageQuery query, CancellationToken cancellationToken) => Map.PageAsync(_teachers, query, cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<TeacherDocument>>> PagesAsync(
        IReadOnlyCollection<string> organisationIds,
        PageQuery query,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_teachers, "teacher.organisationId", organisationIds, query, cancellationToken);

    public async Task<IReadOnlyList<TeacherDocument>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await _teachers.Find(Builders<TeacherDocument>.Filter.In(document => document.Id, ids)).ToListAsync(cancellationToken);

    /// <summary>Teachers that are there already stay as they are.</summary>
    public async Task AddManyAsync(IReadOnlyList<TeacherDocument> documents, CancellationToken cancellationToken)
    {
        if (documents.Count == 0)
            return;
        await Tolerating.DuplicatesAsync(() => _teachers.InsertManyAsync(documents, new InsertManyOptions { IsOrdered = false }, cancellationToken));
        await stamp.RaiseAsync();
    }

    /// <summary>Teachers whose term ends within some days, each announced neither at that distance nor nearer; the nearest end first.</summary>
    /// <param name="distances">In days, the nearest first.</param>
    public async Task<IReadOnlyList<TeacherDocument>> EndingAsync(
        DateOnly today,
        IReadOnlyList<int> distances,
        int skip,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var running = new BsonArray { DocumentMapping.ToBson(TeacherStatus.Active), DocumentMapping.ToBson(TeacherStatus.Suspended) };
        var due = distances.Select(
            (days, i) =>
            {
                var after = i == 0 ? today.AddDays(-1) : today.AddDays(distances[i - 1]);
                return new BsonDocument
                {
                    {
                        "teacher.term.to",
                        new BsonDocument { { "$gt", DocumentMapping.ToBson(after) }, { "$lte", DocumentMapping.ToBson(today.AddDays(days)) } }
                    },
                    { "announced", new BsonDocument("$nin", new BsonArray(distances.Take(i + 1))) },
                };
            }
        );
        return await _teachers
            .Find(
                new BsonDocument
                {
                    { "teacher.status", new BsonDocument("$in", running) },
                    { "teacher.mergedInto", BsonNull.Value },
                    { "$or", new BsonArray(due) },
                }
            )
            .Sort(new BsonDocument { { "teacher.term.to", 1 }, { "_id", 1 } })
            .Skip(skip)
            .Limit(limit)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Notes that the end of the term was announced, unless the teacher was changed since.</summary>
    public Task AnnouncedAsync(Teacher teacher, int days, CancellationToken cancellationToken) =>
        _teachers.UpdateOneAsync(
            new BsonDocument { { "_id", teacher.Id }, { "teacher.version", teacher.Version } },
            new BsonDocument("$set", new BsonDocument("announced", days)),
            null,
            cancellationToken
        );

    public async Task<IReadOnlyDictionary<string, int>> PhotosAmongAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken)
    {
        var named = await _teachers
            .Find(new BsonDocument("teacher.photoId", new BsonDocument("$in", new BsonArray(assetIds))))
            .Project(new BsonDocument("teacher.photoId", 1))
            .ToListAsync(cancellationToken);
        return named.CountBy(document => document["teacher"]["photoId"].AsString).ToDictionary();
    }

    /// <returns>False when there is one of this id.</returns>
    public async Task<bool> AddAsync(TeacherDocument document, CancellationToken cancellationToken)
    {
        if (!await Tolerating.DuplicatesAsync(() => _teachers.InsertOneAsync(document, null, cancellationToken)))
            return false;
        await stamp.RaiseAsync();
        return true;
    }

    /// <summary>Stores the teacher as the next version.</summary>
    /// <returns>False when somebody changed the teacher since this version was read.</returns>
    public async Task<bool> ReplaceAsync(Teacher teacher, CancellationToken cancellationToken)
    {
        var next = TeacherDocument.Of(teacher with { Version = teacher.Version + 1 });
        var at = new BsonDocument { { "_id", teacher.Id }, { "teacher.version", teacher.Version } };
        if ((await _teachers.ReplaceOneAsync(at, next, (ReplaceOptions?)null, cancellationToken)).MatchedCount == 0)
            return false;
        await stamp.RaiseAsync();
        return true;
    }

    /// <summary>The condition of a status, or of any of several: who was in the pool has left it the day after the term.</summary>
    private static BsonDocument StandingAs(BsonValue asked, DateOnly today)
    {
        var wanted = asked is BsonArray several ? [.. several] : new[] { asked };
        if (wanted.Length == 0)
            return new("teacher.status", new BsonDocument("$in", new BsonArray()));
        return new("$or", new BsonArray(wanted.Select(one => Enum.Parse<TeacherStatus>(one.AsString)).Distinct().SelectMany(status => As(status, today))));
    }

    private static IEnumerable<BsonDocument> As(TeacherStatus status, DateOnly today)
    {
        var stored = DocumentMapping.ToBson(status);
        switch (status)
        {
            case TeacherStatus.Active or TeacherStatus.Suspended:
                yield return new() { { "teacher.status", stored }, { "teacher.term.to", Running(today) } };
                break;
            case TeacherStatus.Exited:
                yield return new("teacher.status", stored);
                var (active, suspended) = (DocumentMapping.ToBson(TeacherStatus.Active), DocumentMapping.ToBson(TeacherStatus.Suspended));
                yield return new()
                {
                    { "teacher.status", new BsonDocument("$in", new BsonArray { active, suspended }) },
                    { "teacher.term.to", new BsonDocument("$lt", DocumentMapping.ToBson(today)) },
                };
                break;
            default:
                yield return new("teacher.status", stored);
                break;
        }
    }

    /// <summary>Days are stored as texts in their order; no day at all is no text.</summary>
    private static BsonDocument Running(DateOnly day) => new("$not", new BsonDocument("$lt", DocumentMapping.ToBson(day)));
}
