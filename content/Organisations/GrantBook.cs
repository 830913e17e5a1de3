using System.Globalization;

namespace ELearning.Content;

/// <summary>Who may act where, and when. Roles come from the token; a grant says within which subtree.</summary>
public sealed class GrantBook
{
    private readonly GrantStore store;
    private readonly OrganisationTree organisations;

    internal GrantBook(GrantStore store, OrganisationTree organisations) => (this.store, this.organisations) = (store, organisations);

    /// <summary>The grants of a subject that hold on a day.</summary>
    public async Task<IReadOnlyList<Grant>> ForAsync(string subject, DateOnly on, CancellationToken cancellationToken) =>
        [.. (await store.ForAsync(subject, cancellationToken)).Where(grant => grant.Period.Contains(on))];

    public static IReadOnlyList<QueryField> Queryable => GrantStore.Map.Fields;

    /// <summary>Every grant ever given, also those to come and those that have ended; the latest first unless sorted otherwise.</summary>
    public Task<Page<Grant>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        store.ListAsync(filter, sorts.Count > 0 ? sorts : [new("from", true)], page, cancellationToken);

    public Task<Grant?> FindAsync(string grantId, CancellationToken cancellationToken) => store.FindAsync(grantId, cancellationToken);

    /// <summary>Giving the same right from the same day again replaces its end.</summary>
    public async Task<Grant> GiveAsync(string subject, Role role, string organisationId, DatePeriod period, CancellationToken cancellationToken)
    {
        InputChecks.Known("role", role);
        InputChecks.Period(period);
        var holder = InputChecks.Text("subject", subject, 100);
        await organisations.RequireAsync(organisationId, cancellationToken);
        var grant = new Grant(Ids.From("grant", holder, role.ToString(), organisationId, period.From.ToString("O", CultureInfo.InvariantCulture)), holder, role, organisationId, period);
        await store.PutAsync(grant, cancellationToken);
        return grant;
    }

    /// <param name="lastDay">The last day on which the grant holds.</param>
    public async Task RevokeAsync(string grantId, DateOnly lastDay, CancellationToken cancellationToken)
    {
        if (!await store.EndAsync(grantId, lastDay, cancellationToken))
            throw ContentError.NotFound(nameof(Grant));
    }
}
