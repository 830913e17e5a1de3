namespace ELearning.Content;

/// <summary>All that a member's standing is evaluated from, beside the policy and the day.</summary>
/// <param name="Credits">The member's whole ledger, reversals included.</param>
/// <param name="Organisations">
/// Those in which the member holds or held a post, the first home and all above it, by id. One that is not among them has no sector and says nothing of
/// records.
/// </param>
public sealed record StandingBasis(Member Member, IReadOnlyList<Credit> Credits, IReadOnlyDictionary<string, Organisation> Organisations)
{
    /// <summary>The ids of the organisations that the standing of a member needs.</summary>
    public static IEnumerable<string> OrganisationsOf(Member member) =>
        member.Positions.Select(held => held.OrganisationId).Concat(RecordRules.FirstHomeOf(member)?.Lineage ?? []).Distinct();

    /// <summary>The sector of an organisation on a day; null for one without.</summary>
    public MemberCategory? SectorOf(string organisationId, DateOnly day) => Organisations.GetValueOrDefault(organisationId)?.SectorOn(day);
}
