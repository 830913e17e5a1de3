using MongoDB.Driver;

namespace ELearning.Content;

/// <param name="Day">The first run's day: every date of the demonstration is counted from it, so that a run resumed on another day goes on with the same
/// data.</param>
/// <param name="CompletedAt">Written last; null while the data may be incomplete.</param>
internal sealed record SeedRun(string Id, DateOnly Day, DateTimeOffset? CompletedAt);

internal sealed class SeedStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<SeedRun> _runs = database.Collection<SeedRun>("seeds");

    /// <summary>Creates nothing: runs are found by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<SeedRun> BeginAsync(string id, DateOnly day, CancellationToken cancellationToken)
    {
        try
        {
            var run = new SeedRun(id, day, null);
            await _runs.InsertOneAsync(run, cancellationToken: cancellationToken);
            return run;
        }
        catch (MongoWriteException duplicate) when (duplicate.WriteError.Category == ServerErrorCategory.DuplicateKey)
        {
            return await _runs.Find(run => run.Id == id).SingleAsync(cancellationToken);
        }
    }

    public Task CompleteAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        _runs.UpdateOneAsync(run => run.Id == id, Builders<SeedRun>.Update.Set(run => run.CompletedAt, at), cancellationToken: cancellationToken);
}
