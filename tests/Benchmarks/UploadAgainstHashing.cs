using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ELearning.Content;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// R5: films uploaded in one piece — staged, flushed to disk, hashed, checked, kept — against a plain Kestrel endpoint that reads the same body and hashes it:
/// CPU per MiB of each process, as a ratio; and by how much 64 uploads at once raise the memory of the process, for files of two sizes.
/// </summary>
internal static class UploadAgainstHashing
{
    private const long MiB = 1 << 20;
    private const long Length = 64 * MiB;
    private const int Streams = 64;
    private const string City = "3505";
    private static readonly string NodeId = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"Organisation:{City}"));

    public static async Task RunAsync(Arguments settings)
    {
        await using var api = await ApiTarget.StartAsync();
        await using var plain = await PlainEndpoint.StartAsync([]);
        var editors = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => api.Process.Client.BearerAsync($"editor-bench-{i}", "Editor", City)));
        var film = await FilmAsync();

        // Small and few at once: what runs once a file must have run often, and the buffers of many uploads must not be there before they are looked for.
        await Warmth.BringAsync(
            api.Process,
            async () =>
            {
                for (var i = 0; i < Streams; i++)
                {
                    await UploadAsync(api.Process.Client, editors[i % editors.Length], film, MiB);
                }
            }
        );
        // One alone, long enough to fill the youngest generation: what the collector lets lie has nothing to do with how many there are.
        await UploadAsync(api.Process.Client, editors[0], film, 16 * Length);
        var before = PeakMegabytes(api.Process);
        foreach (var length in new[] { 4 * MiB, 32 * MiB })
        {
            await Task.WhenAll(Enumerable.Range(0, Streams).Select(i => UploadAsync(api.Process.Client, editors[i % editors.Length], film, length)));
            Console.WriteLine(
                $"R5 upload, memory of the process: {PeakMegabytes(api.Process) - before:+0.0;-0.0} MB at most with {Streams} at once of "
                    + $"{length / MiB} MiB (asked for: 64 MB or less, whatever the size)"
            );
        }

        var rounds = new List<(double Ours, double Theirs)>();
        for (var round = -1; round < settings.Rounds; round++)
        {
            double ours,
                theirs;
            if (round % 2 == 0)
            {
                ours = await CpuAsync(api.Process, settings, i => UploadAsync(api.Process.Client, editors[i % editors.Length], film, Length));
                theirs = await CpuAsync(plain, settings, _ => HashAsync(plain.Client, film));
            }
            else
            {
                theirs = await CpuAsync(plain, settings, _ => HashAsync(plain.Client, film));
                ours = await CpuAsync(api.Process, settings, i => UploadAsync(api.Process.Client, editors[i % editors.Length], film, Length));
            }
            if (round >= 0)
                rounds.Add((ours, theirs));
        }
        double Median(Func<(double Ours, double Theirs), double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);
        Console.WriteLine(
            $"R5 upload, {Length / MiB} MiB each, {settings.Clients} at once: CPU {Median(r => r.Ours):F0} us/MiB, plain Kestrel that reads and "
                + $"hashes the same body {Median(r => r.Theirs):F0} us/MiB; "
                + $"ratio {Median(r => r.Ours / r.Theirs):F2} (asked for: 1.3 or less; rounds {rounds.Min(r => r.Ours / r.Theirs):F2} to "
                + $"{rounds.Max(r => r.Ours / r.Theirs):F2})"
        );
    }

    /// <summary>The limit: the body is read and hashed, and nothing is kept of it.</summary>
    public static void MapHashing(this WebApplication app) =>
        app.MapPost(
                "/hash",
                async (HttpContext context) =>
                {
                    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                    var body = context.Request.BodyReader;
                    while (true)
                    {
                        var read = await body.ReadAsync(context.RequestAborted);
                        foreach (var segment in read.Buffer)
                        {
                            hash.AppendData(segment.Span);
                        }
                        body.AdvanceTo(read.Buffer.End);
                        if (read.IsCompleted)
                            return Convert.ToHexStringLower(hash.GetHashAndReset());
                    }
                }
            )
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute());

    /// <returns>Microseconds per MiB.</returns>
    private static async Task<double> CpuAsync(ServerProcess server, Arguments settings, Func<int, Task> send)
    {
        var before = server.CpuTime;
        await Task.WhenAll(Enumerable.Range(0, settings.Clients).Select(send));
        return (server.CpuTime - before).TotalMicroseconds / (settings.Clients * Length / MiB);
    }

    private static async Task UploadAsync(HttpClient client, AuthenticationHeaderValue editor, byte[] film, long length)
    {
        using var create = Request(HttpMethod.Post, "/uploads", editor);
        create.Headers.Add("Tus-Resumable", "1.0.0");
        create.Headers.Add("Upload-Length", length.ToString(CultureInfo.InvariantCulture));
        create.Headers.Add("Upload-Metadata", $"filename {Base64("film.mp4")},filetype {Base64("video/mp4")},organisationId {Base64(NodeId)}");
        using var created = await client.SendAsync(create);
        if (created.StatusCode != HttpStatusCode.Created)
            throw new InvalidOperationException(await created.Content.ReadAsStringAsync());

        using var patch = Request(HttpMethod.Patch, "/" + created.Headers.Location, editor);
        patch.Headers.Add("Tus-Resumable", "1.0.0");
        patch.Headers.Add("Upload-Offset", "0");
        patch.Content = new FilmContent(film, length) { Headers = { ContentType = new("application/offset+octet-stream") } };
        using var stored = await client.SendAsync(patch);
        if (!stored.Headers.Contains("Upload-Asset-Id"))
            throw new InvalidOperationException(await stored.Content.ReadAsStringAsync());
    }

    private static async Task HashAsync(HttpClient client, byte[] film)
    {
        using var response = await client.PostAsync(new Uri("/hash", UriKind.Relative), new FilmContent(film, Length));
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, AuthenticationHeaderValue editor) =>
        new(method, path) { Headers = { Authorization = editor } };

    /// <summary>The demonstration's film and the head of a box of filling after it.</summary>
    private static async Task<byte[]> FilmAsync()
    {
        await using var stream = typeof(ContentModule).Assembly.GetManifestResourceStream(
            typeof(ContentModule).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("party-history.mp4", StringComparison.Ordinal))
        )!;
        var film = new byte[stream.Length + 8];
        await stream.ReadExactlyAsync(film.AsMemory(0, film.Length - 8));
        "free"u8.CopyTo(film.AsSpan(film.Length - 4));
        return film;
    }

    private static double PeakMegabytes(ServerProcess server) =>
        long.Parse(
            File.ReadLines($"/proc/{server.Id}/status")
                .Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        ) / 1024.0;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A film of any length that nobody holds in memory.</summary>
    private sealed class FilmContent(byte[] film, long length) : HttpContent
    {
        private static readonly byte[] Filling = RandomNumberGenerator.GetBytes(1 << 17);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var head = film.ToArray();
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(head.Length - 8), (uint)(length - head.Length + 8));
            await stream.WriteAsync(head);
            for (var left = length - head.Length; left > 0; left -= Filling.Length)
            {
                await stream.WriteAsync(Filling.AsMemory(0, (int)Math.Min(left, Filling.Length)));
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
