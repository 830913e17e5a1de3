using ELearning.Content;

namespace ELearning.Api;

/// <summary>Organisations that something visible names: their name and level are no secret to whoever sees that.</summary>
internal sealed class OrganisationLoader(OrganisationTree tree) : BatchLoader<string, Organisation>
{
    protected override Task<IReadOnlyDictionary<string, Organisation>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        tree.FindNamedAsync(keys, cancellationToken);
}

/// <summary>Organisations asked for by id: those below the caller's grants and the ones the caller's member belongs to.</summary>
internal sealed class VisibleOrganisationLoader(OrganisationTree tree, MemberRegister register, RequestRights rights) : BatchLoader<string, Organisation>
{
    protected override async Task<IReadOnlyDictionary<string, Organisation>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var current = rights.Current;
        var found = (await tree.FindAsync(keys, cancellationToken)).Values;
        var visible = found.Where(current.SeesBelow).ToDictionary(organisation => organisation.Id);
        if (
            visible.Count < found.Count()
            && current.Caller.MemberId is { } memberId
            && (await register.FindAsync([memberId], cancellationToken)).GetValueOrDefault(memberId) is { } self
        )
        {
            var own = self.MembershipsOn(current.Today).Select(held => held.OrganisationId).ToHashSet();
            foreach (var organisation in found.Where(organisation => own.Contains(organisation.Id)))
            {
                visible[organisation.Id] = organisation;
            }
        }

        return visible;
    }
}

/// <summary>The organisations right below each.</summary>
internal sealed class ChildOrganisationLoader(OrganisationTree tree) : BatchLoader<string, IReadOnlyList<Organisation>>
{
    protected override async Task<IReadOnlyDictionary<string, IReadOnlyList<Organisation>>> FetchAsync(
        IReadOnlyList<string> keys,
        CancellationToken cancellationToken
    ) => (await tree.ChildrenAsync(keys, cancellationToken)).ToDictionary(group => group.Key, group => (IReadOnlyList<Organisation>)[.. group]);
}

/// <summary>The organisations right below each that exist for the caller.</summary>
internal sealed class ChildOrganisationPageLoader(OrganisationTree tree, RequestRights rights) : PageLoader<Organisation>
{
    protected override Task<IReadOnlyDictionary<string, Page<Organisation>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => tree.ChildPagesAsync(owners, rights.Current.Caller.ScopeOf(Rights.Organisations), page, cancellationToken);
}

/// <summary>The grants at each organisation.</summary>
internal sealed class OrganisationGrantLoader(GrantBook book) : PageLoader<Grant>
{
    protected override Task<IReadOnlyDictionary<string, Page<Grant>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => book.AtOrganisationsAsync(owners, page, cancellationToken);
}

/// <summary>Grants asked for by id: those of the caller, and those at organisations whose register the caller reads.</summary>
internal sealed class VisibleGrantLoader(GrantBook book, OrganisationTree tree, RequestRights rights) : BatchLoader<string, Grant>
{
    protected override async Task<IReadOnlyDictionary<string, Grant>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var current = rights.Current;
        var found = await book.FindAsync(keys, cancellationToken);
        var at = await tree.FindAsync([.. found.Values.Select(grant => grant.OrganisationId).Distinct()], cancellationToken);
        return found
            .Where(pair =>
                current.Holds(pair.Value) || (at.TryGetValue(pair.Value.OrganisationId, out var organisation) && current.SeesReportsOf(organisation))
            )
            .ToDictionary();
    }
}
