using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The services once more, on a clock of their own: what the demonstration says happened last spring is dated last spring.</summary>
internal sealed class SeedPast
{
    /// <summary>The demonstration is the same every time, so its checks come when the mean is reached: no session played here is that long unless the policy asks more often.</summary>
    private static readonly PresenceDraw Foreseen = new(mean => mean, _ => 0);

    private readonly SeedClock clock = new();
    private readonly CreditLedger ledger;
    private readonly SeedCourseware courseware;
    private readonly SeedDrafts drafts;
    private readonly SeedClaims claims;
    private readonly SeedStudy study;

    public SeedPast(CreditStore credits, EvidenceStore evidence, CreditClaimStore claimed, CoursewareStore published, CoursewareVersionStore versions, CoursewareDraftStore drafted, CoursewareSearch index, DeskStore desks,
        SessionStore sessions, CoverageStore coverage, ClientTraces traces, MemberRegister register, OrganisationTree tree, IdempotencyKeys keys, PolicyLibrary policies, MediaLibrary media, TeacherPool teachers, IOptions<SecretsOptions> secrets)
    {
        var untold = new Untold();
        ledger = new(credits, evidence, untold, policies, clock);
        var library = new CoursewareLibrary(published, versions, index, media, teachers, untold, clock);
        courseware = new(media, library, clock);
        drafts = new(new(drafted, library, tree, media, keys, clock), clock);
        claims = new(new(claimed, register, ledger, media, policies, clock), policies, clock);
        study = new(new(desks, sessions, new(desks, coverage, sessions, ledger, traces), new(library, coverage), new(Foreseen, policies, secrets), traces, untold, policies, clock), library, clock);
    }

    public async Task PublishAsync(SeedPlan plan, CancellationToken cancellationToken) =>
        await courseware.PublishAsync(plan.Today, await courseware.StoreMediaAsync(cancellationToken), cancellationToken);

    public async Task DraftAsync(SeedPlan plan, CancellationToken cancellationToken) =>
        await drafts.RunAsync(plan.Today, await courseware.StoreMediaAsync(cancellationToken), cancellationToken);

    /// <summary>The batches of a year, entered when the year was over, or yesterday evening.</summary>
    public Task PostAsync(SeedPlan plan, int year, CancellationToken cancellationToken)
    {
        clock.Now = year < plan.Today.Year ? SchoolTime.StartOf(new(year + 1, 1, 1)) - TimeSpan.FromHours(7) : SchoolTime.StartOf(plan.Today) - TimeSpan.FromHours(4);
        return ledger.PostBatchAsync([.. plan.Credits.Where(credit => credit.EarnedOn.Year == year)], cancellationToken);
    }

    public async Task ReverseAsync(SeedPlan plan, CancellationToken cancellationToken)
    {
        clock.Now = SchoolTime.StartOf(plan.Today) - TimeSpan.FromHours(3);
        var wrong = plan.Reversed.Select(credit => credit.Id).ToList();
        var reversed = await ledger.ReversalsOfAsync(wrong, cancellationToken);
        foreach (var id in wrong.Where(id => !reversed.ContainsKey(id)))
        {
            await ledger.ReverseAsync(id, "签到表核对后发现重复登记", new Actor(DemoSubjects.CityAdmin, null), cancellationToken);
        }
    }

    public async Task ClaimAsync(SeedPlan plan, CancellationToken cancellationToken) =>
        await claims.RunAsync(plan.Today, plan.Members, (await courseware.StoreMediaAsync(cancellationToken))["png"], cancellationToken);

    public Task StudyAsync(SeedPlan plan, CancellationToken cancellationToken) => study.RunAsync(plan.Today, plan.Members, cancellationToken);

    /// <summary>What the demonstration says happened long ago is news to nobody.</summary>
    private sealed class Untold : IEvents
    {
        public Task TellAsync(IReadOnlyList<DomainEvent> happened, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
