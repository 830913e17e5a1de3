using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>exports</c>: one document each.</summary>
internal sealed class SheetExportStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<SheetExport> _exports = database.Collection<SheetExport>("exports");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _exports.Indexes.CreateManyAsync(
            [IndexOn<SheetExport>.Keys("subject", "state"), IndexOn<SheetExport>.Keys("state", "createdAt", "_id"), IndexOn<SheetExport>.Keys("hash")],
            cancellationToken
        );

    public Task AddAsync(SheetExport export, CancellationToken cancellationToken) => _exports.InsertOneAsync(export, null, cancellationToken);

    public async Task<IReadOnlyList<SheetExport>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _exports.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    /// <summary>Exports in a state, the oldest first.</summary>
    /// <param name="before">Only those asked for before; null for all.</param>
    public async Task<IReadOnlyList<SheetExport>> InAsync(ExportState state, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument("state", DocumentMapping.ToBson(state));
        if (before is { } time)
            filter.Add("createdAt", new BsonDocument("$lt", DocumentMapping.ToBson(time)));
        return await _exports.Find(filter).Sort(new BsonDocument { { "createdAt", 1 }, { "_id", 1 } }).Limit(limit).ToListAsync(cancellationToken);
    }

    public async Task<int> CountWaitingAsync(string subject, int most, CancellationToken cancellationToken) =>
        (
            await _exports
                .Find(new BsonDocument { { "subject", subject }, { "state", DocumentMapping.ToBson(ExportState.Waiting) } })
                .Limit(most)
                .Project(export => export.Id)
                .ToListAsync(cancellationToken)
        ).Count;

    /// <summary>Whether an export that is not dropped has this file.</summary>
    public async Task<bool> HasAsync(string hash, CancellationToken cancellationToken) =>
        await _exports
            .Find(new BsonDocument { { "hash", hash }, { "state", DocumentMapping.ToBson(ExportState.Done) } })
            .Limit(1)
            .Project(export => export.Id)
            .FirstOrDefaultAsync(cancellationToken)
            is not null;

    /// <returns>Null, and nothing is written, when somebody else has changed it since.</returns>
    public async Task<SheetExport?> ReplaceAsync(SheetExport export, CancellationToken cancellationToken)
    {
        var next = export with { Version = export.Version + 1 };
        var result = await _exports.ReplaceOneAsync(
            new BsonDocument { { "_id", export.Id }, { "version", export.Version } },
            next,
            cancellationToken: cancellationToken
        );
        return result.MatchedCount == 1 ? next : null;
    }
}
