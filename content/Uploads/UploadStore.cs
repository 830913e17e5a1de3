using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>uploads</c>: one document for each upload, found by id and replaced only in the version that was read.</summary>
internal sealed class UploadStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<Upload> _uploads = database.Collection<Upload>("uploads");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _uploads.Indexes.CreateManyAsync(
            [
                IndexOn<Upload>.Keys("subject", "status"),
                IndexOn<Upload>.Keys("status", "progressAt"),
                IndexOn<Upload>.Keys("expiresAt"),
                IndexOn<Upload>.Keys("organisationId", "status", "length"),
            ],
            cancellationToken
        );

    public Task AddAsync(Upload upload, CancellationToken cancellationToken) => _uploads.InsertOneAsync(upload, null, cancellationToken);

    public async Task<Upload?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _uploads.Find(new BsonDocument("_id", id)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Replaces the upload in the version that was read; null, and nothing is written, when somebody else has changed it since.</summary>
    public async Task<Upload?> ReplaceAsync(Upload upload, CancellationToken cancellationToken)
    {
        var next = upload with { Version = upload.Version + 1 };
        var result = await _uploads.ReplaceOneAsync(
            new BsonDocument { { "_id", upload.Id }, { "version", upload.Version } },
            next,
            cancellationToken: cancellationToken
        );
        return result.MatchedCount == 1 ? next : null;
    }

    /// <summary>Deletes an upload, whatever has become of it.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken) => _uploads.DeleteOneAsync(new BsonDocument("_id", id), cancellationToken);

    /// <summary>Deletes an upload unless it has changed since it was read.</summary>
    public async Task<bool> DeleteAsync(Upload upload, CancellationToken cancellationToken) =>
        (await _uploads.DeleteOneAsync(new BsonDocument { { "_id", upload.Id }, { "version", upload.Version } }, cancellationToken)).DeletedCount == 1;

    /// <summary>Counts the uploads that a subject has begun and that are neither finished nor expired, up to <paramref name="most"/>.</summary>
    public async Task<int> CountOpenAsync(string subject, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var open = new BsonDocument
        {
            { "subject", subject },
            { "status", DocumentMapping.ToBson(UploadStatus.Open) },
            { "expiresAt", new BsonDocument("$gt", DocumentMapping.ToBson(now)) },
        };
        return (await _uploads.Find(open).Limit(most).Project(upload => upload.Id).ToListAsync(cancellationToken)).Count;
    }

    /// <summary>Sums the promised lengths of an organisation's uploads that are neither settled nor expired.</summary>
    public Task<long> BytesInFlightAsync(string organisationId, DateTimeOffset now, CancellationToken cancellationToken) =>
        _uploads.SumAsync(
            "length",
            new BsonDocument
            {
                { "organisationId", organisationId },
                // Of no organisation, like sheets, and bounded for its sender.
                { "purpose", new BsonDocument("$ne", DocumentMapping.ToBson(UploadPurpose.Evidence)) },
                { "status", new BsonDocument("$in", DocumentMapping.ToBson(new[] { UploadStatus.Open, UploadStatus.Received })) },
                { "expiresAt", new BsonDocument("$gt", DocumentMapping.ToBson(now)) },
            },
            cancellationToken
        );

    /// <summary>Counts what somebody is about to send as evidence, and sums its promised lengths.</summary>
    public async Task<(long Files, long Bytes)> EvidenceInFlightAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var theirs = new BsonDocument
        {
            { "subject", subject },
            { "status", new BsonDocument("$in", DocumentMapping.ToBson(new[] { UploadStatus.Open, UploadStatus.Received })) },
            { "purpose", DocumentMapping.ToBson(UploadPurpose.Evidence) },
            { "expiresAt", new BsonDocument("$gt", DocumentMapping.ToBson(now)) },
        };
        return await _uploads.CountAndSumAsync("length", theirs, cancellationToken);
    }

    /// <summary>Returns uploads whose last byte came before a moment and that nobody has settled, the oldest first.</summary>
    public async Task<IReadOnlyList<Upload>> UnsettledAsync(DateTimeOffset before, int passed, int limit, CancellationToken cancellationToken)
    {
        var unsettled = new BsonDocument
        {
            { "status", DocumentMapping.ToBson(UploadStatus.Received) },
            { "progressAt", new BsonDocument("$lt", DocumentMapping.ToBson(before)) },
        };
        return await _uploads.Find(unsettled).Sort(new BsonDocument("progressAt", 1)).Skip(passed).Limit(limit).ToListAsync(cancellationToken);
    }

    /// <summary>Returns expired uploads, the longest expired first.</summary>
    public async Task<IReadOnlyList<Upload>> ExpiredAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await _uploads
            .Find(new BsonDocument("expiresAt", new BsonDocument("$lte", DocumentMapping.ToBson(now))))
            .Sort(new BsonDocument("expiresAt", 1))
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Returns those of the uploads that still need their staged bytes.</summary>
    public async Task<IReadOnlySet<string>> NeedingBytesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var needing = new BsonDocument
        {
            { "_id", new BsonDocument("$in", DocumentMapping.ToBson(ids)) },
            {
                "$or",
                new BsonArray
                {
                    new BsonDocument("status", new BsonDocument("$in", DocumentMapping.ToBson(new[] { UploadStatus.Open, UploadStatus.Received }))),
                    // Imports take them from there.
                    new BsonDocument
                    {
                        { "purpose", DocumentMapping.ToBson(UploadPurpose.Import) },
                        { "status", DocumentMapping.ToBson(UploadStatus.Stored) },
                    },
                }
            },
        };
        return (await _uploads.Find(needing).Project(upload => upload.Id).ToListAsync(cancellationToken)).ToHashSet();
    }
}
