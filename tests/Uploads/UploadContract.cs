using System.IO.Pipelines;
using System.Security.Cryptography;
using CsCheck;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Uploads;

/// <summary>
/// Taking files in, whatever happens on the way; run once per place for blobs. Two processes share database and place, and nothing in memory.
/// </summary>
public abstract class UploadContract : IAsyncLifetime
{
    private static readonly Actor Editor = new("editor", null);
    private ContentFixture _one = null!;
    private ContentFixture _two = null!;

    protected abstract KeyValuePair<string, string?>[] Settings { get; }

    public async Task InitializeAsync()
    {
        _one = await ContentFixture.StartAsync(Settings);
        _two = _one.Another();
    }

    public async Task DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    [Fact]
    public Task Whatever_is_cut_repeated_and_resumed_on_whichever_process_the_file_is_what_was_sent() =>
        Gen.Select(Gen.Int[500_000, 3_000_000], Gen.Int, Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1.5], Gen.Int[0, 3], Gen.Bool).Array[1, 12])
            .SampleAsync(
                async (length, seed, steps) =>
                {
                    var bytes = await UploadFilm.OfLengthAsync(length, seed);
                    var id = (await StartAsync(bytes)).Id;
                    var offset = 0;
                    foreach (var (size, cut, kind, onTwo) in steps)
                    {
                        var host = onTwo ? _two : _one;
                        var piece = bytes[offset..(offset + (int)((length - offset) * size))];
                        if (kind == 0)
                        {
                            // The same place again, or one that is not reached yet.
                            Assert.Equal(
                                offset == 0 ? null : ContentErrorCode.Conflict,
                                await FailureAsync(() => SendAsync(host, id, 0, offset == 0 ? [] : bytes[..offset]))
                            );
                            Assert.Equal(ContentErrorCode.Conflict, await FailureAsync(() => SendAsync(host, id, offset + 1, piece)));
                        }
                        else if (cut < 1 && piece.Length > 0)
                        {
                            var reached = (int)(piece.Length * cut);
                            await Assert.ThrowsAsync<IOException>(() => SendAsync(host, id, offset, piece, reached));
                            offset += reached;
                        }
                        else
                        {
                            await SendAsync(host, id, offset, piece);
                            offset += piece.Length;
                        }
                        Assert.Equal(offset, (await _one.Get<UploadStore>().FindAsync(id, default))!.Offset);
                    }
                    var stored = await SendAsync(_one, id, offset, bytes[offset..]);
                    await IsStoredAsync(stored, bytes);
                },
                iter: 15,
                threads: 1
            );

    [Fact]
    public async Task Of_two_writers_at_one_offset_one_wins_and_the_other_is_told_to_look_again()
    {
        foreach (var other in new[] { _one, _two })
        {
            var bytes = await UploadFilm.OfLengthAsync(1_000_000, other == _one ? 1 : 2);
            var id = (await StartAsync(bytes)).Id;
            var start = new TaskCompletionSource();
            var writers = new[] { _one, other }
                .Select(host =>
                    FailureAsync(() => host.Get<UploadDesk>().AppendAsync(id, 0, PipeReader.Create(new CutStream(bytes, wait: start.Task)), null, default))
                )
                .ToList();
            start.SetResult();
            Assert.Equal([null, ContentErrorCode.Conflict], (await Task.WhenAll(writers)).Order());
            await IsStoredAsync((await _one.Get<UploadStore>().FindAsync(id, default))!, bytes);
        }
    }

    [Fact]
    public async Task What_a_killed_process_wrote_and_never_acknowledged_does_not_count()
    {
        var bytes = await UploadFilm.OfLengthAsync(900_000);
        var id = (await StartAsync(bytes)).Id;
        await SendAsync(_one, id, 0, bytes[..300_000]);
        var upload = (await _one.Get<UploadStore>().FindAsync(id, default))!;
        await using (var staged = (await _one.Get<IBlobs>().Staging.TakeAsync(id, default))!)
        {
            await staged.ContinueAsync(300_000, upload.Version + 1, default);
            await _one.Get<UploadStore>().ReplaceAsync(upload, default);
            await staged.WriteAsync(new(RandomNumberGenerator.GetBytes(600_000)), default);
            await staged.FlushAsync(default);
        }
        Assert.Equal(300_000, (await _two.Get<UploadDesk>().FindAsync(id, default))!.Offset);
        await IsStoredAsync(await SendAsync(_two, id, 300_000, bytes[300_000..]), bytes);
    }

    [Theory]
    [InlineData("received")]
    [InlineData("checked")]
    [InlineData("kept")]
    [InlineData("recorded")]
    public async Task A_process_killed_at_any_step_after_the_last_byte_is_followed_by_the_next_call(string step)
    {
        var bytes = await UploadFilm.OfLengthAsync(700_000);
        var id = (await StartAsync(bytes)).Id;
        await ReceiveOnlyAsync(id, bytes, step);

        var settled = await _two.Get<UploadDesk>().SettleAsync((await _two.Get<UploadDesk>().FindAsync(id, default))!);
        await IsStoredAsync(settled, bytes);
        Assert.Equal(settled, await SendAsync(_one, id, bytes.Length, []));
    }

    [Fact]
    public async Task The_sweep_completes_what_a_killed_process_left_and_two_sweeps_do_it_once()
    {
        var bytes = await UploadFilm.OfLengthAsync(700_000);
        var id = (await StartAsync(bytes)).Id;
        await ReceiveOnlyAsync(id, bytes, "kept");
        Assert.Equal(0, await _one.Get<UploadSweeper>().SweepAsync(default));
        _one.Time.Advance(UploadSweeper.Settling + UploadSweeper.Lease);
        Assert.Equal([0, 1], (await Task.WhenAll(_one.Get<UploadSweeper>().SweepAsync(default), _two.Get<UploadSweeper>().SweepAsync(default))).Order());
        await IsStoredAsync((await _one.Get<UploadStore>().FindAsync(id, default))!, bytes);
    }

    [Fact]
    public async Task What_one_process_found_good_another_does_not_refuse_whose_checks_met_no_bytes_any_more()
    {
        var bytes = await UploadFilm.OfLengthAsync(700_000);
        var (id, store) = ((await StartAsync(bytes)).Id, _one.Get<UploadStore>());
        await ReceiveOnlyAsync(id, bytes, "kept");
        var found = (await store.FindAsync(id, default))!;
        var before = (await store.ReplaceAsync(found with { Checked = null }, default))!;
        await using (var late = (await _two.Get<IBlobs>().Staging.TakeAsync(id, default))!)
        {
            await late.ContinueAsync(0, before.Version, default);
            await late.WriteAsync(new(new byte[bytes.Length]), default);
            await late.FlushAsync(default);
        }
        var read = false;
        _two.BeforeCommand = command =>
        {
            // By the command after the one that reads the upload the checks are over.
            if (read)
                _one.Database.GetCollection<BsonDocument>("uploads")
                    .UpdateOne(new BsonDocument("_id", id), new BsonDocument("$set", new BsonDocument("checked", found.Checked.ToBsonDocument())));
            read = !read && command.GetValue("find", "") == "uploads";
        };
        var settled = await _two.Get<UploadDesk>().SettleAsync(before);
        _two.BeforeCommand = null;
        await IsStoredAsync(settled, bytes);
    }

    [Fact]
    public async Task A_sweep_that_lost_its_lease_drops_nothing_more()
    {
        await using (var nobodys = (await _one.Get<IBlobs>().Staging.TakeAsync("nobodys", default))!)
        {
            await nobodys.ContinueAsync(0, 1, default);
            await nobodys.WriteAsync(new([1, 2, 3]), default);
            await nobodys.FlushAsync(default);
        }
        var finds = 0;
        _one.BeforeCommand = command =>
        {
            if (command.Contains("find") && command["find"] == "uploads" && Interlocked.Increment(ref finds) == 1)
                _one.Database.GetCollection<BsonDocument>("leases")
                    .UpdateOne(new BsonDocument("_id", "uploads"), new BsonDocument("$set", new BsonDocument("holder", "another")));
        };
        Assert.Equal(0, await _one.Get<UploadSweeper>().SweepAsync(default));
        _one.BeforeCommand = null;
        Assert.Equal(["nobodys"], await StagedAsync());
    }

    [Fact]
    public async Task What_breaks_a_rule_leaves_nothing_behind_but_the_answer()
    {
        var bytes = "<html><script>alert(1)</script>"u8.ToArray();
        var id = (await StartAsync(bytes)).Id;
        var refused = await SendAsync(_one, id, 0, bytes);
        Assert.Equal((UploadStatus.Refused, null), (refused.Status, refused.AssetId));
        Assert.Equal("MEDIA_REFUSED", Api.ErrorTexts.CodeOf(refused.Refusal!.ToError().Code));
        var again = await SendAsync(_two, id, bytes.Length, []);
        Assert.Equal((refused.Status, refused.Refusal.Rule, refused.Version), (again.Status, again.Refusal!.Rule, again.Version));
        Assert.Empty(await StagedAsync());
        Assert.Null(await _one.Get<IBlobs>().OpenAsync(UploadFilm.HashOf(bytes), 0, default));
        Assert.Equal(0, await _one.Database.GetCollection<BsonDocument>("media").CountDocumentsAsync(new BsonDocument()));
    }

    [Fact]
    public async Task The_same_file_sent_twice_is_one_asset()
    {
        var bytes = await UploadFilm.OfLengthAsync(600_000);
        var first = await SendAsync(_one, (await StartAsync(bytes)).Id, 0, bytes);
        var second = await SendAsync(_two, (await StartAsync(bytes)).Id, 0, bytes);
        Assert.Equal(first.AssetId, second.AssetId);
        Assert.Empty(await StagedAsync());
    }

    [Fact]
    public async Task A_piece_with_a_checksum_counts_whole_or_not_at_all()
    {
        var bytes = await UploadFilm.OfLengthAsync(800_000);
        var id = (await StartAsync(bytes)).Id;
        await SendAsync(_one, id, 0, bytes[..100_000]);
        var checksum = new UploadChecksum(HashAlgorithmName.SHA1, CryptographicOperations.HashData(HashAlgorithmName.SHA1, bytes.AsSpan(100_000)));
        await Assert.ThrowsAsync<IOException>(() => SendAsync(_one, id, 100_000, bytes[100_000..], 400_000, checksum));
        Assert.Equal(ContentErrorCode.ChecksumMismatch, await FailureAsync(() => SendAsync(_one, id, 100_000, bytes[100_001..], checksum: checksum)));
        Assert.Equal(100_000, (await _one.Get<UploadStore>().FindAsync(id, default))!.Offset);
        await IsStoredAsync(await SendAsync(_one, id, 100_000, bytes[100_000..], checksum: checksum), bytes);
    }

    [Fact]
    public async Task What_expired_is_swept_away_with_its_bytes_and_so_are_bytes_that_no_upload_names()
    {
        var bytes = await UploadFilm.OfLengthAsync(600_000);
        var (abandoned, going) = ((await StartAsync(bytes)).Id, (await StartAsync(bytes)).Id);
        await SendAsync(_one, abandoned, 0, bytes[..1000]);
        await SendAsync(_one, going, 0, bytes[..1000]);
        var finished = await SendAsync(_one, (await StartAsync(bytes)).Id, 0, bytes);
        await using (var nobodys = (await _one.Get<IBlobs>().Staging.TakeAsync("nobodys", default))!)
        {
            await nobodys.ContinueAsync(0, 1, default);
            await nobodys.WriteAsync(new([1, 2, 3]), default);
            await nobodys.FlushAsync(default);
        }
        Assert.Equal(1, await _one.Get<UploadSweeper>().SweepAsync(default));
        Assert.Equal(new[] { abandoned, going }.Order(), (await StagedAsync()).Order());

        _one.Time.Advance(TimeSpan.FromHours(23));
        await SendAsync(_two, going, 1000, bytes[1000..2000]);
        _one.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ContentErrorCode.UploadExpired, await FailureAsync(() => SendAsync(_one, abandoned, 1000, bytes[1000..])));
        Assert.Equal(3, await _one.Get<UploadSweeper>().SweepAsync(default)); // two documents, and the bytes of one
        Assert.Equal([going], await StagedAsync());
        Assert.Null(await _one.Get<UploadDesk>().FindAsync(abandoned, default));
        Assert.Null(await _one.Get<UploadDesk>().FindAsync(finished.Id, default));
        await IsStoredAsync(finished, bytes);
        await SendAsync(_one, going, 2000, bytes[2000..]);
    }

    [Fact]
    public async Task A_silent_sender_holds_nothing_and_whichever_process_is_asked_goes_on()
    {
        foreach (var other in new[] { _one, _two })
        {
            var bytes = await UploadFilm.OfLengthAsync(700_000, other == _one ? 1 : 2);
            var id = (await StartAsync(bytes)).Id;
            var (body, line) = WatchedBody.Make();
            var silent = _one.Get<UploadDesk>().AppendAsync(id, 0, body, null, default);
            await line.WriteAsync(bytes.AsMemory(0, 300_000));
            await FallSilentAsync(body, 300_000);
            Assert.Equal(300_000, (await other.Get<UploadDesk>().FindAsync(id, default))!.Offset);
            await SendAsync(other, id, 300_000, bytes[300_000..400_000]);

            // Too late: somebody else goes on.
            await line.WriteAsync(bytes.AsMemory(300_000, 1));
            Assert.Equal(ContentErrorCode.Conflict, await FailureAsync(() => silent));
            await IsStoredAsync(await SendAsync(other, id, 400_000, bytes[400_000..]), bytes);
        }
    }

    [Fact]
    public async Task A_sender_that_pauses_goes_on_where_it_was()
    {
        var bytes = await UploadFilm.OfLengthAsync(600_000);
        var id = (await StartAsync(bytes)).Id;
        var (body, line) = WatchedBody.Make();
        var sent = _one.Get<UploadDesk>().AppendAsync(id, 0, body, null, default);
        for (var at = 0; at < bytes.Length; at += 100_000)
        {
            await line.WriteAsync(bytes.AsMemory(at, 100_000));
            await FallSilentAsync(body, at + 100_000, whole: bytes.Length);
        }
        await IsStoredAsync(await sent, bytes);
    }

    [Fact]
    public async Task After_the_longest_silence_a_piece_ends_with_what_came()
    {
        var bytes = await UploadFilm.OfLengthAsync(600_000);
        var id = (await StartAsync(bytes)).Id;
        var (body, line) = WatchedBody.Make();
        var silent = _one.Get<UploadDesk>().AppendAsync(id, 0, body, null, default);
        await line.WriteAsync(bytes.AsMemory(0, 1000));
        await FallSilentAsync(body, 1000);
        _one.Time.Advance(new UploadOptions().Silence - UploadSender.Breath);
        Assert.Equal(ContentErrorCode.UploadStalled, await FailureAsync(() => silent));
        await IsStoredAsync(await SendAsync(_two, id, 1000, bytes[1000..]), bytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_piece_with_a_checksum_is_given_up_when_somebody_waits_for_it_and_else_after_the_longest_silence(bool isAwaited)
    {
        var bytes = await UploadFilm.OfLengthAsync(600_000);
        var upload = await StartAsync(bytes);
        var (body, line) = WatchedBody.Make();
        var checksum = new UploadChecksum(HashAlgorithmName.SHA256, SHA256.HashData(bytes));
        var silent = _one.Get<UploadDesk>().AppendAsync(upload.Id, 0, body, checksum, default);
        await line.WriteAsync(bytes.AsMemory(0, 1000));
        await body.WaitsAsync(1000);
        var latest = isAwaited ? _one.Get<UploadDesk>().LatestAsync(upload, makeWay: true, default) : null;
        for (var i = 0; i < (isAwaited ? 1 : 9); i++)
        {
            Assert.False(silent.IsCompleted);
            var waits = body.Waits;
            _one.Time.Advance(UploadSender.Breath);
            if (!isAwaited)
                await body.WaitsAsync(1000, after: waits);
        }
        if (!isAwaited)
            _one.Time.Advance(UploadSender.Breath);
        Assert.Equal(ContentErrorCode.UploadStalled, await FailureAsync(() => silent));
        if (latest is not null)
            Assert.Equal(0, (await latest).Offset);
        await IsStoredAsync(await SendAsync(_two, upload.Id, 0, bytes), bytes);
    }

    /// <summary>Lets a breath go by when the desk has taken all that came, and waits until it has saved it; of the last bytes nothing is waited for.</summary>
    private async Task FallSilentAsync(WatchedBody body, long sent, long whole = long.MaxValue)
    {
        await body.WaitsAsync(sent);
        var waits = body.Waits;
        _one.Time.Advance(UploadSender.Breath);
        if (sent < whole)
            await body.WaitsAsync(sent, after: waits);
    }

    private Task<Upload> StartAsync(byte[] bytes) => _one.Get<UploadDesk>().StartAsync(new("quanzhou", "film.mp4", "video/mp4", bytes.Length), Editor, default);

    private static Task<Upload> SendAsync(
        ContentFixture host,
        string id,
        long offset,
        byte[] piece,
        int cutAt = int.MaxValue,
        UploadChecksum? checksum = null
    ) => host.Get<UploadDesk>().AppendAsync(id, offset, PipeReader.Create(new CutStream(piece, cutAt)), checksum, default);

    private static async Task<ContentErrorCode?> FailureAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (ContentError error)
        {
            return error.Code;
        }
    }

    /// <summary>Leaves the upload as a process does that is killed after a step.</summary>
    private async Task ReceiveOnlyAsync(string id, byte[] bytes, string step)
    {
        var store = _one.Get<UploadStore>();
        var upload = (await store.FindAsync(id, default))!;
        await using (var staged = (await _one.Get<IBlobs>().Staging.TakeAsync(id, default))!)
        {
            await staged.ContinueAsync(0, upload.Version, default);
            await staged.WriteAsync(new(bytes), default);
            await staged.FlushAsync(default);
        }
        upload = (await store.ReplaceAsync(UploadRules.At(upload, bytes.Length, _one.Time.GetUtcNow(), TimeSpan.FromHours(24)), default))!;
        if (step == "received")
            return;
        await using (var content = (await _one.Get<IBlobs>().Staging.OpenAsync(id, bytes.Length, default))!)
        {
            var media = await _one.Get<MediaLibrary>()
                .CheckAsync(
                    new(new("film.mp4", "video/mp4"), content, _one.Get<IBlobs>().Staging.FilePath(id), UploadFilm.HashOf(bytes), bytes.Length),
                    default
                );
            upload = (await store.ReplaceAsync(upload with { Checked = media }, default))!;
        }
        if (step == "checked")
            return;
        Task<bool> KeepAsync() => _one.Get<IBlobs>().StoreStagedAsync(upload.Checked!.Hash, id, default);
        if (step == "recorded")
            await _one.Get<MediaLibrary>().RecordAsync(upload.Checked!, upload.OrganisationId, null, KeepAsync, default);
        else
            await KeepAsync();
    }

    private async Task IsStoredAsync(Upload upload, byte[] bytes)
    {
        Assert.Equal((UploadStatus.Stored, (long)bytes.Length), (upload.Status, upload.Offset));
        var asset = (await _two.Get<MediaLibrary>().FindAsync([upload.AssetId!], default))[upload.AssetId!];
        Assert.Equal((UploadFilm.HashOf(bytes), (long)bytes.Length, 24_000L), (asset.Hash, asset.ByteLength, asset.DurationMilliseconds));
        await using var content = await _two.Get<IBlobs>().OpenAsync(asset.Hash, 0, default);
        Assert.Equal(asset.Hash, Convert.ToHexStringLower(await SHA256.HashDataAsync(content!)));
        Assert.DoesNotContain(upload.Id, await StagedAsync());
    }

    private async Task<List<string>> StagedAsync()
    {
        var uploads = new List<string>();
        await foreach (var upload in _one.Get<IBlobs>().Staging.ListAsync(default))
        {
            uploads.Add(upload);
        }
        return uploads;
    }
}

public sealed class FolderUploadTests : UploadContract
{
    protected override KeyValuePair<string, string?>[] Settings => [];
}
