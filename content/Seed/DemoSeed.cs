using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// The demonstration: the party organisations of Quanzhou with members, teachers, courseware and two years of training, made through the product's own
/// services. The same day gives the same data. Each step finds what an earlier run left, so a run killed anywhere is simply run again; a marker, written last,
/// ends it for good.
/// </summary>
public sealed class DemoSeed
{
    private const string RunId = "demo";
    private readonly SeedStore _store;
    private readonly OrganisationTree _tree;
    private readonly GrantBook _grants;
    private readonly MemberRegister _register;
    private readonly PolicyLibrary _policies;
    private readonly TeacherPool _teachers;
    private readonly VenueRegister _venues;
    private readonly SeedPast _past;
    private readonly TimeProvider _time;
    private readonly ILogger<DemoSeed> _logger;

    internal DemoSeed(
        SeedStore store,
        OrganisationTree tree,
        GrantBook grants,
        MemberRegister register,
        PolicyLibrary policies,
        TeacherPool teachers,
        VenueRegister venues,
        SeedPast past,
        TimeProvider time,
        ILogger<DemoSeed> logger
    ) =>
        (_store, _tree, _grants, _register, _policies, _teachers, _venues, _past, _time, _logger) = (
            store,
            tree,
            grants,
            register,
            policies,
            teachers,
            venues,
            past,
            time,
            logger
        );

    /// <summary>Once per database; returns at once where the marker stands.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => RunAsync(int.MaxValue, cancellationToken);

    /// <param name="steps">Stop after so many steps, as a kill would.</param>
    internal async Task RunAsync(int steps, CancellationToken cancellationToken)
    {
        var run = await _store.BeginAsync(RunId, SchoolTime.Today(_time), cancellationToken);
        if (run.CompletedAt is not null)
            return;
        var started = _time.GetTimestamp();
        var plan = new SeedPlan(run.Day, _policies.InForceOn);
        foreach (var (name, step) in Steps(plan).Take(steps))
        {
            var begun = _time.GetTimestamp();
            await step(cancellationToken);
            _logger.LogDebug("Demonstration: {Step} in {Elapsed:0} ms", name, _time.GetElapsedTime(begun).TotalMilliseconds);
        }
        if (steps < int.MaxValue)
            return;
        await _store.CompleteAsync(RunId, _time.GetUtcNow(), cancellationToken);
        _logger.LogInformation(
            "Demonstration data of {Day:yyyy-MM-dd}: {Organisations} organisations, {Members} members, {Credits} credits in {Elapsed:0.0} s",
            run.Day,
            plan.Organisations.Count,
            plan.Members.Count,
            plan.Credits.Count,
            _time.GetElapsedTime(started).TotalSeconds
        );
    }

    internal IReadOnlyList<(string Name, Func<CancellationToken, Task> Run)> Steps(SeedPlan plan) =>
        [
            ("organisations", token => _tree.AddManyAsync(plan.Organisations, token)),
            ("grants", token => GiveGrantsAsync(plan, token)),
            ("members", token => _register.RegisterManyAsync([.. plan.Members.Select(planned => planned.Member)], token)),
            ("teachers", token => _teachers.AddManyAsync(plan.Teachers, token)),
            ("venues", token => EnterVenuesAsync(plan, token)),
            ("courseware", token => _past.PublishAsync(plan, token)),
            ("drafts", token => _past.DraftAsync(plan, token)),
            ("credits of last year", token => _past.PostAsync(plan, plan.Today.Year - 1, token)),
            ("credits of this year", token => _past.PostAsync(plan, plan.Today.Year, token)),
            ("reversals", token => _past.ReverseAsync(plan, token)),
            ("claims", token => _past.ClaimAsync(plan, token)),
            ("study", token => _past.StudyAsync(plan, token)),
        ];

    private async Task GiveGrantsAsync(SeedPlan plan, CancellationToken cancellationToken)
    {
        var giver = new Giver(new Actor("demonstration", null), Everywhere: true, []);
        foreach (var (subject, role, organisation) in plan.Grants)
        {
            await _grants.GiveAsync(new(subject, null, role, organisation, new(plan.Today.AddYears(-2), null)), giver, cancellationToken);
        }
    }

    /// <summary>Each step asked again finds what it left: a recognition that has ended by then is not entered twice.</summary>
    private async Task EnterVenuesAsync(SeedPlan plan, CancellationToken cancellationToken)
    {
        var by = new Actor("demonstration", null);
        foreach (var planned in plan.Venues)
        {
            var venue = await _venues.EnterAsync(planned.Entered, by, cancellationToken);
            for (var place = 0; place < planned.Recognitions.Count; place++)
            {
                var (level, from, authority, withdrawn, mistake) = planned.Recognitions[place];
                if (venue.Recognitions.Count <= place)
                    venue = await _venues.RecogniseAsync(new(venue.Id, level, from, authority), by, cancellationToken);
                var held = venue.Recognitions[place];
                if (withdrawn is { } on && held.Period.To is null)
                    venue = await _venues.WithdrawAsync(new(venue.Id, place, on, "复核不合格，撤销认定"), by, cancellationToken);
                if (mistake is not null && held.Voided is null)
                    venue = await _venues.VoidAsync(new(venue.Id, place, mistake), by, cancellationToken);
            }
            if (planned.ClosedOn is { } last)
                await _venues.CloseAsync(new(venue.Id, last, "场所拆迁"), by, cancellationToken);
        }
    }
}
