using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Whether what the content rests on answers now; for readiness.</summary>
public sealed class ContentHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ContentDatabase database;

    internal ContentHealth(ContentDatabase database) => this.database = database;

    public Task<bool> DatabaseAsync(CancellationToken cancellationToken) => AnswersAsync(database.PingAsync, cancellationToken);

    private static async Task<bool> AnswersAsync(Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await ask(timeout.Token);
            return true;
        }
        catch (Exception silence) when (!cancellationToken.IsCancellationRequested && silence is MongoException or TimeoutException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
