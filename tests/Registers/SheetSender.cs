using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ELearning.Content;

namespace ELearning.Tests.Registers;

/// <summary>Sends sheets as one caller, as a web client does: uploads, starts, waits, asks.</summary>
internal sealed class SheetSender(ApiHost host, ApiClient client)
{
    private const string Fields = "id state kind encoding rowsRead rowsGood rowsApplied rowsChanged rowsReverted faultCount faultFile { url expiresAt }";

    public static byte[] Csv(params string[] lines) => Encoding.UTF8.GetBytes(string.Join("\r\n", lines));

    public async Task<string> UploadAsync(byte[] bytes, string name = "sheet.csv", string purpose = "IMPORT")
    {
        using var response = await TryUploadAsync(bytes, name, purpose);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response.Headers.Location!.ToString().Split('/')[^1];
    }

    public async Task<HttpResponseMessage> TryUploadAsync(byte[] bytes, string name = "sheet.csv", string purpose = "IMPORT")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/uploads") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", $"{bytes.Length}");
        request.Headers.Add(
            "Upload-Metadata",
            $"filename {Base64(name)},purpose {Base64(purpose)},sha256 {Base64(Convert.ToHexStringLower(SHA256.HashData(bytes)))}"
        );
        return await client.SendAsync(request);
    }

    public Task<ApiAnswer> StartAsync(string uploadId, string kind, bool dryRun = false, string onFault = "STOP") =>
        client.QueryAsync(
            "mutation($input: StartImportInput!) { startImport(input: $input) { import { "
                + Fields
                + " } errors { __typename ... on Error { code message } } } }",
            new
            {
                input = new
                {
                    uploadId,
                    kind,
                    dryRun,
                    onFault,
                },
            }
        );

    /// <summary>Uploads and imports, until the import has ended.</summary>
    public async Task<ImportSeen> ImportAsync(byte[] bytes, string kind, bool dryRun = false, string onFault = "STOP", string name = "sheet.csv")
    {
        var started = await StartAsync(await UploadAsync(bytes, name), kind, dryRun, onFault);
        var id = started["startImport.import.id"]?.GetValue<string>();
        Assert.True(id is not null, started.Text);
        return await WorkAsync(id);
    }

    public async Task<ImportSeen> RevertAsync(string id)
    {
        await client.QueryAsync(
            "mutation($input: RevertImportInput!) { revertImport(input: $input) { import { id } errors { __typename } } }",
            new { input = new { importId = id, reason = "传错了文件" } }
        );
        return await WorkAsync(id);
    }

    public async Task<ImportSeen> WorkAsync(string id)
    {
        await host.Service<SheetSweeper>().SweepAsync(default);
        return await SeeAsync(id);
    }

    public async Task<ImportSeen> SeeAsync(string id)
    {
        var faults = new List<(int, string, string)>();
        string? cursor = null;
        while (true)
        {
            var answer = await client.QueryAsync(
                "query($id: ID!, $after: String) { importById(id: $id) { "
                    + Fields
                    + " faults(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { row column value code message } } } }",
                new { id, after = cursor }
            );
            var import = answer["importById"]!;
            faults.AddRange(
                import["faults"]!["nodes"]!
                    .AsArray()
                    .Select(fault => (fault!["row"]!.GetValue<int>(), fault["column"]!.GetValue<string>(), fault["code"]!.GetValue<string>()))
            );
            if (!import["faults"]!["pageInfo"]!["hasNextPage"]!.GetValue<bool>())
                return new(
                    id,
                    import["state"]!.GetValue<string>(),
                    import["encoding"]?.GetValue<string>(),
                    (
                        import["rowsRead"]!.GetValue<int>(),
                        import["rowsGood"]!.GetValue<int>(),
                        import["rowsApplied"]!.GetValue<int>(),
                        import["rowsChanged"]!.GetValue<int>()
                    ),
                    import["rowsReverted"]!.GetValue<int>(),
                    faults,
                    import["faultFile"]?["url"]?.GetValue<string>()
                );
            cursor = import["faults"]!["pageInfo"]!["endCursor"]!.GetValue<string>();
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

/// <param name="Rows">Read, good, applied, changed.</param>
/// <param name="Faults">Row, column, code.</param>
internal sealed record ImportSeen(
    string Id,
    string State,
    string? Encoding,
    (int Read, int Good, int Applied, int Changed) Rows,
    int Reverted,
    IReadOnlyList<(int Row, string Column, string Code)> Faults,
    string? FaultFile
);
