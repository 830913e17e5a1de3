using System.Runtime.CompilerServices;
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
        .Add<string>(
            "parentId",
            "parentId",
            FilterOperator.Eq | FilterOperator.In,
            "Direct parent.",
            idOf: nameof(Organisation),
            filter: (_, value, query) => Below(query, value)
        )
        .Add<string>(
            "within",
            "lineage",
            FilterOperator.Eq | FilterOperator.In,
            "The organisation itself and all below it.",
            idOf: nameof(Organisation),
            filter: (_, value, query) => LineageFilter.Asked(query, "lineage", value)
        )
        .Add<bool>(
            "open",
            "existence.to",
            FilterOperator.Eq,
            "Whether it exists today; false for those that were closed.",
            filter: (_, value, query) => OpenOn(query.Today, value.AsBoolean)
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

    /// <param name="also">Further ones to be found whatever they say.</param>
    public async Task<IReadOnlyList<Organisation>> ChildrenAsync(
        IReadOnlyCollection<string> parentIds,
        IReadOnlyCollection<string> also,
        CancellationToken cancellationToken
    )
    {
        if (parentIds.Count == 0)
            return [];
        var below = new BsonDocument("parentId", new BsonDocument("$in", new BsonArray(parentIds)));
        var named = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(also)));
        return await _organisations
            .Find(also.Count == 0 ? below : new("$or", new BsonArray { below, named }))
            .Sort(new BsonDocument("_id", 1))
            .ToListAsync(cancellationToken);
    }

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
            new(QueryMap<Organisation>.And(words is null ? null : SearchTerms.Match(words), scope.On("lineage")), filter, sorts, page, today)
            {
                Tree = scope.Tree,
            },
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

    /// <summary>The same for many, each by a write of its own; whoever was changed meanwhile is left.</summary>
    /// <returns>How many were replaced.</returns>
    public async Task<int> ReplaceManyAsync(IReadOnlyCollection<Organisation> organisations, CancellationToken cancellationToken)
    {
        if (organisations.Count == 0)
            return 0;
        var writes = organisations.Select(one => new ReplaceOneModel<Organisation>(At(one), one with { Version = one.Version + 1 }));
        var replaced = await _organisations.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
        if (replaced.MatchedCount > 0)
            await stamp.RaiseAsync();
        return (int)replaced.MatchedCount;
    }

    /// <summary>The organisations that name one of these among their ancestors, so many at a time.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Organisation>> NamingAsync(
        IReadOnlyCollection<string> ids,
        int batch,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var cursor = await _organisations.FindAsync(
            new BsonDocument("lineage", new BsonDocument("$in", new BsonArray(ids))),
            new FindOptions<Organisation> { BatchSize = batch },
            cancellationToken
        );
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            yield return [.. cursor.Current];
        }
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

    /// <summary>Right below one of these today; what moved is known better than it says.</summary>
    private static BsonDocument Below(PageQuery query, BsonValue asked)
    {
        var below = new BsonDocument("parentId", asked.IsBsonArray ? new BsonDocument("$in", asked) : asked);
        if (query.Tree is not { IsAsStored: false } tree)
            return below;
        var come = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(tree.MovedBelow(LineageFilter.IdsOf(asked)))));
        return new("$or", new BsonArray { below.Add("_id", new BsonDocument("$nin", new BsonArray(tree.Tops))), come });
    }

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
}
