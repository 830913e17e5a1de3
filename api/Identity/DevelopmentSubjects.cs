using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Whom <c>/dev/token</c> can be asked for in the demonstration, each with what the person shows, out of <c>DevelopmentSubjects.json</c> and in the language of
/// the request. Members have the name of their record; who is in nobody's record has that of their task.
/// </summary>
internal static class DevelopmentSubjects
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(DevelopmentSubjects), nameof(DevelopmentSubjects));

    private static readonly string[] Members =
    [
        DemoSubjects.RuralMember,
        DemoSubjects.VillageSecretary,
        DemoSubjects.GovernmentLeader,
        DemoSubjects.NewOrganisationMember,
        DemoSubjects.NewMember,
        DemoSubjects.FloatingMember,
        DemoSubjects.Student,
        DemoSubjects.Talent,
        DemoSubjects.VillageOfficial,
        DemoSubjects.Cadre,
        DemoSubjects.NewOrganisationSecretary,
        DemoSubjects.CommunityMember,
    ];

    private static readonly (string Subject, Role Role)[] Staff =
    [
        (DemoSubjects.CityAdmin, Role.OrganisationAdmin),
        (DemoSubjects.CountyAdmin, Role.OrganisationAdmin),
        (DemoSubjects.TownshipAdmin, Role.OrganisationAdmin),
        (DemoSubjects.PoolManager, Role.PoolManager),
        (DemoSubjects.Editor, Role.Editor),
        (DemoSubjects.Reviewer, Role.Reviewer),
        (DemoSubjects.Auditor, Role.Auditor),
        ("root", Role.Administrator),
    ];

    /// <summary>Members first; those of whom there is no record are left out.</summary>
    public static async Task<IReadOnlyList<DevelopmentSubject>> ListAsync(MemberRegister register, CancellationToken cancellationToken)
    {
        var listed = new List<DevelopmentSubject>();
        foreach (var number in Members)
        {
            if (await register.FindByNumberAsync(number, cancellationToken) is { } member)
                listed.Add(new(number, [Claims.NameOf(Role.Member)], member.Name, Texts[number]));
        }

        return
        [
            .. listed,
            .. Staff.Select(staff => new DevelopmentSubject(staff.Subject, [Claims.NameOf(staff.Role)], Texts[$"name:{staff.Subject}"], Texts[staff.Subject])),
        ];
    }
}

/// <param name="Subject">As <c>POST /dev/token</c> takes it.</param>
/// <param name="Roles">The same.</param>
/// <param name="Purpose">What there is to see as this person, for people.</param>
internal sealed record DevelopmentSubject(string Subject, IReadOnlyList<string> Roles, string Name, string Purpose);
