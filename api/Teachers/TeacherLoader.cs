using ELearning.Content;

namespace ELearning.Api;

/// <summary>The teachers of each organisation, as far as the caller sees them.</summary>
internal sealed class OrganisationTeacherLoader(TeacherPool pool, RequestRights rights) : PageLoader<Teacher>
{
    protected override Task<IReadOnlyDictionary<string, Page<Teacher>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => pool.ByOrganisationsAsync(owners, rights.Current.WholePool, page, cancellationToken);
}

internal sealed class TeacherLoader(TeacherPool pool) : BatchLoader<string, Teacher>
{
    protected override Task<IReadOnlyDictionary<string, Teacher>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        pool.FindNamedAsync(keys, cancellationToken);
}

/// <summary>Agreements that exist for the caller.</summary>
internal sealed class TeacherAgreementLoader(TeacherRegister register, RequestRights rights) : BatchLoader<string, AgreedTeacher>
{
    protected override async Task<IReadOnlyDictionary<string, AgreedTeacher>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await register.AgreementsAsync(keys, cancellationToken)).Where(pair => rights.Current.Sees(pair.Value)).ToDictionary();
}
