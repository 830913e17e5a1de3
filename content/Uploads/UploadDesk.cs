using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Takes files in, piece by piece. Bytes count once they are durable and the upload's document says so; of two writers at the same offset only the first
/// changes the document, and the other is told to look again. After the last byte the file is checked, its bytes are stored and its asset is recorded: each
/// step may be repeated, and the next call or the sweeper completes what a killed process left undone.
/// </summary>
public sealed class UploadDesk
{
    /// <summary>
    /// How many bytes a request takes at most before its upload's document says that they are durable: what a killed process costs its sender.
    /// </summary>
    internal const long Step = 16 << 20;

    /// <summary>How long a request goes on at most before its upload's document says which bytes are durable.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    /// <summary>Evidence is bounded for so long.</summary>
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>The uploads that this process settles at the moment, by id.</summary>
    private readonly ConcurrentDictionary<string, Lazy<Task<Upload>>> _settling = [];

    /// <summary>Who sends to which upload in this process, by the upload's id; the latest where there are several.</summary>
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

    /// <summary>Begins an upload: nothing of the file is here yet.</summary>
    /// <exception cref="ContentError">MediaRefused, UploadTooLarge, TooManyUploads, TooManyEvidence or QuotaExceeded.</exception>
    public async Task<Upload> StartAsync(NewUpload input, Actor actor, CancellationToken cancellationToken)
    {
        UploadRules.Check(input, _options);
        var now = _time.GetUtcNow();
        if (await _store.CountOpenAsync(actor.Subject, now, _options.OpenPerEditor, cancellationToken) >= _options.OpenPerEditor)
            throw new ContentError(ContentErrorCode.TooManyUploads, _options.OpenPerEditor);
        await RequireRoomAsync(input, actor, now, cancellationToken);
        var upload = new Upload(Ids.New(_time), actor.Subject, input.OrganisationId, input.Name, input.ContentType, input.Length, now)
        {
            ClaimedHash = input.Hash,
            Metadata = input.Metadata,
            FolderId = input.FolderId,
            Purpose = input.Purpose,
        };
        upload = UploadRules.At(upload, 0, now, _options.Expiry);
        await _store.AddAsync(upload, cancellationToken);
        return upload;
    }

    private async Task RequireRoomAsync(NewUpload input, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (input.Purpose == UploadPurpose.Evidence)
        {
            var stored = await _assets.EvidenceOfAsync(actor.Subject, now - Year, cancellationToken);
            var coming = await _store.EvidenceInFlightAsync(actor.Subject, now, cancellationToken);
            UploadRules.RequireRoomForEvidence(input.Length, stored.Files + coming.Files, stored.Bytes + coming.Bytes, _options);
            return;
        }
        UploadRules.RequireRoom(
            input.Length,
            // A sheet becomes no asset.
            input.Purpose == UploadPurpose.Import
                ? 0
                : await _assets.BytesOfAsync(input.OrganisationId, cancellationToken),
            await _store.BytesInFlightAsync(input.OrganisationId, now, cancellationToken),
            _options
        );
    }

    public Task<Upload?> FindAsync(string id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>
    /// Returns the upload as it stands once whoever sends to it in this process has sent more, or has fallen silent, so that what came is saved and the upload
    /// is free for another request.
    /// </summary>
    /// <exception cref="ContentError">NotFound: it was given up in between.</exception>
    /// <param name="makeWay">
    /// Whether the caller would send bytes or give the upload up: then a sender that falls silent in a piece with a checksum loses it.
    /// </param>
    public async Task<Upload> LatestAsync(Upload upload, bool makeWay, CancellationToken cancellationToken)
    {
        if (!_sending.TryGetValue(upload.Id, out var sender))
            return upload;
        await sender.WaitForProgressAsync(makeWay).WaitAsync(cancellationToken);
        return await _store.FindAsync(upload.Id, cancellationToken) ?? throw ContentError.NotFound(nameof(Upload));
    }

    /// <summary>
    /// Takes the next piece of an upload, and settles it after the last byte. When the sender is cut off or silent for longer than
    /// <see cref="UploadOptions.Silence"/>, what came until then counts; of a piece with a checksum all counts or nothing.
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

    /// <summary>Deletes an upload with its bytes; the asset of a stored one stays.</summary>
    public async Task<Upload> DropAsync(Upload upload, CancellationToken cancellationToken)
    {
        await _store.DeleteAsync(upload.Id, cancellationToken);
        await _blobs.Staging.DropAsync(upload.Id, cancellationToken);
        return upload;
    }

    /// <summary>
    /// Checks, stores and records the file of an upload whose bytes are all here; any other upload is returned as it is. Callers at the same time wait for the
    /// same work.
    /// </summary>
    public async Task<Upload> SettleAsync(Upload upload)
    {
        if (upload.Status != UploadStatus.Received)
            return upload;
        // Whoever asked may leave; the work goes on.
        var settling = _settling.GetOrAdd(upload.Id, id => new(() => SettleOnceAsync(id, CancellationToken.None)));
        try
        {
            return await settling.Value;
        }
        finally
        {
            // The work waited for and no other: by now somebody may have begun anew.
            _settling.TryRemove(KeyValuePair.Create(upload.Id, settling));
        }
    }

    /// <summary>
    /// Takes the body of one request in turns: bytes that come without a pause are one turn. Between two turns nothing is locked, so that whoever goes on
    /// elsewhere finds the bytes free and the offset right.
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
                if (!await sender.WaitForBytesAsync(_options.Silence, cancellationToken))
                    throw new ContentError(ContentErrorCode.UploadStalled);
            }
        }
        finally
        {
            _sending.TryRemove(entry);
        }
    }

    /// <summary>
    /// Takes bytes until the sender pauses or the body ends. A piece with a checksum is one turn, however often its sender pauses, because it counts whole or
    /// not at all; it is given up at the first pause when somebody waits to write in its place.
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
            ?? throw await ConflictAsync(upload.Id);
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
                else if (pause == UploadPause.Silence && (sender.MustMakeWay || sender.Silence >= _options.Silence))
                    throw new ContentError(ContentErrorCode.UploadStalled);
                else if (pause == UploadPause.Silence)
                    pause = UploadPause.Step;
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
    /// The failure of a writer after whose first look another writer changed the upload. If that one has settled the upload by now, the staged bytes just begun
    /// belong to nobody and are dropped; else whoever settles it later drops them.
    /// </summary>
    private async Task<ContentError> ConflictAsync(string id)
    {
        if (await _store.FindAsync(id, CancellationToken.None) is null or { Status: UploadStatus.Stored or UploadStatus.Refused })
            await _blobs.Staging.DropAsync(id, CancellationToken.None);
        return new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Makes the bytes written so far durable and says so in the document, in this order and without being given up half-way.</summary>
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
            return upload is { Status: UploadStatus.Received, Checked: { } media } ? await StoreAsync(upload, media, cancellationToken) : upload;
        }
        catch (FileNotFoundException) when (upload.Status == UploadStatus.Received)
        {
            // Another process took the bytes away, as it settled the upload in between.
            if (await _store.FindAsync(id, cancellationToken) is { Status: not UploadStatus.Received } settled)
                return settled;
            throw;
        }
    }

    /// <summary>
    /// Checks the whole file. What the checks found is written down before the bytes are moved, so that whoever comes after a crash finds them by their hash;
    /// of a refused file the bytes are dropped.
    /// </summary>
    private async Task<Upload> JudgeAsync(Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            var media = await CheckAsync(upload, cancellationToken);
            return await ChangeAsync(upload, next => next with { Checked = media }, cancellationToken);
        }
        catch (ContentError refused) when (refused.Code == ContentErrorCode.MediaRefused)
        {
            // Where another process found the file good in between it may have taken the bytes away under these checks, and what it found stands.
            upload = await _store.FindAsync(upload.Id, cancellationToken) ?? throw ContentError.NotFound(nameof(Upload));
            if (upload is not { Status: UploadStatus.Received, Checked: null })
                return upload;
            var refusal = UploadRefusal.Of(refused);
            await RecordAsync(upload, new("Organisation", upload.OrganisationId), ContentError.NameOf(refused.Code), refusal.Rule, cancellationToken);
            upload = await ChangeAsync(upload, next => next with { Status = UploadStatus.Refused, Refusal = refusal }, cancellationToken);
            if (upload.Status == UploadStatus.Refused)
                await _blobs.Staging.DropAsync(upload.Id, cancellationToken);
            return upload;
        }
    }

    /// <summary>Stores the bytes of a checked file and records its asset.</summary>
    private async Task<Upload> StoreAsync(Upload upload, CheckedMedia media, CancellationToken cancellationToken)
    {
        if (upload.Purpose == UploadPurpose.Import)
        {
            await RecordAsync(upload, new("Organisation", upload.OrganisationId), AuditLog.Done, null, cancellationToken);
            return await ChangeAsync(upload, next => next with { Status = UploadStatus.Stored }, cancellationToken);
        }
        Task<bool> StoreBytesAsync() => _blobs.StoreStagedAsync(media.Hash, upload.Id, cancellationToken);
        var asset =
            upload.Purpose == UploadPurpose.Evidence
                ? await _library.RecordEvidenceAsync(media, upload.Subject, StoreBytesAsync, cancellationToken)
                : await _library.RecordAsync(media, upload.OrganisationId, upload.FolderId, StoreBytesAsync, cancellationToken);
        await RecordAsync(upload, new("Media", asset.Id), AuditLog.Done, null, cancellationToken);
        upload = await ChangeAsync(upload, next => next with { Status = UploadStatus.Stored, AssetId = asset.Id }, cancellationToken);
        // A writer who came too late may have begun the bytes anew, after they were kept and before that was known.
        await _blobs.Staging.DropAsync(upload.Id, cancellationToken);
        return upload;
    }

    /// <summary>
    /// Records in the audit log how the upload ended, in the name of whoever began it. This comes before the upload says so itself: whoever settles it again
    /// after a crash finds it on record.
    /// </summary>
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

    /// <summary>Runs the checks. The hash is known when all bytes came in through this process; else the bytes are read for it.</summary>
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
        if (upload.Purpose == UploadPurpose.Import)
            return UploadRules.CheckedSheet(upload, Convert.ToHexStringLower(hash));
        var found = await _library.CheckAsync(
            new(claim, content, _blobs.Staging.FilePath(upload.Id), Convert.ToHexStringLower(hash), upload.Length),
            cancellationToken
        );
        if (upload.Purpose == UploadPurpose.Evidence)
            UploadRules.RequireEvidence(MediaFormat.Of(found.ContentType)!);
        return found;
    }

    /// <summary>Changes an upload whose bytes are all here. Nobody but settlers does, and all of them find the same: whoever is first is right.</summary>
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
