using ELearning.Content;

namespace ELearning.Api;

/// <summary>The teachers of each organisation, as far as the caller sees them.</summary>
internal sealed class OrganisationTeacherLoader(TeacherPool pool, RequestRights rights) : PageLoader<Teacher>
{
    protected override Task<IReadOnlyDictionary<string, Page<Teacher>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => pool.ByOrganisationsAsync(owners, rights.Current.DraftScope, page, cancellationToken);
}

internal sealed class TeacherLoader(TeacherPool pool) : BatchLoader<string, Teacher>
{
    protected override Task<IReadOnlyDictionary<string, Teacher>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        pool.FindNamedAsync(keys, cancellationToken);
}
