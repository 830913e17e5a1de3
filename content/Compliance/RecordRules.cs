namespace ELearning.Content;

/// <summary>From when on there are records: nobody is blamed for a year that nobody wrote down; pure.</summary>
internal static class RecordRules
{
    /// <summary>
    /// The later of the beginning of the first home's records and of 1 January of the year in which the member was first registered; what the member does later
    /// (transfers, leaving, coming back) does not move it. Null where neither is known: then everything counts as recorded.
    /// </summary>
    public static DateOnly? BeginOf(Member member, IReadOnlyDictionary<string, Organisation> organisations)
    {
        var organisation = FirstHomeOf(member) is { } home ? BeginOf(home.OrganisationId, organisations) : null;
        var own = OwnOf(member);
        return organisation > own || own is null ? organisation : own;
    }

    /// <summary>
    /// What the member's own entry says: an import of earlier hours, else 1 January of the year of the registration; null where neither is known.
    /// </summary>
    public static DateOnly? OwnOf(Member member) => member.RecordsFrom ?? (member.RegisteredOn is { } day ? new DateOnly(day.Year, 1, 1) : null);

    /// <summary>What the organisation states, else what the nearest one above does that states any.</summary>
    public static DateOnly? BeginOf(string organisationId, IReadOnlyDictionary<string, Organisation> organisations) =>
        (organisations.GetValueOrDefault(organisationId)?.Lineage ?? [])
            .Reverse()
            .Select(id => organisations.GetValueOrDefault(id)?.RecordsFrom)
            .FirstOrDefault(stated => stated is not null);

    /// <summary>The home that was entered first, even where it was a mistake: voiding it moves no beginning.</summary>
    public static Membership? FirstHomeOf(Member member) => member.Memberships.FirstOrDefault(held => held.Kind == MembershipKind.Home);
}
