using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The services once more, on a clock of their own: what the demonstration says happened last spring is dated last spring.</summary>
internal sealed class SeedPast
{
    /// <summary>
    /// The demonstration is the same every time, so its checks come when the mean is reached, and ask the first question there is.
    /// </summary>
    private static readonly PresenceDraw Foreseen = new(mean => mean, _ => 0);

    private readonly SeedClock _clock = new();
    private readonly CreditLedger _ledger;
    private readonly SeedCourseware _courseware;
    private readonly SeedDrafts _drafts;
    private readonly SeedClaims _claims;
    private readonly SeedStudy _study;

    public SeedPast(
        CreditStore credits,
        EvidenceStore evidence,
        CreditClaimStore claimed,
        TrainingDayStore days,
        CoursewareStore published,
        CoursewareVersionStore versions,
        FrozenCourseware frozen,
        CoursewareDraftStore drafted,
        CoursewareSearch index,
        DeskStore desks,
        SessionStore sessions,
        CoverageStore coverage,
        ClientTraces traces,
        MemberRegister register,
        OrganisationTree tree,
        IdempotencyKeys keys,
        PolicyLibrary policies,
        MediaLibrary media,
        TeacherPool teachers,
        CatalogueStamp stamp,
        NotificationStore told,
        IOptions<SecretsOptions> secrets
    )
    {
        var untold = new Untold();
        var notifications = new Notifications(told, _clock);
        _ledger = new(credits, evidence, untold, policies, notifications, _clock);
        var library = new CoursewareLibrary(published, versions, frozen, index, media, teachers, stamp, untold, _clock);
        _courseware = new(media, library, _clock);
        _drafts = new(new(drafted, library, tree, media, keys, _clock), _clock);
        _claims = new(new(claimed, new(days, claimed, _ledger, policies, _clock), register, _ledger, media, policies, notifications, _clock), policies, _clock);
        _study = new(
            new(
                desks,
                sessions,
                new(desks, coverage, sessions, _ledger, traces),
                new(library, coverage),
                new(Foreseen, policies, secrets),
                traces,
                untold,
                policies,
                _clock
            ),
            library,
            _clock
        );
    }

    public async Task PublishAsync(SeedPlan plan, CancellationToken cancellationToken) =>
        await _courseware.PublishAsync(plan.Today, await _courseware.StoreMediaAsync(cancellationToken), cancellationToken);

    public async Task DraftAsync(SeedPlan plan, CancellationToken cancellationToken) =>
        await _drafts.RunAsync(plan.Today, await _courseware.StoreMediaAsync(cancellationToken), cancellationToken);

    /// <summary>The batches of a year, entered when the year was over, or yesterday evening.</summary>
    public Task PostAsync(SeedPlan plan, int year, CancellationToken cancellationToken)
    {
        _clock.Now =
            year < plan.Today.Year ? SchoolTime.StartOf(new(year + 1, 1, 1)) - TimeSpan.FromHours(7) : SchoolTime.StartOf(plan.Today) - TimeSpan.FromHours(4);
        return _ledger.PostBatchAsync([.. plan.Credits.Where(credit => credit.EarnedOn.Year == year)], cancellationToken);
    }

    public async Task ReverseAsync(SeedPlan plan, CancellationToken cancellationToken)
    {
        _clock.Now = SchoolTime.StartOf(plan.Today) - TimeSpan.FromHours(3);
        foreach (var credit in plan.Reversed)
        {
            try
            {
                await _ledger.ReverseAsync(credit.Id, "签到表核对后发现重复登记", new Actor(DemoSubjects.CityAdmin, null), cancellationToken);
            }
            catch (ContentError done) when (done.Code == ContentErrorCode.CreditReversed)
            {
                // By a run before this one; the member has been told now at the latest.
            }
        }
    }

    public async Task ClaimAsync(SeedPlan plan, CancellationToken cancellationToken) =>
        await _claims.RunAsync(plan.Today, plan.Members, (await _courseware.StoreMediaAsync(cancellationToken))["png"], cancellationToken);

    public Task StudyAsync(SeedPlan plan, CancellationToken cancellationToken) => _study.RunAsync(plan.Today, plan.Members, cancellationToken);

    /// <summary>What the demonstration says happened long ago is news to nobody.</summary>
    private sealed class Untold : IEvents
    {
        public Task AppendAsync(IReadOnlyList<DomainEvent> happened, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
