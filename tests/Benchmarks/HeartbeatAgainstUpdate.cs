using System.Diagnostics;
using System.Text;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Benchmarks;

/// <summary>
/// R3: heartbeats through HTTP and GraphQL against plain <c>updateOne</c> through the driver, durable, on one embedded server, as many clients on either side.
/// API and database share a process, as they do by default; the clients of both kinds share this one, and all share the machine. Rounds of the two alternate
/// after both have been warmed.
/// </summary>
internal static class HeartbeatAgainstUpdate
{
    public static async Task RunAsync(Arguments settings)
    {
        await using var shared = await SharedProcess.StartAsync();
        var beats = (await Scenario.AllAsync(shared.Process.Client, settings.Clients))[1];
        var learners = beats.Tokens.Select(token => new LeanClient(new Uri(shared.Process.Address), token.Parameter!)).ToList();
        using var driver = new MongoClient(shared.ConnectionString);
        var plain = driver.GetDatabase("bench").GetCollection<BsonDocument>("plain").WithWriteConcern(WriteConcern.WMajority.With(journal: true));
        await plain.InsertManyAsync(
            Enumerable
                .Range(0, settings.Clients)
                .Select(i => new BsonDocument
                {
                    { "_id", i },
                    { "version", 0 },
                    { "filling", new string('x', 600) },
                })
        );

        var rounds = new List<(Sample Beats, Sample Updates)>();
        await Warmth.BringAsync(
            shared.Process,
            async () =>
            {
                await RoundAsync(shared, settings, Beat);
                await RoundAsync(shared, settings, Update);
            }
        );
        for (var round = 0; round < settings.Rounds; round++)
        {
            var beatsFirst = round % 2 == 0;
            var first = await RoundAsync(shared, settings, beatsFirst ? Beat : Update);
            var second = await RoundAsync(shared, settings, beatsFirst ? Update : Beat);
            rounds.Add(beatsFirst ? (first, second) : (second, first));
        }
        double Median(Func<(Sample Beats, Sample Updates), double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);
        Console.WriteLine(
            $"R3 heartbeat, durable, {settings.Clients} clients: {Median(r => r.Beats.PerSecond):F0}/s, plain updateOne on the same server "
                + $"{Median(r => r.Updates.PerSecond):F0}/s; "
                + $"ratio {Median(r => r.Beats.PerSecond / r.Updates.PerSecond):F2} (asked for: 0.4 or more). CPU of the server "
                + $"{Median(r => r.Beats.ServerMicroseconds):F0} and {Median(r => r.Updates.ServerMicroseconds):F0} us, "
                + $"of the clients {Median(r => r.Beats.ClientMicroseconds):F0} and {Median(r => r.Updates.ClientMicroseconds):F0} us "
                + $"({settings.Rounds} rounds of {settings.Requests})"
        );

        foreach (var learner in learners)
        {
            learner.Dispose();
        }

        Task Beat(int client, int count) =>
            Task.Factory.StartNew(
                () =>
                {
                    for (var i = 0; i < count; i++)
                    {
                        var answer = learners[client].Post(beats.Body(client));
                        if (answer.IndexOf("\"status\":\"ACTIVE\""u8) < 0)
                            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );

        async Task Update(int client, int count)
        {
            for (var i = 0; i < count; i++)
            {
                await plain.UpdateOneAsync(new BsonDocument("_id", client), new BsonDocument("$inc", new BsonDocument("version", 1)));
            }
        }
    }

    private static async Task<Sample> RoundAsync(SharedProcess shared, Arguments settings, Func<int, int, Task> send)
    {
        var share = settings.Requests / settings.Clients;
        var (server, clients, watch) = (shared.Process.CpuTime, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, settings.Clients).Select(client => send(client, share)));
        var done = share * settings.Clients;
        return new Sample(
            done / watch.Elapsed.TotalSeconds,
            (shared.Process.CpuTime - server).TotalMicroseconds / done,
            (Environment.CpuUsage.TotalTime - clients).TotalMicroseconds / done
        );
    }

    private sealed record Sample(double PerSecond, double ServerMicroseconds, double ClientMicroseconds);
}
