using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using ELearning.Content;
using ELearning.Embedded;
using ELearning.Processes.Tests.Hosting;
using ELearning.Processes.Tests.Media;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Benchmarks;

/// <summary>
/// R4: ranges of a 10 GB film (signed address, every header), sent by the real process and by nginx at its word, against nginx that sends the same file
/// unasked: CPU of each side's processes per range, as a ratio; and what the process's memory peaks at with 1 and with 64 streams and after the whole film.
/// </summary>
/// <remarks>
/// The film is a sparse file put straight where the folder store keeps blobs, its document straight into the embedded database before the API starts: reading
/// does not recompute the hash that names it. Both sides read the same offsets, from the page cache.
/// </remarks>
internal static class MediaAgainstNginx
{
    private const long FilmLength = 10_000_000_000;
    private const int MiB = 1 << 20;

    /// <summary>A player that asks for the rest and takes what it needs gets ranges as long as it plays; one that seeks about gets short ones.</summary>
    private static readonly int[] RangeLengths = [MiB, 8 * MiB];

    private const int Offsets = 500;

    /// <summary>So many MiB of one side, then of the other: a tenth of a second, in which the machine stays as noisy as it is.</summary>
    private const int Slice = 250;

    private static readonly string Hash = new('a', 64);

    /// <summary>
    /// How the kernel paces the connections of both: <c>bbr</c> by timers, which count on a loopback as they do nowhere else; <c>cubic</c> by none.
    /// </summary>
    private static readonly string Congestion = File.ReadAllText("/proc/sys/net/ipv4/tcp_congestion_control").Trim();

    public static async Task RunAsync(Arguments settings)
    {
        MissingProgramError.Require("nginx", "nginx");
        await RunAsync(settings, handedOver: false);
        await RunAsync(settings, handedOver: true);
    }

    private static async Task RunAsync(Arguments settings, bool handedOver)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        var asset = new MediaAsset("film", Hash, "film.mp4", "video/mp4", FilmLength, null, "bench", TimeProvider.System.GetUtcNow());
        var film = await PrepareAsync(data, asset);
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var links = new MediaLinks(Options.Create(new SecretsOptions { Media = secret }), TimeProvider.System);
        await using (
            var api = await ServerProcess.StartApiAsync(
                data.FullName,
                [
                    "--contentRoot",
                    AppContext.BaseDirectory,
                    "--Seed:Demo",
                    "false",
                    // As it serves in earnest; nobody needs a token for media.
                    "--environment",
                    "Production",
                    "--Identity:Development",
                    "false",
                    "--AzureAd:Instance",
                    "https://login.invalid/",
                    "--AzureAd:TenantId",
                    "none",
                    "--AzureAd:ClientId",
                    "none",
                    .. handedOver ? ["--Media:Accel", "nginx"] : Array.Empty<string>(),
                    .. ((string[])["Media", "Presence", "Evidence"]).SelectMany(name => (string[])[$"--Secrets:{name}", secret]),
                ]
            )
        )
        await using (
            var nginx = await NginxServer.StartAsync(new Uri(api.Address), Path.Combine(data.FullName, "blobs"), $"location /film {{ alias {film}; }}")
        )
        {
            var ours = handedOver
                ? new Side("nginx at the word of the API", new Uri(nginx.Address, links.Sign(asset)), () => [api.Id, .. nginx.ProcessIds])
                : new Side("the API", new Uri(new Uri(api.Address), links.Sign(asset)), () => [api.Id]);
            var theirs = new Side("nginx unasked", new Uri(nginx.Address, "film"), () => nginx.ProcessIds);
            foreach (var id in ours.Processes().Concat(theirs.Processes()))
            {
                await Cores.PinAsync(id, 0);
            }
            await Cores.PinAsync(Environment.ProcessId, 1);
            foreach (var length in RangeLengths)
            {
                await CpuAsync(api, ours, theirs, length, settings);
            }
            if (!handedOver)
                await MemoryAsync(ours, api.Id);
        }
        data.Delete(recursive: true);
    }

    private static async Task<string> PrepareAsync(DirectoryInfo data, MediaAsset asset)
    {
        var film = Path.Combine(Directory.CreateDirectory(Path.Combine(data.FullName, "blobs", Hash[..2])).FullName, Hash);
        using (var file = File.OpenHandle(film, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, FilmLength);
        }
        await using var database = await EmbeddedMongo.StartAsync(
            new EmbeddedMongoOptions { File = Path.Combine(data.FullName, "elearning.db") },
            CancellationToken.None
        );
        using var driver = new MongoClient(database.ConnectionString);
        await driver
            .GetDatabase("elearning")
            .GetCollection<BsonDocument>("media")
            .InsertOneAsync(
                new BsonDocument
                {
                    { "_id", asset.Id },
                    { "hash", asset.Hash },
                    { "name", asset.Name },
                    { "contentType", asset.ContentType },
                    { "byteLength", asset.ByteLength },
                    { "organisationId", asset.OrganisationId },
                    { "storedAt", asset.StoredAt.UtcDateTime },
                }
            );
        return film;
    }

    private static async Task CpuAsync(ServerProcess api, Side ours, Side theirs, int length, Arguments settings)
    {
        var offsets = Enumerable.Range(0, Offsets).Select(_ => Random.Shared.NextInt64(FilmLength - length)).ToArray();
        var slice = Slice * MiB / length;
        using var ourClients = new Clients(ours.Film, length, settings.Clients);
        using var theirClients = new Clients(theirs.Film, length, settings.Clients);
        await theirClients.ReadAsync(offsets, slice);
        await Warmth.BringAsync(api, () => ourClients.ReadAsync(offsets, settings.Requests));
        var slices = Math.Max(1, settings.Requests / Slice);
        var rounds = new List<(double Ours, double Api, double Theirs)>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            var (our, their, ofApi) = (TimeSpan.Zero, TimeSpan.Zero, ProcessClock.Of(api.Id));
            for (var i = 0; i < slices; i++)
            {
                if (i % 2 == 0)
                    our += await ours.CpuAsync(() => ourClients.ReadAsync(offsets, slice));
                their += await theirs.CpuAsync(() => theirClients.ReadAsync(offsets, slice));
                if (i % 2 == 1)
                    our += await ours.CpuAsync(() => ourClients.ReadAsync(offsets, slice));
            }
            double Each(TimeSpan cpu) => cpu.TotalMicroseconds / (slices * slice);
            rounds.Add((Each(our), Each(ProcessClock.Of(api.Id) - ofApi), Each(their)));
        }
        double Median(Func<(double Ours, double Api, double Theirs), double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);
        Console.WriteLine(
            $"R4 media, {length / MiB} MiB ranges of a 10 GB film, {settings.Clients} clients, {Congestion}: CPU of {ours.Name} {Median(r => r.Ours):F0} us/range "
                + $"({Median(r => r.Api):F0} the API's), "
                + $"of {theirs.Name} {Median(r => r.Theirs):F0} us; "
                + $"ratio {Median(r => r.Ours / r.Theirs):F2} (rounds {rounds.Min(r => r.Ours / r.Theirs):F2} to "
                + $"{rounds.Max(r => r.Ours / r.Theirs):F2})"
        );
    }

    /// <summary>Peaks only rise, so the difference between two of them is what the later phase needed more.</summary>
    private static async Task MemoryAsync(Side side, int processId)
    {
        const long Part = 256 << 20;
        await StreamsAsync(side, 1, Part);
        var one = PeakMegabytes(processId);
        await StreamsAsync(side, 64, Part / 8);
        var many = PeakMegabytes(processId);
        var watch = Stopwatch.StartNew();
        await StreamsAsync(side, 1, FilmLength);
        var whole = PeakMegabytes(processId);
        Console.WriteLine(
            $"R4 media, memory of the process: peak {one:F0} MB with 1 stream, {many - one:+0.0;-0.0} MB with 64 at once, {whole - many:+0.0;-0.0} MB "
                + $"for the whole film of 10 GB "
                + $"({FilmLength / 1e6 / watch.Elapsed.TotalSeconds:F0} MB/s; asked for: flat within 16 MB)"
        );
    }

    private static Task StreamsAsync(Side side, int streams, long length) =>
        Task.WhenAll(Enumerable.Range(0, streams).Select(i => side.ReadAsync(i * ((FilmLength - length) / streams), length, new byte[128 << 10])));

    private static double PeakMegabytes(int processId) =>
        long.Parse(
            File.ReadLines($"/proc/{processId}/status")
                .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        ) / 1024.0;

    /// <summary>A server of the film and what it costs.</summary>
    private sealed record Side(string Name, Uri Film, Func<IReadOnlyList<int>> Processes)
    {
        private static readonly HttpClient Client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 128 }) { Timeout = Timeout.InfiniteTimeSpan };

        /// <summary>What it needs for some work.</summary>
        public async Task<TimeSpan> CpuAsync(Func<Task> work)
        {
            var before = Cpu();
            await work();
            return Cpu() - before;
        }

        public async Task ReadAsync(long offset, long length, byte[] buffer)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Film) { Headers = { Range = new RangeHeaderValue(offset, offset + length - 1) } };
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            var read = 0L;
            for (int part; (part = await body.ReadAsync(buffer)) > 0; )
            {
                read += part;
            }
            if (response.StatusCode != System.Net.HttpStatusCode.PartialContent || read != length)
                throw new InvalidOperationException($"{Film}: {response.StatusCode}, {read} bytes");
        }

        private TimeSpan Cpu() => Processes().Aggregate(TimeSpan.Zero, (sum, id) => sum + ProcessClock.Of(id));
    }

    /// <summary>Connections that stay, each with somebody who asks over it.</summary>
    private sealed class Clients(Uri film, int length, int count) : IDisposable
    {
        private readonly List<RangeClient> _clients = [.. Enumerable.Range(0, count).Select(_ => new RangeClient(film))];

        public Task ReadAsync(long[] offsets, int ranges)
        {
            var next = -1;
            return Task.WhenAll(
                _clients.Select(client =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            while (Interlocked.Increment(ref next) is var i && i < ranges)
                            {
                                client.Read(offsets[i % offsets.Length], length);
                            }
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
            );
        }

        public void Dispose() => _clients.ForEach(client => client.Dispose());
    }
}
