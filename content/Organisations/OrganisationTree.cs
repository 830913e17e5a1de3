using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The tree of organisations (党组织), from the province down to the branches; each where it stands today, see <see cref="MovedTree"/>.</summary>
public sealed class OrganisationTree
{
    private readonly OrganisationStore _store;
    private readonly MoveBook _moves;
    private readonly TimeProvider _time;
    private readonly KeptCopies<Organisation> _copies;

    internal OrganisationTree(
        OrganisationStore store,
        MoveBook moves,
        CatalogueStamp stamp,
        IOptions<CatalogueOptions> options,
        CopyMeter meter,
        TimeProvider time
    )
    {
        (_store, _moves, _time) = (store, moves, time);
        _copies = new("organisations", options.Value.CopyBytes / 4, stamp.CurrentAsync, WeightOf, meter, time);
    }

    public static IReadOnlyList<QueryField> Queryable => OrganisationStore.Map.Fields;

    public async Task<IReadOnlyDictionary<string, Organisation>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await PlacedAsync(await _store.FindAsync(ids, cancellationToken), cancellationToken)).ToDictionary(organisation => organisation.Id);

    /// <summary>
    /// Finds organisations as others name them, from memory where nothing of the catalogue has changed; see <see cref="CatalogueStamp"/>. To decide by, take
    /// <see cref="FindAsync"/>.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Organisation>> FindNamedAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await PlacedAsync(
            await _copies.FindAsync(
                ids,
                async missing => (await _store.FindAsync(missing, cancellationToken)).ToDictionary(organisation => organisation.Id),
                cancellationToken
            ),
            cancellationToken
        );

    /// <exception cref="ContentError">There is none of this id.</exception>
    public async Task<Organisation> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id) ?? throw ContentError.NotFound(nameof(Organisation));

    /// <summary>Lists organisations, by name unless sorted otherwise.</summary>
    /// <param name="search">Words inside a name that it has or had, or a code; null for all.</param>
    public async Task<Page<Organisation>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken,
        string? search = null
    )
    {
        var seen = await NowAsync(scope, cancellationToken);
        var found = await _store.ListAsync(
            seen,
            filter,
            sorts.Count > 0 ? sorts : [new("name", false)],
            page,
            SchoolTime.Today(_time),
            SearchTerms.Query(search),
            cancellationToken
        );
        return seen.Tree.IsAsStored ? found : found.Select(seen.Tree.Placed);
    }

    /// <summary>A page of those right below each that lie within the scope, by code.</summary>
    public async Task<IReadOnlyDictionary<string, Page<Organisation>>> ChildPagesAsync(
        IReadOnlyCollection<string> parentIds,
        Scope scope,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var now = await NowAsync(scope, cancellationToken);
        var children = await ChildrenAsync(parentIds, cancellationToken);
        return parentIds
            .Distinct()
            .ToDictionary(
                id => id,
                id =>
                    KeyedPages.Of(
                        [.. children[id].Where(child => now.Covers(child.Lineage)).OrderBy(child => child.Id, StringComparer.Ordinal)],
                        child => child.Id,
                        page
                    )
            );
    }

    /// <summary>The direct children of each, by code.</summary>
    public async Task<ILookup<string, Organisation>> ChildrenAsync(IReadOnlyCollection<string> parentIds, CancellationToken cancellationToken)
    {
        var tree = await _moves.CurrentAsync(cancellationToken);
        var found = await _store.ChildrenAsync(parentIds, tree.MovedBelow(parentIds), cancellationToken);
        return found.Select(tree.Placed).Where(organisation => parentIds.Contains(organisation.ParentId!)).ToLookup(organisation => organisation.ParentId!);
    }

    /// <summary>Whether an organisation is to come below this one.</summary>
    internal async Task<bool> IsAwaitedAtAsync(string organisationId, CancellationToken cancellationToken) =>
        (await _moves.LogAsync(cancellationToken)).Open.Any(move => move.ToId == organisationId);

    /// <summary>The scope as of now: what moves since it was made, or stored, changed in it.</summary>
    internal async ValueTask<Scope> NowAsync(Scope scope, CancellationToken cancellationToken) =>
        await _moves.CurrentAsync(cancellationToken) is var tree && ReferenceEquals(tree, scope.Tree) ? scope : scope with { Tree = tree };

    /// <summary>The ancestors, and itself, of the organisation that a stored list ends with.</summary>
    internal async ValueTask<IReadOnlyList<string>> LineageAsync(IReadOnlyList<string> stored, CancellationToken cancellationToken) =>
        (await _moves.CurrentAsync(cancellationToken)).Lineage(stored);

    /// <summary>The tree as it stood on a day.</summary>
    internal async Task<DatedTree> OnAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var today = SchoolTime.Today(_time);
        var log = await _moves.LogAsync(cancellationToken);
        var since = log.Between(day, today);
        string[] named = [.. since.SelectMany(move => new[] { move.OrganisationId, move.FromId }).Distinct()];
        return new(log.On(today), since, (await _store.FindAsync(named, cancellationToken)).ToDictionary(found => found.Id, found => found.Lineage));
    }

    /// <summary>The direct children of each in a tree of another day, by code.</summary>
    internal async Task<ILookup<string, Organisation>> ChildrenAsync(DatedTree tree, IReadOnlyCollection<string> parentIds, CancellationToken cancellationToken)
    {
        var now = await ChildrenAsync(parentIds, cancellationToken);
        if (tree.IsToday)
            return now;
        var gone = await FindAsync(tree.GoneFrom(parentIds), cancellationToken);
        return now.SelectMany(group => group)
            .Where(child => tree.ParentBefore(child.Id) is null)
            .Concat(gone.Values)
            .OrderBy(child => child.Id, StringComparer.Ordinal)
            .ToLookup(child => tree.ParentBefore(child.Id) ?? child.ParentId!);
    }

    /// <summary>The same again returns what is there; another organisation under the code is <see cref="ContentErrorCode.OrganisationExists"/>.</summary>
    public async Task<Organisation> AddAsync(NewOrganisation input, CancellationToken cancellationToken)
    {
        await AddManyAsync([input], cancellationToken);
        return await RequireAsync(OrganisationRules.Code(input.Code), cancellationToken);
    }

    /// <summary>Parents stand before their children. Repeating is harmless.</summary>
    public async Task AddManyAsync(IReadOnlyList<NewOrganisation> inputs, CancellationToken cancellationToken)
    {
        inputs = [.. inputs.Select(input => input with { Code = OrganisationRules.Code(input.Code) })];
        var today = SchoolTime.Today(_time);
        var known = (
            await FindAsync([.. inputs.SelectMany(input => new[] { input.Code, input.ParentCode }).OfType<string>().Distinct()], cancellationToken)
        ).ToDictionary();
        var added = new List<Organisation>();
        foreach (var input in inputs)
        {
            var organisation = OrganisationRules.Make(
                input,
                input.ParentCode is null ? null : known.GetValueOrDefault(input.ParentCode) ?? throw ContentError.NotFound(nameof(Organisation)),
                today
            );
            if (!known.TryGetValue(organisation.Id, out var there))
                added.Add(known[organisation.Id] = organisation);
            else if (!OrganisationRules.Same(there, organisation))
                throw new ContentError(ContentErrorCode.OrganisationExists, organisation.Id);
        }
        await _store.AddAsync(added, cancellationToken);
        // Somebody else may have added another organisation under one of the codes in between.
        var stored = (await _store.FindAsync([.. added.Select(organisation => organisation.Id)], cancellationToken)).ToDictionary(organisation =>
            organisation.Id
        );
        if (added.FirstOrDefault(organisation => !OrganisationRules.Same(stored[organisation.Id], organisation)) is { } other)
            throw new ContentError(ContentErrorCode.OrganisationExists, other.Id);
    }

    /// <param name="lineage">An organisation after all above it.</param>
    public static Organisation? NearestTownship(IReadOnlyList<Organisation>? lineage) =>
        lineage?.LastOrDefault(organisation => organisation.Level == OrganisationLevel.Township);

    private async ValueTask<IReadOnlyList<Organisation>> PlacedAsync(IReadOnlyList<Organisation> found, CancellationToken cancellationToken) =>
        await _moves.CurrentAsync(cancellationToken) is { IsAsStored: false } tree ? [.. found.Select(tree.Placed)] : found;

    private async ValueTask<IReadOnlyDictionary<string, Organisation>> PlacedAsync(
        IReadOnlyDictionary<string, Organisation> found,
        CancellationToken cancellationToken
    ) =>
        await _moves.CurrentAsync(cancellationToken) is { IsAsStored: false } tree
            ? found.ToDictionary(pair => pair.Key, pair => tree.Placed(pair.Value))
            : found;

    private static long WeightOf(Organisation organisation) => 1_500 + (300L * organisation.History.Count) + (40L * organisation.Terms.Count);
}
