using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>audit</c>: added to; the one change there is adds its result to an entry that has none, and no entry is ever removed.</summary>
internal sealed class AuditStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<AuditEntry> Map = new QueryMap<AuditEntry>(entry => entry.Id)
        .Add<string>("subject", "subject", FilterOperator.Eq | FilterOperator.In, "Who acted.")
        .Add<string>("ownerIds", "ownerIds", FilterOperator.Some, "Whose data it is.", isList: true, idOf: nameof(Member))
        .Add<AuditKind>("kind", "kind", FilterOperator.Eq | FilterOperator.In, "Kind of the act.")
        .Add<string>("result", "result", FilterOperator.Eq | FilterOperator.In, "How it ended: OK, ATTEMPTED, CANCELLED or the code of the error.")
        .Add<DateTimeOffset>("at", "at", FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte, "When.", entry => entry.At);

    private readonly IMongoCollection<AuditEntry> audit = database.Collection<AuditEntry>("audit");

    public Task PrepareAsync(CancellationToken cancellationToken) => audit.Indexes.CreateManyAsync(
        [
            IndexOn<AuditEntry>.Keys("-at", "-_id"),
            IndexOn<AuditEntry>.Keys("lineage", "-at", "-_id"),
            IndexOn<AuditEntry>.Keys("ownerIds", "-at", "-_id"),
            IndexOn<AuditEntry>.Keys("subject", "-at", "-_id"),
            IndexOn<AuditEntry>.Keys("kind", "-at", "-_id"),
            IndexOn<AuditEntry>.Keys("result", "-at", "-_id"),
        ], cancellationToken);

    public Task AddAsync(IReadOnlyCollection<AuditEntry> added, CancellationToken cancellationToken) => audit.InsertManyAsync(added, null, cancellationToken);

    public Task CompleteAsync(AuditEntry ended, CancellationToken cancellationToken) => audit.UpdateOneAsync(
        new BsonDocument { { "_id", ended.Id }, { "result", AuditLog.Attempted } },
        new BsonDocument("$set", new BsonDocument
        {
            { "kind", DocumentMapping.ToBson(ended.Kind) }, { "result", ended.Result }, { "ownerIds", DocumentMapping.ToBson(ended.OwnerIds) },
        }), null, cancellationToken);

    public Task<Page<AuditEntry>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(audit, new(scope.Everywhere ? [] : new("lineage", new BsonDocument("$in", new BsonArray(scope.OrganisationIds))), filter, sorts, page), cancellationToken);
}
