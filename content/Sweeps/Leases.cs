using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Collection <c>leases</c>: which process does a piece of work that one process is enough for. A lease ends by itself, so a holder that dies is followed by
/// another. Leases only save effort: whatever runs under one must be harmless when two do it, for clocks differ and a holder may be slower than its lease.
/// </summary>
internal sealed class Leases(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<BsonDocument> _leases = database.Collection<BsonDocument>("leases");

    /// <summary>Creates nothing: leases are found by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes the lease, or prolongs it for its holder.</summary>
    /// <returns>False while another holds it.</returns>
    public Task<bool> TakeAsync(string work, string holder, DateTimeOffset now, TimeSpan length, CancellationToken cancellationToken)
    {
        var free = new BsonDocument
        {
            { "_id", work },
            {
                "$or",
                new BsonArray { new BsonDocument("holder", holder), new BsonDocument("until", new BsonDocument("$lte", DocumentMapping.ToBson(now))) }
            },
        };
        var mine = new BsonDocument("$set", new BsonDocument { { "holder", holder }, { "until", DocumentMapping.ToBson(now + length) } });
        // Where somebody else's lease runs the filter finds nothing, and the insert that follows meets its id.
        return Tolerating.DuplicatesAsync(() => _leases.UpdateOneAsync(free, mine, new UpdateOptions { IsUpsert = true }, cancellationToken));
    }
}
