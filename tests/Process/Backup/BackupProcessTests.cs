using System.Diagnostics;
using System.Text.Json;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Processes.Tests.Backup;

/// <summary>A real process under writes, copied by another one, and served again elsewhere.</summary>
public sealed class BackupProcessTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("elearning-backup-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Nothing_that_was_acknowledged_before_a_backup_under_load_is_missing_where_it_is_restored()
    {
        string film;
        byte[] bytes;
        JsonElement pseudonym;
        List<string> before;
        await using (var api = await ServerProcess.StartApiAsync(In("data")))
        {
            using var clerk = await ProcessClient.SignInAsync(api, "backup-test", "Administrator");
            var home = (await clerk.SendAsync("{ organisations(first: 1) { nodes { id } } }")).GetProperty("organisations").GetProperty("nodes")[0];
            film = (await clerk.SendAsync("{ courseware(first: 1, where: { kind: { eq: VIDEO } }) { nodes { chapters { media { url } } } } }"))
                .GetProperty("courseware")
                .GetProperty("nodes")[0]
                .GetProperty("chapters")[0]
                .GetProperty("media")
                .GetProperty("url")
                .GetString()!;
            film = new Uri(film).PathAndQuery; // elsewhere it is another host
            bytes = await api.Client.GetByteArrayAsync(film);
            pseudonym = await PseudonymAsync(api);
            var acknowledged = new List<string>();
            using var stop = new CancellationTokenSource();
            var enough = new TaskCompletionSource();
            var writes = Task.Run(async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    var number = $"BK{i:D6}";
                    await RegisterAsync(clerk, number, home.GetProperty("id").GetString()!);
                    lock (acknowledged)
                        acknowledged.Add(number);
                    if (i == 20)
                        enough.TrySetResult();
                }
            });
            await await Task.WhenAny(enough.Task, writes);
            lock (acknowledged)
                before = [.. acknowledged];

            Assert.Equal((0, ""), await RunAsync("backup", In("copy"), In("data")));

            // They went on all the while.
            lock (acknowledged)
                Assert.True(acknowledged.Count > before.Count, "Nothing was written during the backup.");
            await stop.CancelAsync();
            await writes;
        }
        AssertPrivate(In("copy"));
        Assert.Equal((0, ""), await RunAsync("restore", In("copy"), In("elsewhere")));
        AssertPrivate(In("elsewhere"));

        await using var restored = await ServerProcess.StartApiAsync(In("elsewhere"));
        using var auditor = await ProcessClient.SignInAsync(restored, "backup-test", "Administrator");
        foreach (var number in before)
            Assert.Equal(1, (await FoundAsync(auditor, number)).GetArrayLength());
        Assert.Equal(bytes, await restored.Client.GetByteArrayAsync(film));
        Assert.Equal(pseudonym.GetRawText(), (await PseudonymAsync(restored)).GetRawText());
        Assert.True(await CountVerifiedAsync(auditor) >= before.Count);
    }

    [Fact]
    public async Task A_backup_that_is_killed_in_the_middle_leaves_nothing_that_is_taken_for_one()
    {
        await using (var api = await ServerProcess.StartApiAsync(In("data"), "--Seed:Demo", "false"))
        {
            await api.TerminateAsync();
        }
        // Enough that the copy is not over before it is killed.
        var hole = Path.Combine(In("data"), "blobs", "staged", "large");
        Directory.CreateDirectory(Path.GetDirectoryName(hole)!);
        await using (var file = File.Create(hole))
            file.SetLength(2L << 30);
        var draft = Path.Combine(In(""), ".copy.partial");
        using var watch = new FileSystemWatcher(In(""), ".copy.partial") { EnableRaisingEvents = true };
        var begun = new TaskCompletionSource();
        watch.Created += (_, _) => begun.TrySetResult();
        using var process = Process.Start(Start("backup", In("copy"), In("data")))!;
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(2));
        process.Kill();
        await process.WaitForExitAsync();

        Assert.NotEqual(0, process.ExitCode);
        Assert.False(Directory.Exists(In("copy")));
        Assert.True(Directory.Exists(draft));
        var (exitCode, error) = await RunAsync("restore", draft, In("elsewhere"));
        Assert.Equal(1, exitCode);
        Assert.Contains("is not a backup", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("elsewhere")));
        File.Delete(hole);
        Assert.Equal((0, ""), await RunAsync("backup", In("copy"), In("data")));
        Assert.False(Directory.Exists(draft));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_one_line()
    {
        var (exitCode, error) = await RunAsync("backup", In("copy"), In("data"), "--Storage:Mongo:ConnectionString=mongodb://127.0.0.1:1");
        Assert.Equal(1, exitCode);
        Assert.Contains("use mongodump", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        (exitCode, error) = await RunAsync("backup", "--copy", In("data"));
        Assert.Equal(1, exitCode);
        Assert.Contains("Usage", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>Counts the members, each of whose ledgers must verify.</summary>
    private static async Task<int> CountVerifiedAsync(ProcessClient auditor)
    {
        var (verified, entries) = (0, 0);
        for (string? after = null; ; )
        {
            var page = (
                await auditor.SendAsync(
                    "query($after: String) { members(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }",
                    new { after }
                )
            ).GetProperty("members");
            foreach (var member in page.GetProperty("nodes").EnumerateArray())
            {
                var id = member.GetProperty("id").GetString();
                var answer = await auditor.SendAsync("query($id: ID!) { verifyLedger(memberId: $id) { verified entries } }", new { id });
                var ledger = answer.GetProperty("verifyLedger");
                Assert.True(ledger.GetProperty("verified").GetBoolean(), id);
                verified++;
                entries += ledger.GetProperty("entries").GetInt32();
            }
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
                break;
            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
        Assert.True(entries > 0, "There is no ledger to verify.");
        return verified;
    }

    private static async Task<JsonElement> FoundAsync(ProcessClient client, string number) =>
        (await client.SendAsync("query($number: String!) { members(where: { number: { eq: $number } }) { nodes { number } } }", new { number }))
            .GetProperty("members")
            .GetProperty("nodes");

    private static async Task<JsonElement> PseudonymAsync(ServerProcess api)
    {
        using var member = await ProcessClient.SignInAsync(api, "QZ000001", "Member");
        return await member.SendAsync("{ myPseudonym(application: \"partner-site\") }");
    }

    private static async Task RegisterAsync(ProcessClient clerk, string number, string organisationId)
    {
        var answer = await clerk.SendAsync(
            "mutation($input: RegisterMemberInput!) { registerMember(input: $input) { member { id } errors { __typename } } }",
            new
            {
                input = new
                {
                    number,
                    name = "备份",
                    organisationId,
                    category = "RURAL",
                    admittedOn = "2010-07-01",
                },
            }
        );
        var payload = answer.GetProperty("registerMember");
        Assert.True(payload.GetProperty("member").ValueKind == JsonValueKind.Object, payload.GetRawText());
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(string verb, string directory, string data, params string[] settings)
    {
        using var process = Process.Start(Start(verb, directory, data, settings))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    private static ProcessStartInfo Start(string verb, string directory, string data, params string[] settings) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "ELearning.Api.dll"), verb, directory, $"--Storage:DataDirectory={data}", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    private string In(string name) => Path.Combine(_root.FullName, name);

    private static void AssertPrivate(string folder) =>
        Assert.Empty(
            new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Where(found => (found.UnixFileMode & (UnixFileMode)0b111_111) != 0)
                .Select(found => found.FullName)
        );
}
