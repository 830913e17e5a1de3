using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// What the answers rest on that all with the same rights get alike: they are kept under the stamp of the catalogue, apart for each set of rights, each day
/// (what counts as 学时 goes by the policy of the day) and each step of signed addresses.
/// </summary>
internal sealed class CatalogueBasis(CatalogueStamp stamp, RequestRights rights, MediaLinks links, IHttpContextAccessor http) : IAnswerBasis
{
    public string? View
    {
        get
        {
            var current = rights.Current;
            // Reads of an auditor are written down one by one.
            if (current.Caller.Has(Role.Auditor))
                return null;
            var roles = current.Caller.Roles.Aggregate(0L, (all, role) => all | (1L << (int)role));
            var grants = string.Join(
                ',',
                current.Caller.Grants.Select(grant => $"{grant.Role}@{grant.OrganisationId}").Distinct().Order(StringComparer.Ordinal)
            );
            return string.Create(CultureInfo.InvariantCulture, $"{roles} {grants} {current.Today.DayNumber} {links.Expiry.ToUnixTimeSeconds()} {Host}");
        }
    }

    /// <summary>What addresses begin with.</summary>
    private string Host => http.HttpContext?.Request is { Host.HasValue: true } request ? $"{request.Scheme}://{request.Host}{request.PathBase}" : "";

    public ValueTask<long> StampAsync(CancellationToken cancellationToken) => stamp.CurrentAsync(cancellationToken);
}
