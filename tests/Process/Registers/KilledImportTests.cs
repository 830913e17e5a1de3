using System.Net.Http.Headers;
using System.Text;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Processes.Tests.Registers;

/// <summary>The real process, killed with -9 in the middle of 20,000 rows, and again in each round: it goes on where it was, and no row is applied twice.</summary>
public sealed class KilledImportTests : IDisposable
{
    private const int Rounds = 3;
    private const int Rows = 20_000;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-import-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task An_import_that_was_killed_goes_on_where_it_was()
    {
        string id;
        var applied = 0;
        await using (var api = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo=false"))
        {
            var admin = await ProcessClient.SignInAsync(api, "root", "Administrator");
            await admin.SendAsync(
                "mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { organisation { id } } }",
                new
                {
                    input = new
                    {
                        code = "350500",
                        name = "中共某镇委员会",
                        level = "TOWNSHIP",
                        establishedOn = "1949-09-01",
                    },
                }
            );
            id = await StartAsync(api, admin);
            applied = await KillAsync(api, admin, id, applied);
        }
        for (var round = 1; round < Rounds; round++)
        {
            await using var api = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo=false");
            applied = await KillAsync(api, await ProcessClient.SignInAsync(api, "root", "Administrator"), id, applied);
        }
        await using var last = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo=false");
        var root = await ProcessClient.SignInAsync(last, "root", "Administrator");
        while (await StateAsync(root, id) is (not "APPLIED", _)) { }
        Assert.Equal(("APPLIED", Rows), await StateAsync(root, id));
        var members = await root.SendAsync("{ members(first: 1) { totalCount } importById: imports(first: 1) { nodes { rowsRead rowsChanged faultCount } } }");
        Assert.Equal(Rows, members.GetProperty("members").GetProperty("totalCount").GetInt32());
        var import = members.GetProperty("importById").GetProperty("nodes")[0];
        Assert.Equal(
            (Rows, Rows, 0),
            (import.GetProperty("rowsRead").GetInt32(), import.GetProperty("rowsChanged").GetInt32(), import.GetProperty("faultCount").GetInt32())
        );
    }

    /// <summary>Waits until more rows are applied than before, kills the process, and says how many were.</summary>
    private static async Task<int> KillAsync(ServerProcess api, ProcessClient admin, string id, int before)
    {
        (string State, int Applied) seen;
        while ((seen = await StateAsync(admin, id)).Applied <= before) { }
        await api.KillAsync();
        Assert.Equal("APPLYING", seen.State);
        return seen.Applied;
    }

    private static async Task<(string State, int Applied)> StateAsync(ProcessClient admin, string id)
    {
        var import = (await admin.SendAsync("query($id: ID!) { importById(id: $id) { state rowsApplied } }", new { id })).GetProperty("importById");
        return (import.GetProperty("state").GetString()!, import.GetProperty("rowsApplied").GetInt32());
    }

    private static async Task<string> StartAsync(ServerProcess api, ProcessClient admin)
    {
        var rows = Enumerable.Range(1, Rows).Select(i => $"KI-{i:D6},郑某,350500,农村,2010-07-01");
        var sheet = Encoding.UTF8.GetBytes(string.Join("\r\n", rows.Prepend("党员编号,姓名,所在组织代码,党员类别,入党日期")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/uploads") { Content = new ByteArrayContent(sheet) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Authorization = await api.Client.BearerAsync("root", "Administrator");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", $"{sheet.Length}");
        request.Headers.Add("Upload-Metadata", $"filename {Base64("members.csv")},purpose {Base64("IMPORT")}");
        using var response = await api.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var started = await admin.SendAsync(
            "mutation($input: StartImportInput!) { startImport(input: $input) { import { id } } }",
            new
            {
                input = new
                {
                    uploadId = response.Headers.Location!.ToString().Split('/')[^1],
                    kind = "MEMBERS",
                    dryRun = false,
                    onFault = "STOP",
                },
            }
        );
        return started.GetProperty("startImport").GetProperty("import").GetProperty("id").GetString()!;

        static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }
}
