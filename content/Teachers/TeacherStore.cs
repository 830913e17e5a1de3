using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>A teacher as stored: with what the name, title and subjects can be found by.</summary>
internal sealed record TeacherDocument(string Id, Teacher Teacher, IReadOnlyList<string> Terms);

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
            .Add<TeacherStatus>("status", "teacher.status", FilterOperator.Eq | FilterOperator.In, "Where the teacher stands in the pool.")
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
                .Append(new CreateIndexModel<TeacherDocument>(new BsonDocument { { "teacher.name", 1 }, { "_id", 1 } })),
            cancellationToken
        );

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
}
