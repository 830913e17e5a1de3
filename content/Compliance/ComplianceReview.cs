namespace ELearning.Content;

/// <summary>Standings of members and reports of organisations: the ledger read once, the policy applied by <see cref="PolicyEvaluator"/>.</summary>
public sealed class ComplianceReview
{
    /// <summary>
    /// So few that what is read of them is gone again before the garbage collector takes it for something that stays: a batch of a thousand takes three times
    /// as long.
    /// </summary>
    private const int BatchMembers = 100;
    private readonly MemberRegister _members;
    private readonly CreditLedger _ledger;
    private readonly OrganisationTree _organisations;
    private readonly PolicyLibrary _policies;
    private readonly VenueRegister _venues;
    private readonly TimeProvider _time;

    internal ComplianceReview(
        MemberRegister members,
        CreditLedger ledger,
        OrganisationTree organisations,
        PolicyLibrary policies,
        VenueRegister venues,
        TimeProvider time
    ) => (_members, _ledger, _organisations, _policies, _venues, _time) = (members, ledger, organisations, policies, venues, time);

    /// <summary>The standing of each member that exists; two finds however many.</summary>
    public async Task<IReadOnlyDictionary<string, Standing>> StandingsAsync(
        IReadOnlyCollection<string> memberIds,
        int year,
        CancellationToken cancellationToken
    ) => await StandingsAsync([.. (await _members.FindAsync(memberIds, cancellationToken)).Values], year, cancellationToken);

    /// <summary>The standing of each of these members; one find however many.</summary>
    public async Task<IReadOnlyDictionary<string, Standing>> StandingsAsync(IReadOnlyCollection<Member> members, int year, CancellationToken cancellationToken)
    {
        ComplianceRules.CheckYear(year);
        var today = SchoolTime.Today(_time);
        var policy = _policies.InForceOn(ComplianceRules.ReferenceDay(year, today));
        var bases = await BasesAsync(members, cancellationToken);
        return bases.ToDictionary(basis => basis.Member.Id, basis => PolicyEvaluator.Evaluate(policy, basis, year, today));
    }

    /// <summary>
    /// Evaluates a changed policy on the members of a subtree as on the year's last day (today, where that is earlier) beside the policy in force; nothing is
    /// kept of it.
    /// </summary>
    /// <param name="json">The whole policy, as its file would be.</param>
    /// <param name="first">How many members whose status differs are named.</param>
    /// <param name="sees">Whom the caller may see named: who has gone elsewhere since is counted alone.</param>
    public async Task<PolicyTrial> TryAsync(
        string json,
        string organisationId,
        int year,
        int first,
        Func<Member, bool> sees,
        CancellationToken cancellationToken
    )
    {
        ComplianceRules.CheckYear(year);
        var (draft, fault) = PolicyReading.Read(json);
        if (draft is null)
            return new(fault, null, null, null, 0, []);
        var today = SchoolTime.Today(_time);
        var day = ComplianceRules.ReferenceDay(year, today);
        var policy = _policies.InForceOn(day);
        var tree = await _organisations.OnAsync(day, cancellationToken);
        var (before, after) = (new ReportTally(), new ReportTally());
        var changed = 0;
        var changes = new List<StandingChange>();
        await foreach (var batch in _members.WithinAsync(Scope.Within(tree.Reaching([organisationId])), day, BatchMembers, cancellationToken))
        {
            foreach (var basis in await BasesAsync(batch, cancellationToken))
            {
                if (!basis.Member.Memberships.On(day).Any(held => tree.Lineage(held.Lineage).Contains(organisationId)))
                    continue;
                var category = basis.Member.CategoryOn(day);
                var (now, then) = (PolicyEvaluator.Evaluate(policy, basis, year, today).Status, PolicyEvaluator.Evaluate(draft, basis, year, today).Status);
                before.Add(now, category, 0);
                after.Add(then, category, 0);
                if (now == then)
                    continue;
                changed++;
                if (changes.Count < first && sees(basis.Member))
                    changes.Add(new(basis.Member.Id, now, then));
            }
        }
        return new(null, draft, before.Counts, after.Counts, changed, changes);
    }

    /// <summary>What each of these members is judged by: the ledgers by one find, the organisations from memory where they are there.</summary>
    private async Task<IEnumerable<StandingBasis>> BasesAsync(IReadOnlyCollection<Member> members, CancellationToken cancellationToken)
    {
        var organisations = await _organisations.FindNamedAsync([.. members.SelectMany(StandingBasis.OrganisationsOf).Distinct()], cancellationToken);
        var entries = await _ledger.EntriesAsync([.. members.Select(member => member.Id)], cancellationToken);
        return members.Select(member => new StandingBasis(member, [.. entries[member.Id]], organisations));
    }

    /// <summary>The organisations under which the members are found that reports of a year are drawn up from.</summary>
    internal async Task<IReadOnlyList<string>> ReachingAsync(IReadOnlyCollection<string> organisationIds, int year, CancellationToken cancellationToken) =>
        (await _organisations.OnAsync(ComplianceRules.ReferenceDay(year, SchoolTime.Today(_time)), cancellationToken)).Reaching(organisationIds);

    /// <exception cref="ContentError">There is no organisation of this id.</exception>
    public async Task<ComplianceReport> ReportAsync(string organisationId, int year, CancellationToken cancellationToken) =>
        (await ReportsAsync([organisationId], year, cancellationToken)).GetValueOrDefault(organisationId) ?? throw ContentError.NotFound(nameof(Organisation));

    /// <summary>
    /// For each organisation that exists: everybody with a membership in its subtree on the year's last day (today, where that is earlier), each counted once.
    /// The members and ledgers are read once for all of them, a batch at a time, and of each member only the figures are kept.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, ComplianceReport>> ReportsAsync(
        IReadOnlyCollection<string> organisationIds,
        int year,
        CancellationToken cancellationToken
    )
    {
        ComplianceRules.CheckYear(year);
        var found = await _organisations.FindAsync(organisationIds, cancellationToken);
        var asOf = _time.GetUtcNow();
        var today = SchoolTime.DayOf(asOf);
        var day = ComplianceRules.ReferenceDay(year, today);
        var policy = _policies.InForceOn(day);
        // Who stood where on the day: what moved since still counts where it was.
        var tree = await _organisations.OnAsync(day, cancellationToken);
        var children = await _organisations.ChildrenAsync(tree, [.. found.Keys], cancellationToken);
        // A minimum without a year: whatever the year of the report, it is as of today.
        var bases = await _venues.BasesAsync(
            [.. found.Values.Where(organisation => ComplianceRules.AsksForBases(organisation, policy)).Select(organisation => organisation.Id)],
            cancellationToken
        );
        var tallies = found
            .Keys.Concat(children.SelectMany(group => group).Select(child => child.Id))
            .Distinct()
            .ToDictionary(id => id, _ => new ReportTally());

        await foreach (var batch in _members.WithinAsync(Scope.Within(tree.Reaching([.. found.Keys])), day, BatchMembers, cancellationToken))
        {
            foreach (var basis in await BasesAsync(batch, cancellationToken))
            {
                var member = basis.Member;
                var (status, category) = (PolicyEvaluator.Evaluate(policy, basis, year, today).Status, member.CategoryOn(day));
                var seconds = basis.Credits.Where(credit => credit.Year == year).Sum(credit => (long)credit.Seconds);
                foreach (
                    var tally in member
                        .Memberships.On(day)
                        .SelectMany(held => tree.Lineage(held.Lineage))
                        .Distinct()
                        .Select(tallies.GetValueOrDefault)
                        .OfType<ReportTally>()
                )
                {
                    tally.Add(status, category, seconds);
                }
            }
        }

        return found.Values.ToDictionary(organisation => organisation.Id, ReportOf);

        ComplianceReport ReportOf(Organisation organisation)
        {
            var own = tallies[organisation.Id];
            return new(
                organisation.Id,
                year,
                asOf,
                own.Counts,
                own.CreditedSeconds,
                policy,
                own.ByCategory,
                ComplianceRules.DutiesOf(
                    organisation,
                    policy,
                    [.. own.ByCategory.Select(group => group.Category)],
                    bases.GetValueOrDefault(organisation.Id) ?? BaseCounts.None
                ),
                [.. children[organisation.Id].Select(child => new ChildCounts(child.Id, tallies[child.Id].Counts))]
            );
        }
    }
}
