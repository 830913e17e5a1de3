using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>operations</c>: one document for each hash and client.</summary>
internal sealed class RegisteredOperationStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<RegisteredOperation> _operations = database.Collection<RegisteredOperation>("operations");

    public static QueryMap<RegisteredOperation> Map { get; } =
        new QueryMap<RegisteredOperation>(operation => operation.Id)
            .Add<string>("hash", "hash", FilterOperator.Eq | FilterOperator.In, "Its hash.")
            .Add<string>("clientName", "clientName", FilterOperator.Eq | FilterOperator.In, "The client it was registered for.")
            .Add<OperationStatus>("status", "status", FilterOperator.Eq | FilterOperator.In, "Whether it may be sent.")
            .Add<DateTimeOffset>(
                "registeredAt",
                "registeredAt",
                FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte,
                "When it was registered.",
                operation => operation.RegisteredAt,
                always: true
            );

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _operations.Indexes.CreateManyAsync(
            [
                IndexOn<RegisteredOperation>.Keys("hash", "status"),
                IndexOn<RegisteredOperation>.Keys("clientName", "-registeredAt", "-_id"),
                IndexOn<RegisteredOperation>.Keys("status", "-registeredAt", "-_id"),
                IndexOn<RegisteredOperation>.Keys("-registeredAt", "-_id"),
            ],
            cancellationToken
        );

    public async Task<RegisteredOperation?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _operations.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Finds a registration under this hash that is not retired, whoever the client is: all have the same document.</summary>
    public async Task<RegisteredOperation?> ActiveAsync(string hash, CancellationToken cancellationToken) =>
        await _operations
            .Find(new BsonDocument { { "hash", hash }, { "status", DocumentMapping.ToBson(OperationStatus.Active) } })
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<RegisteredOperation>> ActiveOfAsync(string clientPrefix, CancellationToken cancellationToken) =>
        await _operations
            .Find(
                new BsonDocument
                {
                    {
                        "clientName",
                        new BsonDocument { { "$gte", clientPrefix }, { "$lt", $"{clientPrefix}\uffff" } }
                    },
                    { "status", DocumentMapping.ToBson(OperationStatus.Active) },
                }
            )
            .ToListAsync(cancellationToken);

    public Task<Page<RegisteredOperation>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(_operations, new([], filter, sorts, page), cancellationToken);

    public Task PutAsync(RegisteredOperation operation, CancellationToken cancellationToken) =>
        _operations.PutAsync(operation.Id, operation, cancellationToken);

    /// <summary>Marks a registration as retired; one that is retired already stays as it is.</summary>
    public Task RetireAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        _operations.UpdateOneAsync(
            new BsonDocument { { "_id", id }, { "status", DocumentMapping.ToBson(OperationStatus.Active) } },
            new BsonDocument(
                "$set",
                new BsonDocument { { "status", DocumentMapping.ToBson(OperationStatus.Retired) }, { "retiredAt", DocumentMapping.ToBson(now) } }
            ),
            null,
            cancellationToken
        );
}
