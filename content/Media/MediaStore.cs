using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>media</c>: one document for each asset. An asset that is arriving or leaving is absent: neither found nor listed, but its bytes stay.
/// </summary>
internal sealed class MediaStore(ContentDatabase database) : IStore
{
    private static readonly BsonDocument Present = new() { { "absence", BsonNull.Value }, { "evidence", BsonNull.Value } };

    private readonly IMongoCollection<MediaAsset> _media = database.Collection<MediaAsset>("media");

    public static QueryMap<MediaAsset> Map { get; } =
        new QueryMap<MediaAsset>(asset => asset.Id)
            .Add<string>("folderId", "folderId", FilterOperator.Eq | FilterOperator.In, "The folder it lies in.", idOf: nameof(AssetFolder))
            .Add<string>(
                "organisationId",
                "lineage",
                FilterOperator.Eq | FilterOperator.In,
                "Kept by this organisation or one below it.",
                idOf: nameof(Organisation),
                filter: (_, value, query) => LineageFilter.Asked(query, "lineage", value)
            )
            .Add<string>(
                "contentType",
                "contentType",
                FilterOperator.Eq | FilterOperator.In | FilterOperator.StartsWith,
                "Media type by content: `video/mp4`, or all of `video/`."
            )
            .Add("name", "name", FilterOperator.Eq | FilterOperator.StartsWith, "Its file name.", asset => asset.Name)
            .Add<DateTimeOffset?>(
                "storedAt",
                "storedAt",
                FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
                "When it was stored.",
                asset => asset.StoredAt
            );

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _media.Indexes.CreateManyAsync(
            [
                IndexOn<MediaAsset>.Keys("lineage", "-storedAt", "-_id"),
                IndexOn<MediaAsset>.Keys("folderId", "-storedAt", "-_id"),
                IndexOn<MediaAsset>.Keys("contentType", "-storedAt", "-_id"),
                IndexOn<MediaAsset>.Keys("name", "_id"),
                IndexOn<MediaAsset>.Keys("storedAt", "_id"),
                IndexOn<MediaAsset>.Keys("hash"),
                IndexOn<MediaAsset>.Keys("organisationId", "byteLength"),
                new(new BsonDocument("absentSince", 1), new CreateIndexOptions { Sparse = true }),
                new(new BsonDocument("evidence.sweptFrom", 1), new CreateIndexOptions { Sparse = true }),
                new(
                    new BsonDocument
                    {
                        { "evidence.subject", 1 },
                        { "storedAt", 1 },
                        { "byteLength", 1 },
                    },
                    new CreateIndexOptions { Sparse = true }
                ),
            ],
            cancellationToken
        );

    /// <summary>Finds media; evidence of claims is none.</summary>
    public async Task<IReadOnlyDictionary<string, MediaAsset>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await FindPresentAsync(ids, cancellationToken)).Where(asset => asset.Evidence is null).ToDictionary(asset => asset.Id);

    /// <summary>Finds assets of either kind, for claims that rest on them and for signed addresses.</summary>
    public async Task<IReadOnlyDictionary<string, MediaAsset>> FindEvidenceAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await FindPresentAsync(ids, cancellationToken)).ToDictionary(asset => asset.Id);

    private async Task<IEnumerable<MediaAsset>> FindPresentAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _media.Find(Builders<MediaAsset>.Filter.In(asset => asset.Id, ids)).ToListAsync(cancellationToken)).Where(asset => asset.Absence is null);

    /// <summary>Returns evidence that is due to be looked at, the longest due first.</summary>
    public async Task<IReadOnlyList<MediaAsset>> ListUnnamedAsync(DateTimeOffset now, int passed, int limit, CancellationToken cancellationToken) =>
        await _media
            .Find(new BsonDocument("evidence.sweptFrom", new BsonDocument("$lte", DocumentMapping.ToBson(now))))
            .Sort(new BsonDocument("evidence.sweptFrom", 1))
            .Skip(passed)
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Says when evidence is looked at next; null for never again.</summary>
    public Task SweepFromAsync(string id, DateTimeOffset? from, CancellationToken cancellationToken) =>
        _media.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { "evidence", new BsonDocument("$ne", BsonNull.Value) } },
            from is { } moment
                ? new BsonDocument("$set", new BsonDocument("evidence.sweptFrom", DocumentMapping.ToBson(moment)))
                : new BsonDocument("$unset", new BsonDocument("evidence.sweptFrom", "")),
            null,
            cancellationToken
        );

    /// <summary>Counts what somebody sent as evidence since a moment, and sums its bytes; deleted files count until they are swept.</summary>
    public async Task<(long Files, long Bytes)> EvidenceOfAsync(string subject, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var theirs = new BsonDocument { { "evidence.subject", subject }, { "storedAt", new BsonDocument("$gte", DocumentMapping.ToBson(since)) } };
        return await _media.CountAndSumAsync("byteLength", theirs, cancellationToken);
    }

    public Task<Page<MediaAsset>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(_media, new(QueryMap<MediaAsset>.And(scope.On("lineage"), Present), filter, sorts, page) { Tree = scope.Tree }, cancellationToken);

    /// <summary>Adds an asset, or returns the one of this id that is there: an asset never changes.</summary>
    public async Task<MediaAsset> AddAsync(MediaAsset asset, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Tolerating.DuplicatesAsync(() => _media.InsertOneAsync(asset, null, cancellationToken));
            // One that was there may have been swept in between.
            if (await _media.Find(new BsonDocument("_id", asset.Id)).FirstOrDefaultAsync(cancellationToken) is { } found)
                return found;
        }
    }

    /// <summary>
    /// Marks an asset as absent for a reason, or as present (null). False, and nothing is written, when its absence has changed since it was read.
    /// </summary>
    public async Task<bool> MarkAsync(MediaAsset read, MediaAbsence? to, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var change = to is { } absence
            ? new BsonDocument("$set", new BsonDocument { { "absence", DocumentMapping.ToBson(absence) }, { "absentSince", DocumentMapping.ToBson(since) } })
            : new BsonDocument("$unset", new BsonDocument { { "absence", "" }, { "absentSince", "" } });
        return (await _media.UpdateOneAsync(AsRead(read), change, null, cancellationToken)).MatchedCount == 1;
    }

    /// <summary>Returns assets that have been absent since a moment or longer, the longest first.</summary>
    public async Task<IReadOnlyList<MediaAsset>> ListAbsentAsync(DateTimeOffset before, int passed, int limit, CancellationToken cancellationToken) =>
        await _media
            .Find(new BsonDocument("absentSince", new BsonDocument("$lte", DocumentMapping.ToBson(before))))
            .Sort(new BsonDocument("absentSince", 1))
            .Skip(passed)
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Whether the bytes of a hash are still wanted: by an asset that is present, arriving, or deleted and perhaps coming back.</summary>
    public Task<bool> IsWantedAsync(string hash, CancellationToken cancellationToken) =>
        AnyAsync(new BsonDocument { { "hash", hash }, { "absence", new BsonDocument("$ne", nameof(MediaAbsence.Going)) } }, cancellationToken);

    /// <summary>Sums the bytes of the files that an organisation keeps; deleted ones count until they are swept.</summary>
    public Task<long> BytesOfAsync(string organisationId, CancellationToken cancellationToken) =>
        _media.SumAsync("byteLength", new BsonDocument("organisationId", organisationId), cancellationToken);

    /// <summary>Whether a folder holds any asset.</summary>
    public Task<bool> IsInFolderAsync(string folderId, CancellationToken cancellationToken) =>
        AnyAsync(new BsonDocument { { "folderId", folderId }, { "absence", BsonNull.Value } }, cancellationToken);

    /// <summary>Deletes an asset unless its absence has changed since it was read.</summary>
    public Task DeleteAsync(MediaAsset read, CancellationToken cancellationToken) => _media.DeleteOneAsync(AsRead(read), cancellationToken);

    /// <summary>Puts assets into a folder.</summary>
    /// <param name="folderId">The folder; null takes them out of any.</param>
    public Task MoveAsync(IReadOnlyCollection<string> ids, string? folderId, CancellationToken cancellationToken) =>
        _media.UpdateManyAsync(
            new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))),
            folderId is null ? new BsonDocument("$unset", new BsonDocument("folderId", "")) : new BsonDocument("$set", new BsonDocument("folderId", folderId)),
            null,
            cancellationToken
        );

    private static BsonDocument AsRead(MediaAsset asset) =>
        new()
        {
            { "_id", asset.Id },
            { "absence", DocumentMapping.ToBson(asset.Absence) },
            { "absentSince", DocumentMapping.ToBson(asset.AbsentSince) },
        };

    private async Task<bool> AnyAsync(BsonDocument filter, CancellationToken cancellationToken) =>
        await _media.Find(filter).Limit(1).Project(new BsonDocument("_id", 1)).AnyAsync(cancellationToken);
}
