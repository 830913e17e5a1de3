using ELearning.Content;

namespace ELearning.Api;

internal sealed class VenueLoader(VenueRegister register) : BatchLoader<string, Venue>
{
    protected override Task<IReadOnlyDictionary<string, Venue>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        register.FindAsync(keys, cancellationToken);
}

/// <summary>The venues that each organisation keeps.</summary>
internal sealed class OrganisationVenueLoader(VenueRegister register) : PageLoader<Venue>
{
    protected override Task<IReadOnlyDictionary<string, Page<Venue>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => register.ByOrganisationsAsync(owners, page, cancellationToken);
}
