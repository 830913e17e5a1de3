using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collections <c>imports</c> (one document each), <c>importFaults</c> (the first <see cref="MostFaults"/> of each) and <c>importedLines</c> (one document for
/// each thing that a sheet ever spoke of, by kind and key).
/// </summary>
internal sealed class SheetImportStore(ContentDatabase database) : IStore
{
    public const int MostFaults = 10_000;

    public static readonly QueryMap<SheetImport> Map = new QueryMap<SheetImport>(import => import.Id)
        .Add<SheetKind>("kind", "kind", FilterOperator.Eq | FilterOperator.In, "What the sheet is about.")
        .Add<ImportState>("state", "state", FilterOperator.Eq | FilterOperator.In, "How far it is.")
        .Add<DateTimeOffset>(
            "createdAt",
            "createdAt",
            FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
            "When it was started.",
            import => import.CreatedAt,
            always: true
        );

    private static readonly QueryMap<ImportedFault> Faults = new QueryMap<ImportedFault>(fault => fault.Id).Add<string>(
        "id",
        "_id",
        default,
        "In the order of the sheet.",
        fault => fault.Id
    );

    private static readonly ImportState[] Ended = [ImportState.Checked, ImportState.Refused, ImportState.Applied, ImportState.Reverted];

    private readonly IMongoCollection<SheetImport> _imports = database.Collection<SheetImport>("imports");
    private readonly IMongoCollection<ImportedFault> _faults = database.Collection<ImportedFault>("importFaults");
    private readonly IMongoCollection<ImportedLine> _lines = database.Collection<ImportedLine>("importedLines");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _imports.Indexes.CreateManyAsync(
            [
                IndexOn<SheetImport>.Keys("subject", "createdAt", "_id"),
                IndexOn<SheetImport>.Keys("kind", "createdAt", "_id"),
                IndexOn<SheetImport>.Keys("state", "createdAt", "_id"),
                IndexOn<SheetImport>.Keys("createdAt", "_id"),
                IndexOn<SheetImport>.Keys("hash"),
                IndexOn<SheetImport>.Keys("faultFile"),
                IndexOn<SheetImport>.Keys("filesGone", "endedAt"),
            ],
            cancellationToken
        );
        await _faults.Indexes.CreateOneAsync(IndexOn<ImportedFault>.Keys("importId", "_id"), null, cancellationToken);
        await _lines.Indexes.CreateOneAsync(IndexOn<ImportedLine>.Keys("importId", "_id"), null, cancellationToken);
    }

    public Task AddAsync(SheetImport import, CancellationToken cancellationToken) => _imports.InsertOneAsync(import, null, cancellationToken);

    public async Task<IReadOnlyList<SheetImport>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _imports.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    /// <param name="subject">Whose imports; null for everybody's.</param>
    public Task<Page<SheetImport>> ListAsync(
        string? subject,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PageAsync(_imports, new(subject is null ? [] : new("subject", subject), filter, sorts, page), cancellationToken);

    /// <summary>Imports that have not ended, the oldest first.</summary>
    public async Task<IReadOnlyList<SheetImport>> OpenAsync(int limit, CancellationToken cancellationToken) =>
        await _imports
            .Find(new BsonDocument("state", new BsonDocument("$in", DocumentMapping.ToBson(Enum.GetValues<ImportState>().Except(Ended)))))
            .Sort(new BsonDocument { { "createdAt", 1 }, { "_id", 1 } })
            .Limit(limit)
            .ToListAsync(cancellationToken);

    public async Task<int> CountOpenAsync(string subject, int most, CancellationToken cancellationToken) =>
        (
            await _imports
                .Find(
                    new BsonDocument
                    {
                        { "subject", subject },
                        { "state", new BsonDocument("$in", DocumentMapping.ToBson(Enum.GetValues<ImportState>().Except(Ended))) },
                    }
                )
                .Limit(most)
                .Project(import => import.Id)
                .ToListAsync(cancellationToken)
        ).Count;

    /// <summary>Replaces the import in the version that was read; null, and nothing is written, when somebody else has changed it since.</summary>
    public async Task<SheetImport?> ReplaceAsync(SheetImport import, CancellationToken cancellationToken)
    {
        var next = import with { Version = import.Version + 1 };
        var result = await _imports.ReplaceOneAsync(
            new BsonDocument { { "_id", import.Id }, { "version", import.Version } },
            next,
            cancellationToken: cancellationToken
        );
        return result.MatchedCount == 1 ? next : null;
    }

    /// <summary>Imports that ended before an instant and whose files are still here, the oldest first.</summary>
    public async Task<IReadOnlyList<SheetImport>> EndedAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        await _imports
            .Find(new BsonDocument { { "filesGone", false }, { "endedAt", new BsonDocument("$lt", DocumentMapping.ToBson(before)) } })
            .Sort(new BsonDocument("endedAt", 1))
            .Limit(limit)
            .ToListAsync(cancellationToken);

    /// <summary>Whether the file of some import is stored under this hash.</summary>
    public async Task<bool> HasFileAsync(string hash, CancellationToken cancellationToken) =>
        await _imports.Find(new BsonDocument { { "hash", hash }, { "filesGone", false } }).AnyAsync(cancellationToken)
        || await _imports.Find(new BsonDocument { { "faultFile", hash }, { "filesGone", false } }).AnyAsync(cancellationToken);

    /// <summary>Adds faults; the same place again is left as it is.</summary>
    public async Task AddAsync(IReadOnlyList<ImportedFault> faults, CancellationToken cancellationToken)
    {
        if (faults.Count > 0)
            await Tolerating.DuplicatesAsync(() => _faults.InsertManyAsync(faults, new InsertManyOptions { IsOrdered = false }, cancellationToken));
    }

    /// <summary>Those of the rows that have a fault on record.</summary>
    public async Task<IReadOnlySet<int>> RowsAtFaultAsync(string importId, int first, int last, CancellationToken cancellationToken) => (
            await _faults
                .Find(
                    new BsonDocument
                    {
                        { "importId", importId },
                        {
                            "_id",
                            new BsonDocument { { "$gte", FaultId(importId, first, 0) }, { "$lt", FaultId(importId, last + 1, 0) } }
                        },
                    }
                )
                .ToListAsync(cancellationToken)
        ).Select(fault => fault.Fault.Row).ToHashSet();

    public static string FaultId(string importId, int row, int number) => string.Create(CultureInfo.InvariantCulture, $"{importId}/{row:D7}/{number:D7}");

    public Task DropFaultsAsync(string importId, CancellationToken cancellationToken) =>
        _faults.DeleteManyAsync(new BsonDocument("importId", importId), cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<ImportedFault>>> FaultsAsync(
        IReadOnlyCollection<string> importIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Faults.PagesAsync(_faults, "importId", importIds, new([], null, [new("id", false)], page), cancellationToken);

    public static string LineId(SheetKind kind, string key) => Ids.From("line", kind.ToString(), key);

    public async Task<IReadOnlyDictionary<string, ImportedLine>> LinesAsync(
        SheetKind kind,
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken
    ) =>
        keys.Count == 0
            ? new Dictionary<string, ImportedLine>()
            : (
                await _lines
                    .Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(keys.Select(key => LineId(kind, key))))))
                    .ToListAsync(cancellationToken)
            ).ToDictionary(line => line.Key);

    public async Task PutAsync(IReadOnlyCollection<ImportedLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count > 0)
            await _lines.BulkWriteAsync(
                lines.Select(line => new ReplaceOneModel<ImportedLine>(new BsonDocument("_id", line.Id), line) { IsUpsert = true }),
                new BulkWriteOptions { IsOrdered = false },
                cancellationToken
            );
    }

    /// <summary>The lines that an import was the last to say something of.</summary>
    public async Task<IReadOnlyList<ImportedLine>> LinesOfAsync(string importId, string? after, int limit, CancellationToken cancellationToken) =>
        await _lines
            .Find(
                after is null
                    ? new BsonDocument("importId", importId)
                    : new BsonDocument { { "importId", importId }, { "_id", new BsonDocument("$gt", after) } }
            )
            .Sort(new BsonDocument { { "importId", 1 }, { "_id", 1 } })
            .Limit(limit)
            .ToListAsync(cancellationToken);
}
