using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace ELearning.Embedded;

/// <summary>What every command works with: the store, the cursors, the sessions, the credentials.</summary>
internal sealed class Engine(Store store, Credentials credentials, TimeProvider clock, ILogger log) : IDisposable
{
    public Store Store { get; } = store;

    public Credentials Credentials { get; } = credentials;

    public TimeProvider Clock { get; } = clock;

    public ILogger Log { get; } = log;

    public Cursors Cursors { get; } = new(clock);

    public Sessions Sessions { get; } = new(clock);

    /// <summary>The address that clients dialled; <c>hosts</c> has to name it.</summary>
    public string Address { get; set; } = "";

    public async ValueTask<Reply> RunAsync(Connection connection, Request request, CancellationToken cancellationToken)
    {
        try
        {
            return await CommandTable.RunAsync(new CommandContext(this, connection, request, cancellationToken));
        }
        catch (MongoError error)
        {
            return Reply.Failure(error);
        }
        catch (StorageException error)
        {
            var message = error.IsDamage ? Store.Damaged(error.Message) : error.Message;
            Log.LogError(error, "{Command} failed in storage: {Reason}", request.Command, message);
            // A disk that is full, read-only or failing: no fault of the command, which may be sent again when the disk is mended.
            var code = error.Code is raw.SQLITE_FULL or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN
                ? MongoErrorCode.OutOfDiskSpace
                : MongoErrorCode.InternalError;
            return Reply.Failure(new MongoError(code, message));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A defect of this program; the client learns that it was not its fault, the log has the trace.
            Log.LogError(error, "{Command} failed", request.Command);
            return Reply.Failure(new MongoError(MongoErrorCode.InternalError, $"internal error of the embedded database: {error.Message}"));
        }
    }

    public void Dispose() => Store.Dispose();
}
