using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using ELearning.Embedded;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Benchmarks;

/// <summary>
/// R3: heartbeats through HTTP and GraphQL against plain <c>updateOne</c> through the driver, durable, on one embedded server, as many clients on either side.
/// A heartbeat reads the desk and replaces it at its version: two round trips and one durable write. API, database and clients share this process, as API and
/// database do by default.
/// </summary>
internal static class HeartbeatAgainstUpdate
{
    public static async Task RunAsync(Settings settings)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        await using (var server = await EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = Path.Combine(data.FullName, "bench.db") }, CancellationToken.None))
        using (var client = await StartApiHereAsync(data, server.ConnectionString))
        {
            var beats = (await Scenario.AllAsync(client, settings.Clients))[1];
            using var driver = new MongoClient(server.ConnectionString);
            var plain = driver.GetDatabase("bench").GetCollection<BsonDocument>("plain").WithWriteConcern(WriteConcern.WMajority.With(journal: true));
            await plain.InsertManyAsync(Enumerable.Range(0, settings.Clients).Select(i => new BsonDocument { { "_id", i }, { "version", 0 }, { "filling", new string('x', 600) } }));

            var ratios = new List<(double Beats, double Updates)>();
            for (var round = -1; round < settings.Rounds; round++)
            {
                double beatsPerSecond, updatesPerSecond;
                if (round % 2 == 0)
                {
                    beatsPerSecond = await PerSecondAsync(settings, index => BeatAsync(beats, index));
                    updatesPerSecond = await PerSecondAsync(settings, index => UpdateAsync(plain, index));
                }
                else
                {
                    updatesPerSecond = await PerSecondAsync(settings, index => UpdateAsync(plain, index));
                    beatsPerSecond = await PerSecondAsync(settings, index => BeatAsync(beats, index));
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

    /// <summary>The product's own entry point, on a port that is free now.</summary>
    private static async Task<HttpClient> StartApiHereAsync(DirectoryInfo data, string connectionString)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"http://{free.LocalEndpoint}");
        free.Stop();
        string[] settings =
        [
            "--environment", "Development", "--urls", address.ToString(), "--Identity:Development", "true", "--Seed:Demo", "true",
            "--Storage:DataDirectory", data.FullName, "--Storage:Mongo:ConnectionString", connectionString, "--Logging:LogLevel:Default", "Warning",
        ];
        var api = Task.Run(() => Assembly.Load("ELearning.Api").EntryPoint!.Invoke(null, [settings]));
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
        while (!api.IsCompleted)
        {
            try
            {
                using var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return client;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
        throw new InvalidOperationException("The API ended before it was ready.");
    }

    private static async Task BeatAsync(Scenario beats, int client)
    {
        using var request = beats.Request(client);
        using var response = await beats.Api.SendAsync(request);
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
