using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The tree of organisations (党组织), from the province down to the branches.</summary>
public sealed class OrganisationTree
{
    private readonly OrganisationStore _store;
    private readonly TimeProvider _time;
    private readonly KeptCopies<Organisation> _copies;

    internal OrganisationTree(OrganisationStore store, CatalogueStamp stamp, IOptions<CatalogueOptions> options, CopyMeter meter, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _copies = new("organisations", options.Value.CopyBytes / 4, stamp.CurrentAsync, WeightOf, meter, time);
    }

    public static IReadOnlyList<QueryField> Queryable => OrganisationStore.Map.Fields;

    public async Task<IReadOnlyDictionary<string, Organisation>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(organisation => organisation.Id);

    /// <summary>
    /// Finds organisations as others name them, from memory where nothing of the catalogue has changed; see <see cref="CatalogueStamp"/>. To decide by, take
    /// <see cref="FindAsync"/>.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Organisation>> FindNamedAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await _copies.FindAsync(ids, async missing => await FindAsync(missing, cancellationToken), cancellationToken);

    /// <exception cref="ContentError">There is none of this id.</exception>
    public async Task<Organisation> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await _store.FindAsync([id], cancellationToken)).SingleOrDefault() ?? throw ContentError.NotFound(nameof(Organisation));

    /// <summary>Lists organisations, by name unless sorted otherwise.</summary>
    /// <param name="search">Words inside a name that it has or had, or a code; null for all.</param>
    public Task<Page<Organisation>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken,
        string? search = null
    ) =>
        _store.ListAsync(
            scope,
            filter,
            sorts.Count > 0 ? sorts : [new("name", false)],
            page,
            SchoolTime.Today(_time),
            SearchTerms.Query(search),
            cancellationToken
        );

    /// <summary>A page of those right below each, by name.</summary>
    public Task<IReadOnlyDictionary<string, Page<Organisation>>> ChildPagesAsync(
        IReadOnlyCollection<string> parentIds,
        Scope scope,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.ChildPagesAsync(parentIds, scope, page, cancellationToken);

    /// <summary>The direct children of each, by code.</summary>
    public async Task<ILookup<string, Organisation>> ChildrenAsync(IReadOnlyCollection<string> parentIds, CancellationToken cancellationToken) =>
        (await _store.ChildrenAsync(parentIds, cancellationToken)).ToLookup(organisation => organisation.ParentId!);

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
            await _store.FindAsync([.. inputs.SelectMany(input => new[] { input.Code, input.ParentCode }).OfType<string>().Distinct()], cancellationToken)
        ).ToDictionary(organisation => organisation.Id);
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

    private static long WeightOf(Organisation organisation) => 1_500 + (300L * organisation.History.Count) + (40L * organisation.Terms.Count);
}
