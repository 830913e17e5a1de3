using System.Diagnostics;
using ELearning.Embedded;
using ELearning.Tests;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Benchmarks;

/// <summary>
/// R3: heartbeats through HTTP and GraphQL against plain <c>updateOne</c> through the driver, durable, on one embedded server, as many clients on either side.
/// A heartbeat reads the desk and replaces it at its version: two round trips and one durable write.
/// </summary>
internal static class HeartbeatAgainstUpdate
{
    public static async Task RunAsync(Settings settings)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        await using (var server = await EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = Path.Combine(data.FullName, "bench.db") }, CancellationToken.None))
        await using (var process = await ServerProcess.StartApiAsync(data.FullName, $"--Storage:Mongo:ConnectionString={server.ConnectionString}"))
        {
            var beats = (await Scenario.AllAsync(new ApiTarget(process, data), settings.Clients))[1];
            using var driver = new MongoClient(server.ConnectionString);
            var plain = driver.GetDatabase("bench").GetCollection<BsonDocument>("plain").WithWriteConcern(WriteConcern.WMajority.With(journal: true));
            await plain.InsertManyAsync(Enumerable.Range(0, settings.Clients).Select(i => new BsonDocument { { "_id", i }, { "version", 0 }, { "filling", new string('x', 600) } }));

            var ratios = new List<(double Beats, double Updates)>();
            for (var round = -1; round < settings.Rounds; round++)
            {
                double beatsPerSecond, updatesPerSecond;
                if (round % 2 == 0)
                {
                    beatsPerSecond = await PerSecondAsync(settings, client => BeatAsync(beats, process, client));
                    updatesPerSecond = await PerSecondAsync(settings, client => UpdateAsync(plain, client));
                }
                else
                {
                    updatesPerSecond = await PerSecondAsync(settings, client => UpdateAsync(plain, client));
                    beatsPerSecond = await PerSecondAsync(settings, client => BeatAsync(beats, process, client));
                }
                if (round >= 0)
                    ratios.Add((beatsPerSecond, updatesPerSecond));
            }
            double Median(Func<(double Beats, double Updates), double> of) => ratios.Select(of).Order().ElementAt(ratios.Count / 2);
            Console.WriteLine($"R3 heartbeat, durable, {settings.Clients} clients: {Median(r => r.Beats):F0}/s, plain updateOne on the same server {Median(r => r.Updates):F0}/s; "
                + $"ratio {Median(r => r.Beats / r.Updates):F2} (asked for: 0.4 or more)");
        }
        data.Delete(recursive: true);
    }

    private static async Task BeatAsync(Scenario beats, ServerProcess process, int client)
    {
        using var request = beats.Request(client);
        using var response = await process.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    private static Task<UpdateResult> UpdateAsync(IMongoCollection<BsonDocument> plain, int client) =>
        plain.UpdateOneAsync(new BsonDocument("_id", client), new BsonDocument("$inc", new BsonDocument("version", 1)));

    private static async Task<double> PerSecondAsync(Settings settings, Func<int, Task> once)
    {
        var share = settings.Requests / settings.Clients;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, settings.Clients).Select(async client =>
        {
            for (var i = 0; i < share; i++)
            {
                await once(client);
            }
        }));
        return share * settings.Clients / watch.Elapsed.TotalSeconds;
    }
}
