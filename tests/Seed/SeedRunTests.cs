using ELearning.Content;
using MongoDB.Driver;
using Xunit.Abstractions;

namespace ELearning.Tests.Seed;

/// <summary>Seeding is once, the same, and goes on after it was stopped.</summary>
public sealed class SeedRunTests(ITestOutputHelper output)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_second_run_adds_nothing_even_on_another_day()
    {
        await using var host = await SeededContent.StartAsync();
        await host.SeedAsync();
        var first = await host.AllIdsAsync();
        host.Time.SetUtcNow(SeededContent.Usual.AddDays(40));
        await host.SeedAsync();
        Assert.Equal(first, await host.AllIdsAsync());
    }

    [Fact]
    public async Task Under_a_policy_that_asks_all_the_time_the_members_of_the_demonstration_answer()
    {
        var policies = Directory.CreateTempSubdirectory("elearning-policies-");
        try
        {
            var text = PolicyLibrary
                .Sources("")
                .Single()
                .Json.Replace("\"version\": 2", "\"version\": 3", StringComparison.Ordinal)
                .Replace("\"presenceChecksPerHour\": 3", "\"presenceChecksPerHour\": 270", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(policies.FullName, "asking.json"), text);
            await using var host = await SeededContent.StartAsync(settings: [new("Policies:Directory", policies.FullName)]);
            await host.SeedAsync();
            var sessions = await host.Database.GetCollection<ArchivedSession>("sessions").Find(session => true).ToListAsync();
            var checks = sessions.SelectMany(session => session.Session.Checks).ToList();
            output.WriteLine($"{sessions.Count} sessions, {checks.Count} checks");
            Assert.InRange(checks.Count, 10, 1000);
            Assert.Contains(checks, check => check.Outcome == PresenceOutcome.Passed);
            Assert.DoesNotContain(checks, check => check.Outcome == PresenceOutcome.Wrong);
            Assert.All(
                sessions.Where(session => session.Ending.Status == StudySessionStatus.Finished),
                session => Assert.All(session.Session.Parts, part => Assert.Equal(0, part.PendingMilliseconds))
            );
        }
        finally
        {
            policies.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Two_databases_of_the_same_day_hold_the_same_ids()
    {
        await using var one = await SeededContent.StartAsync();
        await using var other = await SeededContent.StartAsync(SeededContent.Usual.AddHours(5));
        await one.SeedAsync();
        await other.SeedAsync();
        var ids = await one.AllIdsAsync();
        Assert.Equal(ids, await other.AllIdsAsync());
        output.WriteLine($"{ids.Count} documents");
    }

    [Fact]
    public async Task A_run_stopped_after_any_step_is_completed_by_the_next_ones()
    {
        await using var whole = await SeededContent.StartAsync();
        await whole.SeedAsync();
        var expected = await whole.AllIdsAsync();
        await using var broken = await SeededContent.StartAsync();
        var steps = broken.Get<DemoSeed>().Steps(broken.PlanOf()).Count;
        for (var step = 0; step <= steps; step++)
        {
            // Each time all steps so far again, on a later day: what was planned on the first day stays planned.
            broken.Time.SetUtcNow(SeededContent.Usual.AddDays(step));
            await broken.Get<DemoSeed>().RunAsync(step, None);
        }
        await broken.SeedAsync();
        // What was cut off between a fact and what follows from it is left to the sweeps: of the index, and of sessions that ended and were not settled.
        await broken.Get<CoursewareSearch>().RepairAsync(default);
        foreach (var desk in await broken.Database.GetCollection<Desk>("desks").Find(desk => true).ToListAsync())
            await broken.Get<StudyDesk>().TidyAsync(desk.Id, default);
        Assert.Equal(expected, await broken.AllIdsAsync());
    }

    [Fact]
    public async Task A_run_cut_off_in_the_middle_of_anything_is_completed_by_the_next()
    {
        await using var whole = await SeededContent.StartAsync();
        await whole.SeedAsync();
        var expected = await whole.AllIdsAsync();
        await using var broken = await SeededContent.StartAsync();
        for (var milliseconds = 20; milliseconds < 900; milliseconds += 60)
        {
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(milliseconds));
            try
            {
                await broken.Get<DemoSeed>().RunAsync(cut.Token);
            }
            catch (OperationCanceledException)
            {
                continue;
            }
            break;
        }
        await broken.SeedAsync();
        Assert.Equal(expected, await broken.AllIdsAsync());
    }

    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("2027-01-02")]
    [InlineData("2028-02-29")]
    [InlineData("2027-12-31")]
    public async Task The_demonstration_can_be_made_on_any_day_of_the_year(string day)
    {
        await using var host = await SeededContent.StartAsync(
            SchoolTime.StartOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).AddMinutes(1)
        );
        await host.SeedAsync();
        Assert.True((await host.AllIdsAsync()).Count > 5000);
    }
}
