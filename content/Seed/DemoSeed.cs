using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// The demonstration: the party organisations of Quanzhou with members, teachers, courseware and two years of training, made through the product's own services. The same day
/// gives the same data. Each step finds what an earlier run left, so a run killed anywhere is simply run again; a marker, written last, ends it for good.
/// </summary>
public sealed class DemoSeed
{
    private const string RunId = "demo";
    private readonly SeedStore store;
    private readonly OrganisationTree tree;
    private readonly GrantBook grants;
    private readonly MemberRegister register;
    private readonly PolicyLibrary policies;
    private readonly TeacherPool teachers;
    private readonly SeedPast past;
    private readonly TimeProvider time;
    private readonly ILogger<DemoSeed> logger;

    internal DemoSeed(SeedStore store, OrganisationTree tree, GrantBook grants, MemberRegister register, PolicyLibrary policies, TeacherPool teachers, SeedPast past,
        TimeProvider time, ILogger<DemoSeed> logger) =>
        (this.store, this.tree, this.grants, this.register, this.policies, this.teachers, this.past, this.time, this.logger) =
        (store, tree, grants, register, policies, teachers, past, time, logger);

    /// <summary>Once per database; returns at once where the marker stands.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(int.MaxValue, cancellationToken);

    /// <param name="steps">Stop after so many steps, as a kill would.</param>
    internal async Task RunAsync(int steps, CancellationToken cancellationToken)
    {
        var run = await store.BeginAsync(RunId, SchoolTime.Today(time), cancellationToken);
        if (run.CompletedAt is not null)
            return;
        var started = time.GetTimestamp();
        var plan = new SeedPlan(run.Day, policies.InForceOn);
        foreach (var (name, step) in Steps(plan).Take(steps))
        {
            var begun = time.GetTimestamp();
            await step(cancellationToken);
            logger.LogDebug("Demonstration: {Step} in {Elapsed:0} ms", name, time.GetElapsedTime(begun).TotalMilliseconds);
        }
        if (steps < int.MaxValue)
            return;
        await store.CompleteAsync(RunId, time.GetUtcNow(), cancellationToken);
        logger.LogInformation("Demonstration data of {Day:yyyy-MM-dd}: {Organisations} organisations, {Members} members, {Credits} credits in {Elapsed:0.0} s",
            run.Day, plan.Organisations.Count, plan.Members.Count, plan.Credits.Count, time.GetElapsedTime(started).TotalSeconds);
    }

    internal IReadOnlyList<(string Name, Func<CancellationToken, Task> Run)> Steps(SeedPlan plan) =>
    [
        ("organisations", token => tree.AddManyAsync(plan.Organisations, token)),
        ("grants", token => GiveGrantsAsync(plan, token)),
        ("members", token => register.RegisterManyAsync([.. plan.Members.Select(planned => planned.Member)], token)),
        ("teachers", token => teachers.AddManyAsync(plan.Teachers, token)),
        ("courseware", token => past.PublishAsync(plan, token)),
        ("drafts", token => past.DraftAsync(plan, token)),
        ("credits of last year", token => past.PostAsync(plan, plan.Today.Year - 1, token)),
        ("credits of this year", token => past.PostAsync(plan, plan.Today.Year, token)),
        ("reversals", token => past.ReverseAsync(plan, token)),
        ("claims", token => past.ClaimAsync(plan, token)),
        ("study", token => past.StudyAsync(plan, token)),
    ];

    private async Task GiveGrantsAsync(SeedPlan plan, CancellationToken cancellationToken)
    {
        foreach (var (subject, role, organisation) in plan.Grants)
        {
            await grants.GiveAsync(subject, role, organisation, new(plan.Today.AddYears(-2), null), cancellationToken);
        }
    }
}
