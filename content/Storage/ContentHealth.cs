using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Whether what the content rests on answers now; for readiness.</summary>
public sealed class ContentHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ContentDatabase database;
    private readonly IBlobs blobs;

    internal ContentHealth(ContentDatabase database, IBlobs blobs) => (this.database, this.blobs) = (database, blobs);

    public Task<bool> DatabaseAsync(CancellationToken cancellationToken) => AnswersAsync(async token =>
    {
        await database.PingAsync(token);
        return true;
    }, cancellationToken);

    public Task<bool> BlobsAsync(CancellationToken cancellationToken) => AnswersAsync(blobs.AnswersAsync, cancellationToken);

    private static async Task<bool> AnswersAsync(Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            return await ask(timeout.Token);
        }
        catch (Exception silence) when (!cancellationToken.IsCancellationRequested && silence is MongoException or TimeoutException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
