using System.Buffers;
using System.Security.Cryptography;
using ELearning.Content;
using Microsoft.Extensions.Logging;

namespace ELearning.Tests.Storage;

/// <summary>What every place for blobs must do; run once per place.</summary>
public abstract class BlobContract : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-blobs-");

    private protected IBlobs Blobs { get; private set; } = null!;

    protected string Folder => _directory.FullName;

    private protected abstract IBlobs Open();

    public Task InitializeAsync()
    {
        Blobs = Open();
        return Blobs.PrepareAsync(default);
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_is_kept_is_read_back_from_any_offset_to_the_end()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var hash = await StoreAsync(bytes);
        Assert.Equal(bytes, await ReadAsync(hash, 0));
        Assert.Equal(bytes[123_456..], await ReadAsync(hash, 123_456));
        Assert.Empty(await ReadAsync(hash, bytes.Length));
    }

    [Fact]
    public async Task Keeping_the_same_bytes_again_or_at_the_same_time_is_harmless()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var hashes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StoreAsync(bytes)));
        Assert.Equal(bytes, await ReadAsync(hashes[0], 0));
        Assert.Equal(hashes[0], await StoreAsync(bytes));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_can_be_kept_again()
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000);
        var hash = await StoreAsync(bytes);
        await Blobs.RemoveAsync(hash, UnwantedAsync, default);
        Assert.Null(await Blobs.OpenAsync(hash, 0, default));
        await Blobs.RemoveAsync(hash, UnwantedAsync, default);
        await Blobs.RemoveAsync(new string('f', 64), UnwantedAsync, default);
        await StoreAsync(bytes);
        Assert.Equal(bytes, await ReadAsync(hash, 0));
        await Blobs.RemoveAsync(hash, () => Task.FromResult(false), default);
        Assert.Equal(bytes, await ReadAsync(hash, 0));
    }

    /// <summary>As by a process that was slow, or thought dead, between the answer and the removal.</summary>
    [Fact]
    public async Task What_is_kept_after_it_was_found_unwanted_is_not_removed()
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000);
        var hash = await StoreAsync(bytes);
        await Blobs.RemoveAsync(hash, AfterwardsAsync(() => StoreAsync(bytes)), default);
        Assert.Equal(bytes, await ReadAsync(hash, 0));
        var uploads = 0;
        await Blobs.RemoveAsync(
            hash,
            AfterwardsAsync(async () =>
            {
                var upload = $"u{uploads++}";
                await StageAsync(upload, 0, 1, bytes);
                await using (await Blobs.Staging.OpenAsync(upload, bytes.Length, default))
                {
                    // Whole now.
                }
                Assert.True(await Blobs.StoreStagedAsync(hash, upload, default));
            }),
            default
        );
        Assert.Equal(bytes, await ReadAsync(hash, 0));
        // Between the answer and the removal it was removed by another, and only then kept again.
        await Blobs.RemoveAsync(
            hash,
            AfterwardsAsync(async () =>
            {
                await Blobs.RemoveAsync(hash, UnwantedAsync, default);
                await StoreAsync(bytes);
            }),
            default
        );
        Assert.Equal(bytes, await ReadAsync(hash, 0));

        static Func<Task<bool>> AfterwardsAsync(Func<Task> happens) =>
            async () =>
            {
                await happens();
                return true;
            };
    }

    [Fact]
    public async Task An_unknown_blob_is_null() => Assert.Null(await Blobs.OpenAsync(new string('0', 64), 0, default));

    [Fact]
    public async Task Preparing_again_is_harmless_and_the_place_answers()
    {
        await Blobs.PrepareAsync(default);
        await Blobs.ProveWritableAsync(default);
    }

    [Fact]
    public async Task An_upload_is_staged_in_pieces_read_whole_and_kept_under_its_hash()
    {
        var bytes = RandomNumberGenerator.GetBytes(1_300_000);
        await StageAsync("u1", 0, 1, bytes[..700_000], bytes[700_000..700_001]);
        await StageAsync("u1", 700_001, 2, bytes[700_001..]);
        await using (var whole = (await Blobs.Staging.OpenAsync("u1", bytes.Length, default))!)
        {
            Assert.Equal((true, bytes.Length), (whole.CanSeek, whole.Length));
            Assert.Equal(bytes, await ReadAsync(whole));
            whole.Position = 1_200_000;
            Assert.Equal(bytes[1_200_000..], await ReadAsync(whole));
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Assert.True(await Blobs.StoreStagedAsync(hash, "u1", default));
        Assert.Equal(bytes, await ReadAsync(hash, 0));
        Assert.Empty(await StagedAsync());
        Assert.Null(await Blobs.Staging.OpenAsync("u1", bytes.Length, default));
        Assert.True(await Blobs.StoreStagedAsync(hash, "u1", default)); // the same step again, as after a crash
        Assert.False(await Blobs.StoreStagedAsync(new string('1', 64), "u1", default));
    }

    [Fact]
    public async Task What_a_writer_left_beyond_the_place_where_the_next_begins_does_not_count()
    {
        var bytes = RandomNumberGenerator.GetBytes(600_000);
        await StageAsync("u1", 0, 1, bytes[..1000], RandomNumberGenerator.GetBytes(599_000));
        await StageAsync("u1", 1000, 2, RandomNumberGenerator.GetBytes(5000));
        await StageAsync("u1", 1000, 3, bytes[1000..2000]);
        await StageAsync("u1", 2000, 4, bytes[2000..]);
        await using var whole = await Blobs.Staging.OpenAsync("u1", bytes.Length, default);
        Assert.Equal(bytes, await ReadAsync(whole!));
    }

    [Fact]
    public async Task Of_two_writers_one_is_kept_out_or_what_the_earlier_one_writes_does_not_count()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        await using (var first = (await Blobs.Staging.TakeAsync("u1", default))!)
        {
            await first.ContinueAsync(0, 1, default);
            await using var second = await Blobs.Staging.TakeAsync("u1", default);
            if (second is not null)
                await second.ContinueAsync(0, 2, default);
            await (second ?? first).WriteAsync(new(bytes), default);
            await (second ?? first).FlushAsync(default);
            if (second is not null)
            {
                await first.WriteAsync(new(RandomNumberGenerator.GetBytes(100_000)), default);
                await first.FlushAsync(default);
            }
        }
        await using var whole = await Blobs.Staging.OpenAsync("u1", bytes.Length, default);
        Assert.Equal(bytes, await ReadAsync(whole!));
    }

    [Fact]
    public async Task Staged_bytes_are_listed_and_dropped_whole_or_not()
    {
        await StageAsync("u1", 0, 1, [1, 2, 3]);
        await StageAsync("u2", 0, 1, [1, 2, 3]);
        await (await Blobs.Staging.OpenAsync("u2", 3, default))!.DisposeAsync();
        await StoreAsync([1, 2, 3]);
        Assert.Equal(["u1", "u2"], (await StagedAsync()).Order());
        await Blobs.Staging.DropAsync("u1", default);
        await Blobs.Staging.DropAsync("u1", default);
        Assert.Equal(["u2"], await StagedAsync());
        await Blobs.Staging.DropAsync("u2", default);
        Assert.Empty(await StagedAsync());
        await Blobs.Staging.DropAsync("u3", default);
        Assert.Null(await Blobs.Staging.OpenAsync("u1", 3, default));
    }

    [Fact]
    public async Task Many_keep_the_same_bytes_from_different_uploads_at_once()
    {
        var bytes = RandomNumberGenerator.GetBytes(200_000);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string[] uploads = ["u1", "u2", "u3", "u4"];
        foreach (var upload in uploads)
        {
            await StageAsync(upload, 0, 1, bytes);
            await (await Blobs.Staging.OpenAsync(upload, bytes.Length, default))!.DisposeAsync();
        }
        Assert.DoesNotContain(false, await Task.WhenAll(uploads.Concat(uploads).Select(upload => Blobs.StoreStagedAsync(hash, upload, default))));
        Assert.Equal(bytes, await ReadAsync(hash, 0));
        Assert.Empty(await StagedAsync());
    }

    private async Task StageAsync(string upload, long offset, long turn, params byte[][] parts)
    {
        await using var staged = (await Blobs.Staging.TakeAsync(upload, default))!;
        await staged.ContinueAsync(offset, turn, default);
        foreach (var part in parts)
        {
            await staged.WriteAsync(new ReadOnlySequence<byte>(part), default);
            await staged.FlushAsync(default);
        }
    }

    private async Task<List<string>> StagedAsync()
    {
        var uploads = new List<string>();
        await foreach (var upload in Blobs.Staging.ListAsync(default))
        {
            uploads.Add(upload);
        }
        return uploads;
    }

    protected static Task<bool> UnwantedAsync() => Task.FromResult(true);

    protected async Task<string> StoreAsync(byte[] bytes)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "staged")).FullName, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(file, bytes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await Blobs.StoreAsync(hash, file, default);
        return hash;
    }

    private async Task<byte[]> ReadAsync(string hash, long offset)
    {
        await using var stream = await Blobs.OpenAsync(hash, offset, default);
        return await ReadAsync(stream!);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}

public sealed class FolderBlobsTests : BlobContract
{
    private List<string> _log = [];

    private protected override IBlobs Open()
    {
        var log = new RecordingLog();
        _log = log.Lines;
        var logging = new LoggerFactory([log]);
        return new FolderBlobs(Path.Combine(Folder, "blobs"), logging.CreateLogger<FolderBlobs>());
    }

    [Fact]
    public async Task What_others_left_beside_blobs_about_to_go_stops_no_start_and_is_said_once()
    {
        var hash = await StoreAsync([1, 2, 3]);
        var aside = Path.Combine(Folder, "blobs", "aside");
        await File.WriteAllBytesAsync(Path.Combine(aside, ".nfs0000000000000001"), [1]);
        await File.WriteAllBytesAsync(Path.Combine(aside, ".nfs0000000000000002"), [1]);
        File.Move(Path.Combine(Folder, "blobs", hash[..2], hash), Path.Combine(aside, $"{hash}.left"));
        await Open().PrepareAsync(default);
        await using var back = await Blobs.OpenAsync(hash, 0, default);
        Assert.NotNull(back);
        Assert.Equal(2, Directory.GetFiles(aside).Length);
        Assert.Contains(".nfs", Assert.Single(_log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_staged_file_has_one_writer_until_that_one_lets_go()
    {
        await using (await Blobs.Staging.TakeAsync("u1", default))
        {
            Assert.Null(await Blobs.Staging.TakeAsync("u1", default));
        }
        await using var next = await Blobs.Staging.TakeAsync("u1", default);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_removal_that_dies_in_the_middle_loses_nothing_and_is_gone_on_with()
    {
        var hash = await StoreAsync([1, 2, 3]);
        await DieAsync();
        await Blobs.RemoveAsync(hash, () => Task.FromResult(false), default);
        Assert.True(await IsThereAsync());
        await DieAsync();
        await Open().PrepareAsync(default);
        Assert.True(await IsThereAsync());
        await DieAsync();
        await Blobs.RemoveAsync(hash, UnwantedAsync, default);
        Assert.Empty(Directory.GetFiles(Path.Combine(Folder, "blobs"), "*", SearchOption.AllDirectories));

        async Task DieAsync()
        {
            var asked = 0;
            await Assert.ThrowsAsync<IOException>(() => Blobs.RemoveAsync(hash, () => asked++ == 0 ? UnwantedAsync() : throw new IOException(), default));
            Assert.False(await IsThereAsync());
        }

        async Task<bool> IsThereAsync()
        {
            await using var found = await Blobs.OpenAsync(hash, 0, default);
            return found is not null;
        }
    }

    [Fact]
    public async Task Nothing_but_whole_blobs_lies_in_the_folder_and_only_hashes_become_paths()
    {
        var hash = await StoreAsync([1, 2, 3]);
        await Assert.ThrowsAsync<FileNotFoundException>(() => Blobs.StoreAsync(new string('1', 64), Path.Combine(Folder, "missing"), default));
        Assert.Equal([Path.Combine(Folder, "blobs", hash[..2], hash)], Directory.GetFiles(Path.Combine(Folder, "blobs"), "*", SearchOption.AllDirectories));
        await Assert.ThrowsAsync<ArgumentException>(() => Blobs.OpenAsync("../../etc/passwd", 0, default));
        Assert.Throws<ArgumentException>(() => Blobs.Staging.FilePath("../u1"));
        Assert.Null(await Blobs.ReadingAddressAsync(hash, new("video/mp4", "inline"), DateTimeOffset.MaxValue, default));
    }
}
