using System.Net;
using Azure;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Connections;
using MongoDB.Driver.Core.Servers;

namespace ELearning.Tests.Storage;

/// <summary>Which failures are those of a database or of blobs that are away.</summary>
public sealed class OutageTests
{
    private static readonly ConnectionId Connection = new(new ServerId(new ClusterId(), new DnsEndPoint("db", 27017)));

    public static TheoryData<string, Exception, bool> Failures { get; } =
        new()
        {
            { "a connection that broke", new MongoConnectionException(Connection, "reset"), true },
            { "no server to choose", new TimeoutException("selecting a server"), true },
            { "a primary that is none any more", new MongoNotPrimaryException(Connection, [], new BsonDocument { { "code", 10107 } }), true },
            { "a server on its way down", new MongoNodeIsRecoveringException(Connection, [], new BsonDocument { { "code", 11600 } }), true },
            { "a full disk", Command(14031), true },
            { "a server that took too long", Command(50), true },
            { "a command that is not understood", Command(9), false },
            { "a key that is there", Command(11000), false },
            { "one behind another", new InvalidOperationException("outer", new MongoConnectionException(Connection, "reset")), true },
            { "one among several", new AggregateException(new InvalidOperationException(), new RequestFailedException(0, "nobody")), true },
            { "blobs that are not reached", new RequestFailedException("No such host"), true },
            { "blobs that have too much to do", new RequestFailedException(503, "Busy"), true },
            { "a blob that is not there", new RequestFailedException(404, "BlobNotFound"), false },
            { "a folder that is full", new IOException("No space left on device", 28), true },
            { "a folder that is read-only", new IOException("Read-only file system", 30), true },
            { "a client that went away", new IOException("The client reset the request stream."), false },
            { "a fault of ours", new InvalidOperationException(), false },
            { "an expected failure", new ContentError(ContentErrorCode.Conflict), false },
            { "a request that was given up", new OperationCanceledException(), false },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_may_be_asked_again_is_told_from_what_may_not(string what, Exception failure, bool outage) =>
        Assert.True(outage == Outage.IsBehind(failure), what);

    private static MongoCommandException Command(int code) => new(Connection, "failed", [], new BsonDocument { { "ok", 0 }, { "code", code } });
}
