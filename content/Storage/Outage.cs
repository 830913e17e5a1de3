using Azure;
using Azure.Identity;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// An outage: the database or the blobs are away for a moment or cannot write, which is no fault of the request and none of this program. This is the one place
/// that knows how the drivers say so. A request that met an outage may be repeated: an idempotency key, a sequence, a version, or an id made from meaning tells
/// what it did before it was cut off.
/// </summary>
public static class Outage
{
    /// <summary>How long to wait before asking again: a replica set has mostly elected its next primary by then.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Error codes of the server: it shuts down, steps down, is no primary, cannot be reached by a router, took longer than it may, or has no room on its disk.
    /// </summary>
    private static readonly HashSet<int> Codes = [6, 7, 50, 64, 89, 91, 133, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031];

    /// <summary>Error numbers of Linux and Windows: a disk that fails, is full, read-only, over its quota, or gone.</summary>
    private static readonly HashSet<int> DiskFaults =
    [
        5,
        19,
        28,
        30,
        107,
        116,
        122,
        unchecked((int)0x80070013),
        unchecked((int)0x80070015),
        unchecked((int)0x80070027),
        unchecked((int)0x80070070),
    ];

    public static bool IsBehind(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (IsOutage(failure))
                return true;
        }

        return false;
    }

    private static bool IsOutage(Exception failure) =>
        failure switch
        {
            MongoConnectionException or MongoConnectionPoolPausedException or MongoWaitQueueFullException or MongoExecutionTimeoutException => true,
            MongoNotPrimaryException or MongoNodeIsRecoveringException or MongoWriteConcernException => true,
            MongoCommandException command when Codes.Contains(command.Code) => true,
            MongoWriteException { WriteError.Code: var code } when Codes.Contains(code) => true,
            MongoBulkWriteException { WriteConcernError: not null } => true,
            MongoBulkWriteException bulk when bulk.WriteErrors.Any(error => Codes.Contains(error.Code)) => true,
            MongoException other => other.HasErrorLabel("NetworkError") || other.HasErrorLabel("RetryableWriteError"),
            // Nobody was there to choose as server, or no connection came free.
            TimeoutException and not System.Text.RegularExpressions.RegexMatchTimeoutException => true,
            RequestFailedException { Status: 0 or 408 or 429 or >= 500 } or AuthenticationFailedException => true,
            AggregateException several => several.InnerExceptions.Any(IsBehind),
            StoreAwayException => true,
            IOException disk => DiskFaults.Contains(disk.HResult),
            _ => false,
        };
}

/// <summary>A folder of ours is not there any more: its volume is away.</summary>
internal sealed class StoreAwayException(string folder, Exception cause) : IOException($"{folder} is away.", cause);
