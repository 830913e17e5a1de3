using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Takes files in, piece by piece. Bytes are acknowledged in the upload's document once they are durable, and only to the version that was read: of two writers
/// one is told to look again.
/// The last byte is followed by checks, keeping and the asset; each step may be repeated, and the next call or the sweeper completes what a dead process left.
/// </summary>
public sealed class UploadDesk
{
    /// <summary>While one request goes on, so many bytes or so much time lie between two acknowledgements: what a killed process costs its sender.</summary>
    internal const long Step = 16 << 20;
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Lazy<Task<Upload>>> _settling = [];

    /// <summary>Who sends to which upload here; the latest where there are several.</summary>
    private readonly ConcurrentDictionary<string, UploadSender> _sending = [];

    private readonly UploadStore _store;
    private readonly IBlobs _blobs;
    private readonly MediaLibrary _library;
    private readonly MediaStore _assets;
    private readonly RunningHashes _hashes;
    private readonly OrganisationTree _organisations;
    private readonly AuditLog _audit;
    private readonly UploadOptions _options;
    private readonly TimeProvider _time;

    internal UploadDesk(
        UploadStore store,
        IBlobs blobs,
        MediaLibrary library,
        MediaStore assets,
        RunningHashes hashes,
        OrganisationTree organisations,
        AuditLog audit,
        IOptions<UploadOptions> options,
        TimeProvider time
    ) =>
        (_store, _blobs, _library, _assets, _hashes, _organisations, _audit, _options, _time) = (
            store,
            blobs,
            library,
            assets,
            hashes,
            organisations,
            audit,
            options.Value,
            time
        );

    /// <exception cref="ContentError">MediaRefused, UploadTooLarge, TooManyUploads or QuotaExceeded.</exception>
    public async Task<Upload> StartAsync(NewUpload input, Actor actor, CancellationToken cancellationToken)
    {
        UploadRules.Check(input, _options);
        var now = _time.GetUtcNow();
        if (await _store.CountOpenAsync(actor.Subject, now, _options.OpenPerEditor, cancellationToken) >= _options.OpenPerEditor)
            throw new ContentError(ContentErrorCode.TooManyUploads, _options.OpenPerEditor);
        UploadRules.RequireRoom(
            input.Length,
            await _assets.BytesOfAsync(input.OrganisationId, cancellationToken),
            await _store.BytesInFlightAsync(input.OrganisationId, now, cancellationToken),
            _options
        );
        var upload = new Upload(Ids.New(_time), actor.Subject, input.OrganisationId, input.Name, input.ContentType, input.Length, now)
        {
            ClaimedHash = input.Hash,
            Metadata = input.Metadata,
            FolderId = input.FolderId,
        };
        upload = UploadRules.At(upload, 0, now, _options.Expiry);
        await _store.AddAsync(upload, cancellationToken);
        return upload;
    }

    public Task<Upload?> FindAsync(string id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>The upload after whoever sends to it in this process has sent more, or was silent for a breath, saved what it had and let go.</summary>
    /// <exception cref="ContentError">NotFound: it was given up in between.</exception>
    /// <param name="wantsPlace">Whoever asks would send or give up; one who only looks makes nobody give up a piece that counts whole or not at all.</param>
    public async Task<Upload> LatestAsync(Upload upload, bool wantsPlace, CancellationToken cancellationToken)
    {
        if (!_sending.TryGetValue(upload.Id, out var sender))
            return upload;
        await sender.AnswersAsync(wantsPlace).WaitAsync(cancellationToken);
        return await _store.FindAsync(upload.Id, cancellationToken) ?? throw ContentError.NotFound(nameof(Upload));
    }

    /// <summary>
    /// Takes the next piece. When the sender is cut off or falls silent for longer than <see cref="UploadOptions.Silence"/>, what was written until then
    /// counts; with a checksum all of it
    /// counts or nothing.
    /// </summary>
    /// <exception cref="ContentError">NotFound, UploadExpired, Conflict (not the place, or another writes), UploadStalled, UploadTooLarge or
    /// ChecksumMismatch.</exception>
    public async Task<Upload> AppendAsync(string id, long offset, PipeReader body, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        var upload = await _store.FindAsync(id, cancellationToken) ?? throw ContentError.NotFound(nameof(Upload));
        UploadRules.RequireUnexpired(upload, _time.GetUtcNow());
        UploadRules.RequireOffset(upload, offset);
        if (upload.Status == UploadStatus.Open)
            upload = await ReceiveAsync(upload, body, checksum, cancellationToken);
        return await SettleAsync(upload);
    }

    /// <summary>Gives an upload up; the asset of a finished one stays.</summary>
    public async Task<Upload> DropAsync(Upload upload, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(upload.Id, cancellationToken);
        await _blobs.Staging.DropAsync(upload.Id, cancellationToken);
        return upload;
    }

    /// <summary>
    /// Checks, keeps and records what is all here; of anything else it is no more than the upload itself. Callers at the same time wait for the same work.
    /// </summary>
    public async Task<Upload> SettleAsync(Upload upload)
    {
        if (upload.Status != UploadStatus.Received)
            return upload;
        try
        {
            // Whoever asked may leave; the work goes on.
            return await _settling.GetOrAdd(upload.Id, id => new(() => SettleOnceAsync(id, CancellationToken.None))).Value;
        }
        finally
        {
            _settling.TryRemove(upload.Id, out _);
        }
    }

    /// <summary>
    /// By turns: what comes without a pause is one, and between two of them nothing is held, so that whoever goes on elsewhere finds the bytes free and the
    /// offset right.
    /// </summary>
    private async Task<Upload> ReceiveAsync(Upload upload, PipeReader body, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        using var sender = new UploadSender(body, _time);
        var entry = KeyValuePair.Create(upload.Id, sender);
        _sending[entry.Key] = sender;
        try
        {
            while (true)
            {
                (upload, var pause) = await TakeTurnAsync(upload, sender, checksum, cancellationToken);
                if (pause == UploadPause.End || upload.Status != UploadStatus.Open)
                    return upload;
                if (!await sender.SpeaksAgainAsync(_options.Silence, cancellationToken))
                    throw new ContentError(ContentErrorCode.UploadStalled);
            }
        }
        finally
        {
            _sending.TryRemove(entry);
        }
    }

    /// <summary>
    /// A piece with a checksum is one turn, however it stammers, because it counts whole or not at all; when somebody waits for its place it is given up as
    /// soon as nothing comes.
    /// </summary>
    private async Task<(Upload Upload, UploadPause Pause)> TakeTurnAsync(
        Upload upload,
        UploadSender sender,
        UploadChecksum? checksum,
        CancellationToken cancellationToken
    )
    {
        using var holding = sender.Hold();
        await using var staged = await _blobs.Staging.TakeAsync(upload.Id, cancellationToken) ?? throw new ContentError(ContentErrorCode.Conflict);
        // A turn of its own, and only now: whoever had the bytes before may have acknowledged more in between.
        upload =
            await _store.ReplaceAsync(UploadRules.At(upload, upload.Offset, _time.GetUtcNow(), _options.Expiry), CancellationToken.None)
            ?? throw await LostAsync(upload.Id);
        await staged.ContinueAsync(upload.Offset, upload.Version, cancellationToken);

        var begin = upload.Offset;
        var hash = _hashes.Take(upload.Id, begin);
        using var piece = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var flow = new UploadFlow(sender, staged, upload.Length - begin, hash, piece);
        var pause = UploadPause.Step;
        try
        {
            while (pause == UploadPause.Step)
            {
                var since = _time.GetTimestamp();
                pause = await flow.TakeAsync(Step, () => _time.GetElapsedTime(since) > Pace, cancellationToken);
                if (checksum is null)
                    upload = await AcknowledgeAsync(upload, staged);
                else if (pause == UploadPause.Silence)
                    pause = sender.IsWanted || sender.Silence >= _options.Silence ? throw new ContentError(ContentErrorCode.UploadStalled) : UploadPause.Step;
            }
        }
        catch (Exception cut) when (checksum is null && cut is IOException or OperationCanceledException)
        {
            await AcknowledgeAsync(upload, staged);
            _hashes.Put(upload.Id, begin + flow.Received, hash);
            throw;
        }
        if (checksum is not null)
        {
            if (!CryptographicOperations.FixedTimeEquals(piece!.GetHashAndReset(), checksum.Value))
                throw new ContentError(ContentErrorCode.ChecksumMismatch);
            upload = await AcknowledgeAsync(upload, staged);
        }
        _hashes.Put(upload.Id, begin + flow.Received, hash);
        return (upload, pause);
    }

    /// <summary>
    /// Another writer was first. One whose upload is settled by now has begun bytes that nobody waits for; whoever settles it later drops them.
    /// </summary>
    private async Task<ContentError> LostAsync(string id)
    {
        if (await _store.FindAsync(id, CancellationToken.None) is null or { Status: UploadStatus.Stored or UploadStatus.Refused })
            await _blobs.Staging.DropAsync(id, CancellationToken.None);
        return new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>First durable, then said; never given up half-way.</summary>
    private async Task<Upload> AcknowledgeAsync(Upload upload, StagedBytes staged)
    {
        var durable = await staged.FlushAsync(CancellationToken.None);
        return durable == upload.Offset ? upload : await ReplaceAsync(upload, durable);
    }

    private async Task<Upload> ReplaceAsync(Upload upload, long offset) =>
        await _store.ReplaceAsync(UploadRules.At(upload, offset, _time.GetUtcNow(), _options.Expiry), CancellationToken.None)
        ?? throw new ContentError(ContentErrorCode.Conflict);

    private async Task<Upload> SettleOnceAsync(string id, CancellationToken cancellationToken)
    {
        var upload = await _store.FindAsync(id, cancellationToken) ?? throw ContentError.NotFound(nameof(Upload));
        try
        {
            if (upload is { Status: UploadStatus.Received, Checked: null })
                upload = await JudgeAsync(upload, cancellationToken);
            return upload is { Status: UploadStatus.Received, Checked: { } media } ? await KeepAsync(upload, media, cancellationToken) : upload;
        }
        catch (FileNotFoundException) when (upload.Status == UploadStatus.Received)
        {
            // Another process took the bytes away, as it settled the upload in between.
            if (await _store.FindAsync(id, cancellationToken) is { Status: not UploadStatus.Received } settled)
                return settled;
            throw;
        }
    }

    /// <summary>What passes is written down before its bytes move: whoever comes after a crash finds them by their hash.</summary>
    private async Task<Upload> JudgeAsync(Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            var media = await CheckAsync(upload, cancellationToken);
            return await ChangeAsync(upload, next => next with { Checked = media }, cancellationToken);
        }
        catch (ContentError refused) when (refused.Code == ContentErrorCode.MediaRefused)
        {
            var refusal = UploadRefusal.Of(refused);
            await RecordAsync(upload, new("Organisation", upload.OrganisationId), ContentError.NameOf(refused.Code), refusal.Rule, cancellationToken);
            upload = await ChangeAsync(upload, next => next with { Status = UploadStatus.Refused, Refusal = refusal }, cancellationToken);
            if (upload.Status == UploadStatus.Refused)
                await _blobs.Staging.DropAsync(upload.Id, cancellationToken);
            return upload;
        }
    }

    private async Task<Upload> KeepAsync(Upload upload, CheckedMedia media, CancellationToken cancellationToken)
    {
        var asset = await _library.RecordAsync(
            media,
            upload.OrganisationId,
            upload.FolderId,
            () => _blobs.KeepStagedAsync(media.Hash, upload.Id, cancellationToken),
            cancellationToken
        );
        await RecordAsync(upload, new("Media", asset.Id), AuditLog.Done, null, cancellationToken);
        upload = await ChangeAsync(upload, next => next with { Status = UploadStatus.Stored, AssetId = asset.Id }, cancellationToken);
        // A writer who came too late may have begun the bytes anew, after they were kept and before that was known.
        await _blobs.Staging.DropAsync(upload.Id, cancellationToken);
        return upload;
    }

    /// <summary>In the name of whoever began it, before the upload itself says so: whoever settles it again after a crash finds it on record.</summary>
    private async Task RecordAsync(Upload upload, AuditTarget target, string result, string? rule, CancellationToken cancellationToken)
    {
        var organisation = (await _organisations.FindAsync([upload.OrganisationId], cancellationToken)).GetValueOrDefault(upload.OrganisationId);
        await _audit.AddOnceAsync(
            new()
            {
                Id = Ids.From("uploads.finish", upload.Id),
                Subject = upload.Subject,
                Kind = AuditKind.Mutation,
                Operation = "uploads.finish",
                Target = target,
                Lineage = organisation?.Lineage ?? [],
                Result = result,
                Rule = rule,
                Correlation = _audit.Correlation,
            },
            cancellationToken
        );
    }

    /// <summary>Of bytes that flowed through this process the hash is there; else they are read for it.</summary>
    private async Task<CheckedMedia> CheckAsync(Upload upload, CancellationToken cancellationToken)
    {
        await using var content =
            upload.Length == 0
                ? Stream.Null
                : await _blobs.Staging.OpenAsync(upload.Id, upload.Length, cancellationToken)
                    ?? throw new FileNotFoundException($"The bytes of upload {upload.Id} are missing.");
        using var running = _hashes.Take(upload.Id, upload.Length);
        var hash = running?.GetHashAndReset() ?? await SHA256.HashDataAsync(content, cancellationToken);
        var claim = new MediaClaim(upload.Name, upload.ContentType, upload.Length, upload.ClaimedHash);
        return await _library.CheckAsync(
            new(claim, content, _blobs.Staging.FilePath(upload.Id), Convert.ToHexStringLower(hash), upload.Length),
            cancellationToken
        );
    }

    /// <summary>Only settlers change an upload that is all here, and all of them say the same: whoever was first is right.</summary>
    private async Task<Upload> ChangeAsync(Upload upload, Func<Upload, Upload> change, CancellationToken cancellationToken)
    {
        while (upload.Status == UploadStatus.Received)
        {
            if (await _store.ReplaceAsync(change(upload), cancellationToken) is { } changed)
                return changed;
            upload = await _store.FindAsync(upload.Id, cancellationToken) ?? throw ContentError.NotFound(nameof(Upload));
        }
        return upload;
    }
}
