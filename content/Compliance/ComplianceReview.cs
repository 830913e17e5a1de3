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

    /// <summary>Everybody with a membership in the subtree on the year's last day (today, where that is earlier), each counted once.</summary>
    public async Task<ComplianceReport> ReportAsync(string organisationId, int year, CancellationToken cancellationToken)
    {
        ComplianceRules.CheckYear(year);
        var organisation = await organisations.RequireAsync(organisationId, cancellationToken);
        var asOf = time.GetUtcNow();
        var today = SchoolTime.DayOf(asOf);
        var day = ComplianceRules.ReferenceDay(year, today);
        var policy = policies.InForceOn(day);
        var children = (await organisations.ChildrenAsync([organisationId], cancellationToken))[organisationId].ToList();

        var standings = new List<(Member Member, ComplianceStatus Status)>();
        long credited = 0;
        foreach (var batch in (await members.WithinAsync(organisationId, day, cancellationToken)).Chunk(BatchMembers))
        {
            var entries = await ledger.EntriesAsync([.. batch.Select(member => member.Id)], cancellationToken);
            foreach (var member in batch)
            {
                var own = entries[member.Id].ToList();
                standings.Add((member, PolicyEvaluator.Evaluate(policy, member, own, year, today).Status));
                credited += own.Where(credit => credit.Year == year).Sum(credit => (long)credit.Seconds);
            }
        }

        var byCategory = standings.GroupBy(each => each.Member.CategoryOn(day), each => each.Status).OrderBy(group => group.Key)
            .Select(group => new CategoryCounts(group.Key, ComplianceRules.Count([.. group]))).ToList();
        var byChild = children.Select(child => new ChildCounts(child.Id, ComplianceRules.Count(
            [.. standings.Where(each => each.Member.IsWithin(Scope.Within(child.Id), day)).Select(each => each.Status)]))).ToList();
        return new(organisationId, year, asOf, ComplianceRules.Count([.. standings.Select(each => each.Status)]), credited, policy, byCategory,
            ComplianceRules.DutiesOf(organisation, policy, [.. byCategory.Select(group => group.Category)]), byChild);
    }
}
