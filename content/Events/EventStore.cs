using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>events</c>, read and cleared by ranges of <c>_id</c>: ids carry their time.</summary>
internal sealed class EventStore(ContentDatabase database) : IStore
{
    public const int LargestBatch = 1000;

    private readonly IMongoCollection<DomainEvent> _events = database.Collection<DomainEvent>("events");

    /// <summary>Creates nothing: <c>_id</c> alone serves all that is asked.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddAsync(IReadOnlyCollection<DomainEvent> added, CancellationToken cancellationToken) =>
        _events.InsertManyAsync(added, null, cancellationToken);

    /// <summary>Reads the oldest events beyond a position, at most <see cref="LargestBatch"/>.</summary>
    public async Task<IReadOnlyList<DomainEvent>> AfterAsync(string position, CancellationToken cancellationToken) =>
        await _events
            .Find(new BsonDocument("_id", new BsonDocument("$gt", position)), new FindOptions { BatchSize = LargestBatch })
            .Sort(new BsonDocument("_id", 1))
            .Limit(LargestBatch)
            .ToListAsync(cancellationToken);

    /// <summary>Reads the subjects of the events of one kind beyond a position.</summary>
    public async Task<IReadOnlySet<string>> SubjectsAfterAsync(string position, DomainEventKind kind, CancellationToken cancellationToken)
    {
        var wanted = new BsonDocument { { "_id", new BsonDocument("$gt", position) }, { "kind", DocumentMapping.ToBson(kind) } };
        return (await _events.Find(wanted).Project(told => told.SubjectId).ToListAsync(cancellationToken)).ToHashSet();
    }

    public Task DropBeforeAsync(string position, CancellationToken cancellationToken) =>
        _events.DeleteManyAsync(new BsonDocument("_id", new BsonDocument("$lt", position)), cancellationToken);
}
