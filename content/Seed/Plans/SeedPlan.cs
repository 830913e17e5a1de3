namespace ELearning.Content;

/// <summary>All that the demonstration holds on a day, worked out before anything is written: pure, so the same day gives the same plan.</summary>
internal sealed class SeedPlan
{
    public SeedPlan(DateOnly today, Func<DateOnly, Policy?> policyOn)
    {
        Today = today;
        Organisations = OrganisationPlan.Make(new(today.Year - 1, 1, 1));
        Members = MemberPlan.Make(Organisations, today);
        Teachers = TeacherPlan.Make(Organisations, today);
        Venues = VenuePlan.Make(today);
        Credits = new CreditPlan(policyOn, Organisations.ToDictionary(organisation => organisation.Code), today).Make(Members);
        var named = Members.Where(planned => DemoSubjects.Seats.ContainsKey(planned.Seat)).Select(planned => planned.Member.Id).ToHashSet();
        Reversed =
        [
            .. Credits.Where(credit => credit.Form == CreditForm.GroupViewing && credit.EarnedOn.Year < today.Year && !named.Contains(credit.MemberId)).Take(3),
        ];
        Grants =
        [
            (DemoSubjects.CityAdmin, Role.OrganisationAdmin, DemoSubjects.City),
            (DemoSubjects.TownshipAdmin, Role.OrganisationAdmin, DemoSubjects.Township),
            .. Organisations
                .Where(organisation => organisation.Level == OrganisationLevel.County)
                .Select(county => ($"admin-{county.Code}", Role.OrganisationAdmin, county.Code)),
            (DemoSubjects.PoolManager, Role.PoolManager, DemoSubjects.City),
            (DemoSubjects.Editor, Role.Editor, DemoSubjects.City),
            (DemoSubjects.Reviewer, Role.Reviewer, DemoSubjects.City),
            (DemoSubjects.Auditor, Role.Auditor, DemoSubjects.City),
        ];
    }

    public DateOnly Today { get; }

    /// <summary>Parents before children.</summary>
    public IReadOnlyList<NewOrganisation> Organisations { get; }

    public IReadOnlyList<PlannedMember> Members { get; }

    public IReadOnlyList<NewTeacher> Teachers { get; }

    public IReadOnlyList<PlannedVenue> Venues { get; }

    /// <summary>In the order of the days they were earned on.</summary>
    public IReadOnlyList<NewCredit> Credits { get; }

    /// <summary>Entered by mistake and taken back.</summary>
    public IReadOnlyList<NewCredit> Reversed { get; }

    public IReadOnlyList<(string Subject, Role Role, string Organisation)> Grants { get; }
}
