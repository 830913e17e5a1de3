using System.Globalization;
using System.Security.Cryptography;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Uploads;

namespace ELearning.Processes.Tests.Uploads;

/// <summary>The real process, killed with -9 in the middle of a piece: what it had told of is there after the restart, and the rest can be sent.</summary>
public sealed class KilledUploadTests : IDisposable
{
    private const string City = "3505";
    private const int Length = 80_000_000;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-killed-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_by_kill_9_and_the_upload_goes_on()
    {
        var bytes = await UploadFilm.OfLengthAsync(Length);
        string path;
        long told;
        await using (var api = await ServerProcess.StartApiAsync(_data.FullName))
        {
            var editor = await TusCaller.SignInAsync(api.Client, "editor-killed", "Editor", City);
            path = await editor.CreateAsync(Length, TusCaller.FilmOf(City));
            // The sender falls silent near the end; whoever is silent does not notice that nobody listens any more.
            var silence = new TaskCompletionSource();
            var sending = editor.SendAsync(
                "PATCH",
                path,
                new StreamContent(new CutStream(bytes, wait: silence.Task, waitAt: Length - 1000)),
                ("Upload-Offset", "0")
            );
            do
            {
                told = await OffsetAsync(editor, path);
            } while (told < Length / 2);
            await api.KillAsync();
            silence.SetResult();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => sending);
        }

        await using var again = await ServerProcess.StartApiAsync(_data.FullName);
        var sender = await TusCaller.SignInAsync(again.Client, "editor-killed", "Editor", City);
        var offset = await OffsetAsync(sender, path);
        Assert.InRange(offset, told, Length - 1000);
        var last = await sender.PatchAsync(path, offset, bytes[(int)offset..]);
        Assert.True(last is { Status: 204 } && last["Upload-Asset-Id"] is not null, last.Text);
        var hash = UploadFilm.HashOf(bytes);
        await using var kept = File.OpenRead(Path.Combine(_data.FullName, "blobs", hash[..2], hash));
        Assert.Equal(hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(kept)));
        Assert.Empty(Directory.GetFiles(Path.Combine(_data.FullName, "blobs", "staged")));
    }

    private static async Task<long> OffsetAsync(TusCaller caller, string path) =>
        long.Parse((await caller.SendAsync("HEAD", path))["Upload-Offset"]!, CultureInfo.InvariantCulture);
}
