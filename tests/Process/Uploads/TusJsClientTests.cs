using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Uploads;

namespace ELearning.Processes.Tests.Uploads;

/// <summary>A client that we did not write, over a line that breaks, to a server that dies: the file arrives.</summary>
public sealed class TusJsClientTests : IDisposable
{
    private const long Length = 300_000_000;
    private const string City = "3505";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-tus-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task The_public_client_sends_300_MB_through_cuts_at_random_bytes_and_through_kill_9_and_restart()
    {
        var file = Path.Combine(_data.FullName, "film.mp4");
        var hash = await UploadFilm.WriteAsync(file, Length);
        var api = await ServerProcess.StartApiAsync(_data.FullName);
        try
        {
            var editor = await TusCaller.SignInAsync(api.Client, "editor-tus", "Editor", City);
            await using var line = new BadLine(new(api.Address), seed: 300);
            var start = new ProcessStartInfo(
                "node",
                [
                    Path.Combine(NodePackages.Directory(), "Process", "Uploads", "upload.mjs"),
                    $"{line.Address}uploads",
                    editor.Token!,
                    file,
                    NodeId.Encode("Organisation", City),
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var node = Process.Start(start)!;
            var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
            foreach (var reached in new[] { Length / 4, Length / 2 })
            {
                await Task.WhenAny(line.CarriedAsync(reached), node.WaitForExitAsync());
                await api.DisposeAsync(); // by SIGKILL
                api = await ServerProcess.StartApiAsync(_data.FullName);
                line.LeadTo(new(api.Address));
            }
            await node.WaitForExitAsync();
            Assert.True(node.ExitCode == 0, await error);

            var told = JsonDocument.Parse(await output).RootElement;
            Assert.True(line.Cuts >= 10, $"{line.Cuts} cuts");
            Assert.InRange(told.GetProperty("retries").GetInt32(), 10, 500);
            Assert.NotEmpty(told.GetProperty("assetId").GetString()!);
            await using var kept = File.OpenRead(Path.Combine(_data.FullName, "blobs", hash[..2], hash));
            Assert.Equal((Length, hash), (kept.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(kept))));
        }
        finally
        {
            await api.DisposeAsync();
        }
    }
}
