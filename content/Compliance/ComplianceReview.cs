namespace ELearning.Content;

/// <summary>Standings of members and reports of organisations: the ledger read once, the policy applied by <see cref="PolicyEvaluator"/>.</summary>
public sealed class ComplianceReview
{
    private const int BatchMembers = 1000;
    private readonly MemberRegister members;
    private readonly CreditLedger ledger;
    private readonly OrganisationTree organisations;
    private readonly PolicyLibrary policies;
    private readonly TimeProvider time;

    internal ComplianceReview(MemberRegister members, CreditLedger ledger, OrganisationTree organisations, PolicyLibrary policies, TimeProvider time) =>
        (this.members, this.ledger, this.organisations, this.policies, this.time) = (members, ledger, organisations, policies, time);

    /// <summary>The standing of each member that exists; two finds however many.</summary>
    public async Task<IReadOnlyDictionary<string, Standing>> StandingsAsync(IReadOnlyCollection<string> memberIds, int year, CancellationToken cancellationToken) =>
        await StandingsAsync([.. (await members.FindAsync(memberIds, cancellationToken)).Values], year, cancellationToken);

    /// <summary>The standing of each of these members; one find however many.</summary>
    public async Task<IReadOnlyDictionary<string, Standing>> StandingsAsync(IReadOnlyCollection<Member> members, int year, CancellationToken cancellationToken)
    {
        ComplianceRules.CheckYear(year);
        var today = SchoolTime.Today(time);
        var policy = policies.InForceOn(ComplianceRules.ReferenceDay(year, today));
        var entries = await ledger.EntriesAsync([.. members.Select(member => member.Id)], cancellationToken);
        return members.ToDictionary(member => member.Id, member => PolicyEvaluator.Evaluate(policy, member, [.. entries[member.Id]], year, today));
    }

    /// <exception cref="ContentError">There is no organisation of this id.</exception>
    public async Task<ComplianceReport> ReportAsync(string organisationId, int year, CancellationToken cancellationToken) =>
        (await ReportsAsync([organisationId], year, cancellationToken)).GetValueOrDefault(organisationId) ?? throw ContentError.NotFound(nameof(Organisation));

    /// <summary>
    /// For each organisation that exists: everybody with a membership in its subtree on the year's last day (today, where that is earlier), each counted once.
    /// The members and ledgers are read once for all of them.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, ComplianceReport>> ReportsAsync(IReadOnlyCollection<string> organisationIds, int year, CancellationToken cancellationToken)
    {
        ComplianceRules.CheckYear(year);
        var found = await organisations.FindAsync(organisationIds, cancellationToken);
        var asOf = time.GetUtcNow();
        var today = SchoolTime.DayOf(asOf);
        var day = ComplianceRules.ReferenceDay(year, today);
        var policy = policies.InForceOn(day);
        var children = await organisations.ChildrenAsync([.. found.Keys], cancellationToken);

        var reviewed = new List<ReviewedMember>();
        foreach (var batch in (await members.WithinAsync([.. found.Keys], day, cancellationToken)).Chunk(BatchMembers))
        {
            var entries = await ledger.EntriesAsync([.. batch.Select(member => member.Id)], cancellationToken);
            reviewed.AddRange(batch.Select(member =>
            {
                var own = entries[member.Id].ToList();
                return new ReviewedMember(member, PolicyEvaluator.Evaluate(policy, member, own, year, today).Status,
                    own.Where(credit => credit.Year == year).Sum(credit => (long)credit.Seconds));
            }));
        }

        return found.Values.ToDictionary(organisation => organisation.Id, organisation => ReportOf(organisation, children[organisation.Id], reviewed));

        ComplianceReport ReportOf(Organisation organisation, IEnumerable<Organisation> below, List<ReviewedMember> all)
        {
            var own = all.FindAll(each => each.Member.IsWithin(Scope.Within(organisation.Id), day));
            var byCategory = own.GroupBy(each => each.Member.CategoryOn(day)).OrderBy(group => group.Key)
                .Select(group => new CategoryCounts(group.Key, Count(group))).ToList();
            var byChild = below.Select(child => new ChildCounts(child.Id, Count(own.Where(each => each.Member.IsWithin(Scope.Within(child.Id), day))))).ToList();
            return new(organisation.Id, year, asOf, Count(own), own.Sum(each => each.CreditedSeconds), policy, byCategory,
                ComplianceRules.DutiesOf(organisation, policy, [.. byCategory.Select(group => group.Category)]), byChild);
        }

        static StatusCounts Count(IEnumerable<ReviewedMember> some) => ComplianceRules.Count([.. some.Select(each => each.Status)]);
    }

    private sealed record ReviewedMember(Member Member, ComplianceStatus Status, long CreditedSeconds);
}
