using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>audit</c>: added to. An entry without a result is given it, or gives way to the one that counts it with others; one of refusals is counted up;
/// and entries go when they are as old as <see cref="AuditingOptions.Keep"/>.
/// </summary>
internal sealed class AuditStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<AuditEntry> Map = new QueryMap<AuditEntry>(entry => entry.Id)
        .Add<string>("subject", "subject", FilterOperator.Eq | FilterOperator.In, "Who acted.", narrow: true)
        .Add<string>("ownerIds", "ownerIds", FilterOperator.Some, "Whose data it is.", isList: true, idOf: nameof(Member), narrow: true)
        .Add<AuditKind>("kind", "kind", FilterOperator.Eq | FilterOperator.In, "Kind of the act.")
        .Add<string>("result", "result", FilterOperator.Eq | FilterOperator.In, "How it ended: OK, ATTEMPTED, CANCELLED or the code of the error.")
        .Add<DateTimeOffset>("at", "at", FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte, "When.", entry => entry.At);

    private readonly IMongoCollection<AuditEntry> _audit = database.Collection<AuditEntry>("audit");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _audit.Indexes.CreateManyAsync(
            [
                IndexOn<AuditEntry>.Keys("-at", "-_id"),
                // Before that of the lineage: of two that serve alike the embedded database takes the older one, and few entries are of one person.
                IndexOn<AuditEntry>.Keys("ownerIds", "-at", "-_id"),
                IndexOn<AuditEntry>.Keys("subject", "-at", "-_id"),
                IndexOn<AuditEntry>.Keys("lineage", "-at", "-_id"),
                IndexOn<AuditEntry>.Keys("kind", "-at", "-_id"),
                IndexOn<AuditEntry>.Keys("result", "-at", "-_id"),
            ],
            cancellationToken
        );

    /// <summary>Forgets the oldest entries from before.</summary>
    public Task<int> DropAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        _audit.DropOldestAsync(Retention.Before("at", before), "at", most, cancellationToken);

    public Task AddAsync(IReadOnlyCollection<AuditEntry> added, CancellationToken cancellationToken) => _audit.InsertManyAsync(added, null, cancellationToken);

    /// <summary>
    /// Adds an entry of refusals or counts it in where it is there, with whom it concerns as long as it names few. Two at once are both counted.
    /// </summary>
    public async Task CountAsync(AuditEntry refused, CancellationToken cancellationToken)
    {
        var (named, organisations) = (new BsonArray(refused.OwnerIds), new BsonArray(refused.Lineage));
        var inserted = refused.ToBsonDocument();
        foreach (var counted in new[] { "_id", "count", "ownerIds", "lineage" })
        {
            inserted.Remove(counted);
        }

        var counting = new BsonDocument
        {
            { "$inc", new BsonDocument("count", refused.Count) },
            { "$set", new BsonDocument("lastAt", DocumentMapping.ToBson(refused.At)) },
        };
        var first = new BsonDocument(counting)
        {
            { "$setOnInsert", inserted },
            {
                "$addToSet",
                new BsonDocument { { "ownerIds", new BsonDocument("$each", named) }, { "lineage", new BsonDocument("$each", organisations) } }
            },
        };
        var room = new BsonDocument
        {
            { "_id", refused.Id },
            RoomIn("ownerIds", AuditRules.MostOwners),
            RoomIn("lineage", AuditRules.MostOrganisations),
        };
        if (await Tolerating.DuplicatesAsync(() => _audit.UpdateOneAsync(room, first, new UpdateOptions { IsUpsert = true }, cancellationToken)))
            return;
        // It is there, and full of owners or of organisations, or was added at this moment: what has room left is still told, so that nobody's auditor misses
        // it.
        await _audit.UpdateOneAsync(new BsonDocument("_id", refused.Id), counting, null, cancellationToken);
        await AddAsync("ownerIds", AuditRules.MostOwners, named);
        await AddAsync("lineage", AuditRules.MostOrganisations, organisations);

        Task AddAsync(string list, int most, BsonArray added) =>
            _audit.UpdateOneAsync(
                new BsonDocument { { "_id", refused.Id }, RoomIn(list, most) },
                new BsonDocument("$addToSet", new BsonDocument(list, new BsonDocument("$each", added))),
                null,
                cancellationToken
            );

        static BsonElement RoomIn(string list, int most) => new($"{list}.{most - 1}", new BsonDocument("$exists", false));
    }

    /// <summary>Takes an entry away that is still attempted.</summary>
    public Task RemoveAsync(AuditEntry attempted, CancellationToken cancellationToken) =>
        _audit.DeleteOneAsync(new BsonDocument { { "_id", attempted.Id }, { "result", AuditLog.Attempted } }, cancellationToken);

    public Task CompleteAsync(AuditEntry ended, CancellationToken cancellationToken) =>
        _audit.UpdateOneAsync(
            new BsonDocument { { "_id", ended.Id }, { "result", AuditLog.Attempted } },
            new BsonDocument(
                "$set",
                new BsonDocument
                {
                    { "kind", DocumentMapping.ToBson(ended.Kind) },
                    { "result", ended.Result },
                    { "ownerIds", DocumentMapping.ToBson(ended.OwnerIds) },
                }
            ),
            null,
            cancellationToken
        );

    public Task<Page<AuditEntry>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        Map.PageAsync(
            _audit,
            new(scope.Everywhere ? [] : new("lineage", new BsonDocument("$in", new BsonArray(scope.OrganisationIds))), filter, sorts, page),
            cancellationToken
        );
}
