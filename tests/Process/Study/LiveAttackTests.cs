using System.Diagnostics;
using ELearning.Content;
using ELearning.Processes.Tests.Embedded;
using ELearning.Processes.Tests.Hosting;
using Xunit.Abstractions;

namespace ELearning.Processes.Tests.Study;

/// <summary>Real processes on real time: two at one session, and one that dies again and again.</summary>
public sealed class LiveAttackTests(ITestOutputHelper output) : IDisposable
{
    private const string Films = "{ courseware(first: 50, where: { kind: { eq: VIDEO } }) { nodes { id chapters { id durationSeconds } } } }";
    private const double FilmSeconds = 24;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-live-");

    public void Dispose() => _data.Delete(recursive: true);

    /// <summary>Nothing waits here: both send as fast as they are answered, each beat claiming the whole film, until six seconds are over.</summary>
    [Fact]
    public async Task Attack_n_two_real_processes_beating_one_session_count_the_wall_clock_once()
    {
        await using var database = await EmbeddedProcess.ServeAsync(Path.Combine(_data.FullName, "shared.db"));
        await using var left = await ServerProcess.StartApiAsync(_data.FullName, "--Storage:Mongo:ConnectionString", database.Address);
        await using var right = await ServerProcess.StartApiAsync(_data.FullName, "--Storage:Mongo:ConnectionString", database.Address);
        var (one, two) = (new LiveLearner("QZ000001"), new LiveLearner("QZ000001"));
        await Task.WhenAll(one.SignInAsync(left), two.SignInAsync(right));
        var films = await FilmsAsync(one);

        var outer = Stopwatch.StartNew();
        await one.StartAsync(films[0]);
        var inner = Stopwatch.StartNew();
        two.Join(one);
        var (beats, sent) = (0, TimeSpan.Zero);
        while (inner.Elapsed < TimeSpan.FromSeconds(6))
        {
            sent = inner.Elapsed;
            await Task.WhenAll(one.BeatAsync(FilmSeconds, beats + 1), two.BeatAsync(FilmSeconds, beats + 2));
            beats += 2;
        }
        var lived = outer.Elapsed;
        var finished = await Task.WhenAll(FinishAsync(one), FinishAsync(two));

        var counted = Assert.Single(finished[0]);
        Assert.Equal([counted], finished[1]);
        output.WriteLine($"{beats} beats through two processes claimed {beats * FilmSeconds:0} s in {lived.TotalSeconds:0.000} s: {counted} s counted");
        Assert.InRange(counted, Math.Floor(sent.TotalSeconds), lived.TotalSeconds);
        var credits = await one.SendAsync(
            "query($year: Int!) { me { credits(year: $year, first: 50) { nodes { seconds source { __typename } } } } }",
            new { year = SchoolYear }
        );
        Assert.Equal(
            counted,
            (int)
                Assert.Single(credits["me"]!["credits"]!["nodes"]!.AsArray(), credit => (string)credit!["source"]!["__typename"]! == "StudySession")![
                    "seconds"
                ]!
        );

        static Task<IReadOnlyList<int>> FinishAsync(LiveLearner learner) => learner.FinishAsync();
    }

    [Fact]
    public async Task Attack_p_twenty_times_kill_9_under_ten_sessions_loses_no_beat_and_posts_no_credit_twice()
    {
        // A policy of its own, by which a check comes every ten seconds, so that checks too are issued, answered and lost under way.
        var policies = _data.CreateSubdirectory("policies").FullName;
        var asking = PolicyLibrary
            .Sources("")
            .Single()
            .Json.Replace("\"version\": 2", "\"version\": 3", StringComparison.Ordinal)
            .Replace("\"presenceChecksPerHour\": 3", "\"presenceChecksPerHour\": 270", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(policies, "asking.json"), asking);
        var watch = Stopwatch.StartNew();
        var random = new Random(9);
        var learners = Enumerable.Range(1, 10).Select(i => new LiveLearner($"QZ{i:000000}")).ToList();
        IReadOnlyList<(string, string)> films = [];
        var (answers, lost) = (0, 0);
        for (var life = 0; life < 20; life++)
        {
            await using var api = await ServerProcess.StartApiAsync(
                _data.FullName,
                "--Seed:Demo",
                life == 0 ? "true" : "false",
                "--Policies:Directory",
                policies
            );
            await Task.WhenAll(learners.Select(learner => learner.SignInAsync(api)));
            if (films.Count == 0)
                films = await FilmsAsync(learners[0]);
            foreach (var learner in learners)
                await RequireAcknowledgedAsync(learner);

            // Ten go on with their sessions, finish them and start others; the process dies in the middle of it, after so many answers.
            var (left, enough) = (random.Next(40, 120), new TaskCompletionSource());
            var running = learners.Select((learner, i) => StudyUntilKilledAsync(learner, new Random((life * 10) + i))).ToList();
            await enough.Task;
            await api.KillAsync();
            await Task.WhenAll(running);

            async Task StudyUntilKilledAsync(LiveLearner learner, Random choice)
            {
                try
                {
                    for (; ; )
                    {
                        if (learner.Current is null)
                            await learner.StartAsync(films[choice.Next(films.Count)]);
                        else if (learner.HasEnded || choice.Next(8) == 0)
                            await learner.FinishAsync();
                        else
                            await learner.BeatAsync(FilmSeconds);
                        Interlocked.Increment(ref answers);
                        if (Interlocked.Decrement(ref left) == 0)
                            enough.TrySetResult();
                    }
                }
                catch (Exception gone) when (gone is HttpRequestException or IOException)
                {
                    Interlocked.Increment(ref lost);
                }
                catch (Exception unexpected)
                {
                    enough.TrySetException(unexpected);
                    throw;
                }
            }
        }
        // The last process lives: whoever is still studying finishes, and every ledger is walked.
        await using var last = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo", "false", "--Policies:Directory", policies);
        var credited = 0;
        foreach (var learner in learners)
        {
            await learner.SignInAsync(last);
            await RequireAcknowledgedAsync(learner);
            while (learner.Current is not null)
                await learner.FinishAsync();
            credited += await RequireOneCreditEachAsync(learner);
        }
        output.WriteLine(
            $"20 × kill -9: {answers} answers, {lost} calls lost, {learners.Sum(learner => learner.Acknowledged.Count)} sessions, "
                + $"{learners.Sum(learner => learner.Named.Count)} credits named, {learners.Sum(learner => learner.Proofs)} checks answered, "
                + $"{credited} s credited, {watch.Elapsed.TotalSeconds:0} s"
        );
        Assert.Equal(200, lost);
        Assert.InRange(credited, 1, 10 * watch.Elapsed.TotalSeconds);
    }

    /// <summary>No acknowledged beat and no acknowledged second of any session is missing, and no credit that was named.</summary>
    private static async Task RequireAcknowledgedAsync(LiveLearner learner)
    {
        var sessions = await learner.SendAsync(
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on StudySession { id nextSequence verifiedSeconds } } }",
            new { ids = learner.Acknowledged.Keys.TakeLast(50) }
        );
        foreach (var session in sessions["nodes"]!.AsArray())
        {
            var (nextSequence, verified) = learner.Acknowledged[(string)session!["id"]!];
            Assert.True((int)session["nextSequence"]! >= nextSequence, $"beat lost in {session}");
            Assert.True((int)session["verifiedSeconds"]! >= verified, $"seconds lost in {session}");
        }
    }

    /// <summary>Each session has one credit of what it counted, each named credit is there as it was named, and the chain holds.</summary>
    private static async Task<int> RequireOneCreditEachAsync(LiveLearner learner)
    {
        var me = (
            await learner.SendAsync(
                "query($year: Int!) { me { id credits(year: $year, first: 100) { nodes { id seconds earnedOn evidence { verified } source { ... on "
                    + "StudySession { id verifiedSeconds } } } } } }",
                new { year = SchoolYear }
            )
        )["me"]!;
        var credits = me["credits"]!["nodes"]!.AsArray().Where(credit => credit!["source"]!["id"] is not null).ToList();
        foreach (var session in credits.GroupBy(credit => (string)credit!["source"]!["id"]!))
        {
            Assert.Equal(session.Count(), session.Select(credit => (string)credit!["earnedOn"]!).Distinct().Count());
            Assert.InRange(
                session.Sum(credit => (int)credit!["seconds"]!),
                (int)session.First()!["source"]!["verifiedSeconds"]! - 1,
                (int)session.First()!["source"]!["verifiedSeconds"]!
            );
        }
        Assert.All(credits, credit => Assert.True((bool)credit!["evidence"]!["verified"]!));
        var seconds = credits.ToDictionary(credit => (string)credit!["id"]!, credit => (int)credit!["seconds"]!);
        Assert.All(learner.Named, named => Assert.Equal(named.Value, seconds[named.Key]));
        var ledger = (
            await learner.SendAsync("query($id: ID!) { verifyLedger(memberId: $id) { verified brokenAt { number reason } } }", new { id = (string)me["id"]! })
        )["verifyLedger"]!;
        Assert.True((bool)ledger["verified"]!, ledger.ToJsonString());
        return learner.Acknowledged.Keys.Sum(session =>
            credits.Where(credit => (string)credit!["source"]!["id"]! == session).Sum(credit => (int)credit!["seconds"]!)
        );
    }

    private static async Task<IReadOnlyList<(string, string)>> FilmsAsync(LiveLearner learner) =>
        [
            .. (await learner.SendAsync(Films))["courseware"]!["nodes"]!
                .AsArray()
                .SelectMany(node =>
                    node!["chapters"]!
                        .AsArray()
                        .Where(chapter => chapter!["durationSeconds"] is { } length && (int)length >= FilmSeconds)
                        .Select(chapter => ((string)node["id"]!, (string)chapter!["id"]!))
                ),
        ];

    private static int SchoolYear => SchoolTime.Today(TimeProvider.System).Year;
}
