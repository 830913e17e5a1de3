namespace ELearning.Content;

/// <summary>The register of venues and bases (阵地): entered once, then changed by acts, each one line of the venue's history.</summary>
public sealed class VenueRegister
{
    private const int Tries = 5;
    private readonly VenueStore _store;
    private readonly OrganisationTree _tree;
    private readonly TimeProvider _time;

    internal VenueRegister(VenueStore store, OrganisationTree tree, TimeProvider time) => (_store, _tree, _time) = (store, tree, time);

    public static IReadOnlyList<QueryField> Queryable => VenueStore.Map.Fields;

    private static IReadOnlyList<Sort> ByName { get; } = [new("name", false)];

    /// <summary>Lists venues, by name unless sorted otherwise.</summary>
    /// <param name="search">Words inside the name or the address; null for all.</param>
    public async Task<Page<Venue>> ListAsync(string? search, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken)
    {
        var within = SearchTerms.Query(search) is { } terms ? SearchTerms.Match(terms) : [];
        var now = await _tree.NowAsync(Scope.All, cancellationToken);
        return await _store.ListAsync(
            new(within, filter, sorts.Count > 0 ? sorts : ByName, page, SchoolTime.Today(_time)) { Tree = now.Tree },
            cancellationToken
        );
    }

    /// <summary>A page of the venues that each organisation keeps, by name.</summary>
    public Task<IReadOnlyDictionary<string, Page<Venue>>> ByOrganisationsAsync(
        IReadOnlyCollection<string> organisationIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.PagesAsync(organisationIds, new([], null, ByName, page, SchoolTime.Today(_time)), cancellationToken);

    public async Task<IReadOnlyDictionary<string, Venue>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(venue => venue.Id);

    /// <exception cref="ContentError">There is none of this id.</exception>
    public async Task<Venue> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id) ?? throw ContentError.NotFound(nameof(Venue));

    /// <summary>Enters a venue; with the same idempotency key and input it returns the same venue, as it has become since.</summary>
    public async Task<Venue> EnterAsync(EnterVenue input, Actor by, CancellationToken cancellationToken)
    {
        var organisation = await _tree.RequireAsync(input.OrganisationId, cancellationToken);
        var id = input.IdempotencyKey is { } key ? Ids.From("venue", by.Subject, key) : Ids.New(_time);
        var venue = VenueRules.Enter(id, input, organisation, SchoolTime.Today(_time));
        if (await _store.AddAsync(venue, cancellationToken))
            return venue;
        var there = await RequireAsync(id, cancellationToken);
        return there.Entered == venue.Entered ? there : throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
    }

    /// <exception cref="ContentError"><see cref="ContentErrorCode.Conflict"/> where it is not the version that was looked at any more.</exception>
    public Task<Venue> EditAsync(EditVenue input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.VenueId, by, (venue, entering) => VenueRules.Edit(venue, input, entering), cancellationToken);

    public Task<Venue> CloseAsync(CloseVenue input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.VenueId, by, (venue, entering) => VenueRules.Close(venue, input, entering), cancellationToken);

    public Task<Venue> RecogniseAsync(RecogniseBase input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.VenueId, by, (venue, entering) => VenueRules.Recognise(venue, input, entering), cancellationToken);

    public Task<Venue> WithdrawAsync(WithdrawBase input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.VenueId, by, (venue, entering) => VenueRules.Withdraw(venue, input, entering), cancellationToken);

    public Task<Venue> VoidAsync(VoidRecognition input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.VenueId, by, (venue, entering) => VenueRules.Void(venue, input, entering), cancellationToken);

    /// <summary>What is recorded today in the subtree of each organisation; one read however many.</summary>
    internal async Task<IReadOnlyDictionary<string, BaseCounts>> BasesAsync(IReadOnlyCollection<string> organisationIds, CancellationToken cancellationToken)
    {
        var counts = organisationIds.Distinct().ToDictionary(id => id, _ => BaseCounts.None);
        if (counts.Count == 0)
            return counts;
        var today = SchoolTime.Today(_time);
        var scope = await _tree.NowAsync(Scope.Within([.. counts.Keys]), cancellationToken);
        await foreach (var venue in _store.RecognitionsAsync(scope, cancellationToken))
        {
            foreach (var id in scope.Tree.Lineage(venue.Lineage).Where(counts.ContainsKey))
                counts[id] = counts[id].With(venue.Recognitions, today);
        }
        return counts;
    }

    /// <summary>One guarded write; when somebody else was first, the change is made again on what they left.</summary>
    private async Task<Venue> ChangeAsync(string id, Actor by, Func<Venue, Entering, Venue> change, CancellationToken cancellationToken)
    {
        var entering = new Entering(by.Subject, SchoolTime.Now(_time));
        for (var tries = 0; tries < Tries; tries++)
        {
            var venue = await RequireAsync(id, cancellationToken);
            var changed = change(venue, entering);
            if (ReferenceEquals(changed, venue))
                return venue;
            if (await _store.ReplaceAsync(changed, cancellationToken))
                return changed with { Version = changed.Version + 1 };
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }
}
