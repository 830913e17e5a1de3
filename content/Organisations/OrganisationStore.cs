using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>organisations</c>: a few thousand documents, read mostly. Whatever is written raises the <see cref="CatalogueStamp"/>.</summary>
internal sealed class OrganisationStore(ContentDatabase database, CatalogueStamp stamp) : IStore
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
        .Add<string>("parentId", "parentId", FilterOperator.Eq | FilterOperator.In, "Direct parent.", idOf: nameof(Organisation))
        .Add<string>("within", "lineage", FilterOperator.Eq | FilterOperator.In, "The organisation itself and all below it.", idOf: nameof(Organisation))
        .Add<bool>(
            "open",
            "existence.to",
            FilterOperator.Eq,
            "Whether it exists today; false for those that were closed.",
            filter: (_, value, today) => OpenOn(today, value.AsBoolean)
        );

    private readonly IMongoCollection<Organisation> _organisations = database.Collection<Organisation>("organisations");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _organisations.Indexes.CreateManyAsync(
            [
                IndexOn<Organisation>.Keys("name", "_id"),
                IndexOn<Organisation>.Keys("level", "name", "_id"),
                IndexOn<Organisation>.Keys("sector", "name", "_id"),
                IndexOn<Organisation>.Keys("parentId", "name", "_id"),
                IndexOn<Organisation>.Keys("lineage", "name", "_id"),
                IndexOn<Organisation>.Keys("terms", "name", "_id"),
                IndexOn<Organisation>.Keys("existence.to", "name", "_id"),
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

    /// <summary>A page of those right below each.</summary>
    public Task<IReadOnlyDictionary<string, Page<Organisation>>> ChildPagesAsync(
        IReadOnlyCollection<string> parentIds,
        Scope scope,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_organisations, "parentId", parentIds, new(Within(scope), null, [new("name", false)], page), cancellationToken);

    /// <param name="words">Terms that must all be there; null for all.</param>
    public Task<Page<Organisation>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        DateOnly today,
        IReadOnlyList<string>? words,
        CancellationToken cancellationToken
    ) =>
        Map.PageAsync(
            _organisations,
            new(QueryMap<Organisation>.And(words is null ? null : SearchTerms.Match(words), Within(scope)), filter, sorts, page, today),
            cancellationToken
        );

    /// <returns>False when somebody changed the organisation since this version was read.</returns>
    public async Task<bool> ReplaceAsync(Organisation organisation, CancellationToken cancellationToken)
    {
        var next = organisation with { Version = organisation.Version + 1 };
        var replaced = await _organisations.ReplaceOneAsync(At(organisation), next, (ReplaceOptions?)null, cancellationToken);
        if (replaced.MatchedCount == 0)
            return false;
        await stamp.RaiseAsync();
        return true;
    }

    /// <summary>Takes out an organisation that nothing was done with since it was entered.</summary>
    /// <returns>False when something was, and it stays.</returns>
    public async Task<bool> RemoveUntouchedAsync(Organisation organisation, CancellationToken cancellationToken)
    {
        if (organisation.Version > 0 || (await _organisations.DeleteOneAsync(At(organisation), cancellationToken)).DeletedCount == 0)
            return false;
        await stamp.RaiseAsync();
        return true;
    }

    /// <summary>Organisations stored by a release that had no search.</summary>
    public async Task<IReadOnlyList<Organisation>> WithoutTermsAsync(int skip, int limit, CancellationToken cancellationToken) =>
        await _organisations
            .Find(new BsonDocument("terms", BsonNull.Value))
            .Sort(new BsonDocument("_id", 1))
            .Skip(skip)
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Gives the organisation what it is found by; a change in between leaves it as it is.</summary>
    public async Task<bool> BringForwardAsync(Organisation organisation, CancellationToken cancellationToken) =>
        (
            await _organisations.UpdateOneAsync(
                At(organisation),
                new BsonDocument("$set", new BsonDocument("terms", new BsonArray(organisation.Terms))),
                null,
                cancellationToken
            )
        ).MatchedCount == 1;

    /// <summary>The version 0 is not written, as in documents of releases whose organisations never changed.</summary>
    private static BsonDocument At(Organisation organisation) =>
        new() { { "_id", organisation.Id }, { "version", organisation.Version == 0 ? BsonNull.Value : organisation.Version } };

    private static BsonDocument OpenOn(DateOnly day, bool open)
    {
        var (closed, on) = (new BsonDocument("existence.to", BsonNull.Value), DocumentMapping.ToBson(day));
        return open
            ? new("$or", new BsonArray { closed, new BsonDocument("existence.to", new BsonDocument("$gte", on)) })
            : new("existence.to", new BsonDocument("$lt", on));
    }

    /// <summary>Leaves alone what is there already.</summary>
    public async Task AddAsync(IReadOnlyList<Organisation> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
            return;
        await Tolerating.DuplicatesAsync(() => _organisations.InsertManyAsync(added, new InsertManyOptions { IsOrdered = false }, cancellationToken));
        await stamp.RaiseAsync();
    }

    private static BsonDocument Within(Scope scope) => scope.Everywhere ? [] : new("lineage", new BsonDocument("$in", new BsonArray(scope.OrganisationIds)));
}
