using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>organisations</c>: a few thousand documents, read mostly.</summary>
internal sealed class OrganisationStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<Organisation> Map = new QueryMap<Organisation>(organisation => organisation.Id)
        .Add<string>(
            "name",
            "name",
            FilterOperator.Eq | FilterOperator.In | FilterOperator.StartsWith,
            "Name of the organisation.",
            organisation => organisation.Name
        )
        .Add<string>(
            "code",
            "_id",
            FilterOperator.Eq | FilterOperator.In | FilterOperator.StartsWith,
            "Code of the organisation.",
            organisation => organisation.Id,
            narrow: true
        )
        .Add<OrganisationLevel>("level", "level", FilterOperator.Eq | FilterOperator.In, "Level of the organisation.")
        .Add<MemberCategory>("sector", "sector", FilterOperator.Eq | FilterOperator.In, "What its members are mainly.")
        .Add<string>("parentId", "parentId", FilterOperator.Eq | FilterOperator.In, "Direct parent.", idOf: nameof(Organisation));

    private readonly IMongoCollection<Organisation> _organisations = database.Collection<Organisation>("organisations");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _organisations.Indexes.CreateManyAsync(
            [
                IndexOn<Organisation>.Keys("name", "_id"),
                IndexOn<Organisation>.Keys("level", "name", "_id"),
                IndexOn<Organisation>.Keys("sector", "name", "_id"),
                IndexOn<Organisation>.Keys("parentId", "name", "_id"),
                IndexOn<Organisation>.Keys("lineage", "name", "_id"),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<Organisation>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _organisations.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Organisation>> ChildrenAsync(IReadOnlyCollection<string> parentIds, CancellationToken cancellationToken) =>
        parentIds.Count == 0
            ? []
            : await _organisations
                .Find(new BsonDocument("parentId", new BsonDocument("$in", new BsonArray(parentIds))))
                .Sort(new BsonDocument("_id", 1))
                .ToListAsync(cancellationToken);

    public Task<Page<Organisation>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(
            _organisations,
            new(scope.Everywhere ? [] : new("lineage", new BsonDocument("$in", new BsonArray(scope.OrganisationIds))), filter, sorts, page),
            cancellationToken
        );

    /// <summary>Leaves alone what is there already.</summary>
    public async Task AddAsync(IReadOnlyList<Organisation> added, CancellationToken cancellationToken)
    {
        if (added.Count > 0)
            await Tolerating.DuplicatesAsync(() => _organisations.InsertManyAsync(added, new InsertManyOptions { IsOrdered = false }, cancellationToken));
    }
}
