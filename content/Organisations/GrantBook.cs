using System.Globalization;

namespace ELearning.Content;

/// <summary>The book of grants: who may act where, and when. Roles come from the token; a grant says within which subtree.</summary>
public sealed class GrantBook
{
    private readonly GrantStore _store;
    private readonly OrganisationTree _organisations;

    internal GrantBook(GrantStore store, OrganisationTree organisations) => (_store, _organisations) = (store, organisations);

    /// <summary>The grants of a subject that hold on a day.</summary>
    public async Task<IReadOnlyList<Grant>> ForAsync(string subject, DateOnly on, CancellationToken cancellationToken) =>
        [.. (await _store.ForAsync(subject, cancellationToken)).Where(grant => grant.Period.Contains(on))];

    public static IReadOnlyList<QueryField> Queryable => GrantStore.Map.Fields;

    /// <summary>Every grant ever given, also those to come and those that have ended; the latest first unless sorted otherwise.</summary>
    public Task<Page<Grant>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        _store.ListAsync(filter, sorts.Count > 0 ? sorts : [new("from", true)], page, cancellationToken);

    public Task<Grant?> FindAsync(string grantId, CancellationToken cancellationToken) => _store.FindAsync(grantId, cancellationToken);

    /// <summary>Giving the same right from the same day again replaces its end.</summary>
    public async Task<Grant> GiveAsync(string subject, Role role, string organisationId, DatePeriod period, CancellationToken cancellationToken)
    {
        InputChecks.Known("role", role);
        InputChecks.Period(period);
        var holder = InputChecks.Text("subject", subject, 100);
        await _organisations.RequireAsync(organisationId, cancellationToken);
        var grant = new Grant(
            Ids.From("grant", holder, role.ToString(), organisationId, period.From.ToString("O", CultureInfo.InvariantCulture)),
            holder,
            role,
            organisationId,
            period
        );
        await _store.PutAsync(grant, cancellationToken);
        return grant;
    }

    /// <param name="lastDay">The last day on which the grant holds.</param>
    public async Task RevokeAsync(string grantId, DateOnly lastDay, CancellationToken cancellationToken)
    {
        if (!await _store.EndAsync(grantId, lastDay, cancellationToken))
            throw ContentError.NotFound(nameof(Grant));
    }
}
