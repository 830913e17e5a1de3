using System.Buffers.Binary;
using System.Text;
using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Wire;

/// <summary>The protocol itself: greetings, authentication, and bytes that no driver sends.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public void Hello_says_a_primary_of_one_node_and_wire_version_21()
    {
        using var client = new RawClient(_server.ConnectionString);
        var hello = client.Run(new BsonDocument("hello", 1), "admin");
        var address = new MongoUrl(_server.ConnectionString).Server.ToString();
        Assert.Equal([address], hello["hosts"].AsBsonArray.Select(h => h.AsString));
        foreach (var varying in new[] { "hosts", "me", "primary", "localTime", "connectionId" })
            hello.Remove(varying);
        Snapshooter.Xunit.Snapshot.Match(hello.ToJson());
    }

    [Fact]
    public void The_first_legacy_hello_is_answered_in_the_legacy_format()
    {
        using var client = new RawClient(_server.ConnectionString);
        var body = new BsonDocument { { "isMaster", 1 }, { "helloOk", true } }.ToBson();
        var query = new byte[16 + 4 + 11 + 8]
            .Concat(body)
            .ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(query, query.Length);
        BinaryPrimitives.WriteInt32LittleEndian(query.AsSpan(12), 2004);
        Encoding.ASCII.GetBytes("admin.$cmd").CopyTo(query, 20);
        var reply = client.RunLegacy(query);
        Assert.True(reply["ismaster"].AsBoolean && reply["helloOk"].AsBoolean);
    }

    [Theory]
    [InlineData("find")]
    [InlineData("insert")]
    [InlineData("listDatabases")]
    [InlineData("noSuchCommand")]
    public void Before_authentication_commands_are_refused(string command)
    {
        using var client = new RawClient(_server.ConnectionString);
        Assert.Equal(13, client.Run(new BsonDocument(command, "things"))["code"]);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("buildInfo")]
    public void Before_authentication_a_greeting_is_answered(string command)
    {
        using var client = new RawClient(_server.ConnectionString);
        Assert.Equal(1.0, client.Run(new BsonDocument(command, 1))["ok"]);
    }

    [Fact]
    public void A_wrong_password_is_refused_with_18_and_opens_nothing()
    {
        using var client = new RawClient(_server.ConnectionString);
        var refusal = Assert.Throws<UnauthorizedAccessException>(() => client.Authenticate("wrong"));
        Assert.Contains("\"code\" : 18", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(13, client.Run(new BsonDocument("listDatabases", 1), "admin")["code"]);
    }

    [Fact]
    public async Task A_driver_with_a_wrong_password_cannot_read()
    {
        var wrong = new MongoUrlBuilder(_server.ConnectionString) { Password = "wrong" };
        using var client = new MongoClient(wrong.ToString());
        await Assert.ThrowsAsync<MongoAuthenticationException>(() =>
            client.GetDatabase("test").GetCollection<BsonDocument>("things").Find(new BsonDocument()).ToListAsync()
        );
    }

    [Fact]
    public void A_proof_of_another_nonce_is_refused()
    {
        using var client = new RawClient(_server.ConnectionString);
        var start = client.Run(
            new BsonDocument
            {
                { "saslStart", 1 },
                { "mechanism", "SCRAM-SHA-256" },
                { "payload", Encoding.ASCII.GetBytes("n,,n=elearning,r=0123456789abcdef") },
            },
            "admin"
        );
        Assert.Equal(1.0, start["ok"]);
        var refused = client.Run(
            new BsonDocument
            {
                { "saslContinue", 1 },
                { "conversationId", 1 },
                { "payload", Encoding.ASCII.GetBytes($"c=biws,r=0123456789abcdef,p={Convert.ToBase64String(new byte[32])}") },
            },
            "admin"
        );
        Assert.Equal(18, refused["code"]);
    }

    public static TheoryData<string, byte[]> MalformedFrames()
    {
        var ping = new BsonDocument { { "ping", 1 }, { "$db", "admin" } }.ToBson();
        byte[] Frame(byte[] body, int opcode = 2013, uint flags = 0, byte kind = 0, int? length = null)
        {
            var message = new byte[21 + body.Length];
            BinaryPrimitives.WriteInt32LittleEndian(message, length ?? message.Length);
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), opcode);
            BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(16), flags);
            message[20] = kind;
            body.CopyTo(message, 21);
            return message;
        }

        byte[] Changed(int at, byte value)
        {
            var copy = (byte[])ping.Clone();
            copy[at] = value;
            return copy;
        }

        return new()
        {
            { "an HTTP request", Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n") },
            { "a length below the header", Frame(ping, length: 10) },
            { "a negative length", Frame(ping, length: -1) },
            { "a length above the limit", Frame(ping, length: 48_000_001) },
            { "an unknown opcode", Frame(ping, opcode: 2012) },
            { "an unknown required flag", Frame(ping, flags: 0x8) },
            { "an unknown section kind", Frame(ping, kind: 7) },
            { "a document shorter than it says", Frame(Changed(0, 200)) },
            { "an unknown BSON type", Frame(Changed(4, 0x55)) },
            { "a document without its end", Frame(Changed(ping.Length - 1, 1)) },
            { "two bodies", Frame([.. ping, 0, .. ping]) },
            { "no body", Frame([]) },
            { "an empty body", Frame(new BsonDocument().ToBson()) },
            { "a sequence longer than the message", Frame([.. ping, 1, 0xFF, 0xFF, 0, 0, (byte)'x', 0]) },
            {
                "text that is not UTF-8",
                Frame([
                    .. new BsonDocument { { "ping", "xy" } }
                        .ToBson()
                        .Select(b => b == 'x' ? (byte)0xFF : b),
                ])
            },
        };
    }

    [Theory]
    [MemberData(nameof(MalformedFrames))]
    public void A_malformed_message_ends_its_connection_and_no_other(string what, byte[] bytes)
    {
        using var client = new RawClient(_server.ConnectionString);
        Assert.True(client.IsClosedAfter(bytes), what);
        using var other = new RawClient(_server.ConnectionString);
        Assert.Equal(1.0, other.Run(new BsonDocument("ping", 1))["ok"]);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(100_000)]
    public void Deep_nesting_is_an_error_and_the_connection_goes_on(int levels)
    {
        using var client = RawClient.Authenticated(_server.ConnectionString);
        var reply = client.Run(client.Message(Nested(levels)));
        Assert.Equal(15, reply["code"]);
        Assert.Equal(1.0, client.Run(new BsonDocument("ping", 1))["ok"]);
    }

    [Fact]
    public void Random_bytes_in_a_message_never_stop_the_server()
    {
        var random = new Random(7);
        var body = new BsonDocument
        {
            { "find", "things" },
            {
                "filter",
                new BsonDocument
                {
                    {
                        "a",
                        new BsonArray { 1, "x", 2.5 }
                    },
                    { "b", new BsonDocument("$gt", ObjectId.Empty) },
                }
            },
            { "$db", "test" },
        }.ToBson();
        for (var round = 0; round < 300; round++)
        {
            using var client = new RawClient(_server.ConnectionString);
            var message = client.Message((byte[])body.Clone());
            for (var i = 0; i < 3; i++)
                message[random.Next(16, message.Length)] = (byte)random.Next(256);
            client.TrySend(message);
        }

        using var after = new RawClient(_server.ConnectionString);
        Assert.Equal(1.0, after.Run(new BsonDocument("ping", 1))["ok"]);
    }

    [Fact]
    public void A_checksum_is_dropped()
    {
        using var client = new RawClient(_server.ConnectionString);
        var body = new BsonDocument { { "ping", 1 }, { "$db", "admin" } }.ToBson();
        Assert.Equal(1.0, client.Run(client.Message([.. body, 1, 2, 3, 4], flags: 1))["ok"]);
    }

    [Fact]
    public void A_write_that_wants_no_answer_gets_none()
    {
        using var client = RawClient.Authenticated(_server.ConnectionString);
        var insert = new BsonDocument
        {
            { "insert", "things" },
            {
                "documents",
                new BsonArray { new BsonDocument("_id", 1) }
            },
            { "writeConcern", new BsonDocument("w", 0) },
            { "$db", "test" },
        };
        client.Send(client.Message(insert.ToBson(), flags: 2));
        // The next answer belongs to the next command: had the insert been answered, it would come first.
        var count = client.Run(new BsonDocument("count", "things"));
        Assert.Equal(1, count["n"]);
    }

    [Fact]
    public void Messages_sent_in_one_piece_are_answered_one_by_one()
    {
        using var client = new RawClient(_server.ConnectionString);
        var ping = client.Message(new BsonDocument { { "ping", 1 }, { "$db", "admin" } }.ToBson());
        var hello = client.Message(new BsonDocument { { "hello", 1 }, { "$db", "admin" } }.ToBson());
        Assert.False(client.Run([.. ping, .. hello]).Contains("hosts"));
        Assert.True(client.ReadReply().Contains("hosts"));
    }

    [Fact]
    public void A_repeated_retryable_write_is_applied_once_and_answered_the_same()
    {
        using var client = RawClient.Authenticated(_server.ConnectionString);
        var write = new BsonDocument
        {
            { "update", "things" },
            {
                "updates",
                new BsonArray
                {
                    new BsonDocument
                    {
                        { "q", new BsonDocument("_id", 1) },
                        { "u", new BsonDocument("$inc", new BsonDocument("n", 1)) },
                        { "upsert", true },
                    },
                }
            },
            { "lsid", new BsonDocument("id", new BsonBinaryData(new byte[16], BsonBinarySubType.UuidStandard)) },
            { "txnNumber", 5L },
        };
        var first = client.Run(write);
        using var reconnected = RawClient.Authenticated(_server.ConnectionString);
        var second = reconnected.Run(write);
        Assert.Equal(first, second);
        Assert.True(first.Contains("upserted"));
        var found = client.Run(new BsonDocument("find", "things"));
        Assert.Equal(1, found["cursor"]["firstBatch"][0]["n"]);

        write["txnNumber"] = 4L;
        Assert.Equal(225, client.Run(write)["code"]);
        write["txnNumber"] = 6L;
        Assert.Equal(1, client.Run(write)["nModified"]);
    }

    [Fact]
    public async Task The_driver_does_not_ask_again_and_again_who_is_primary()
    {
        var seen = new List<string>();
        using var client = _server.NewClient(settings =>
            settings.ClusterConfigurator = builder =>
                builder.Subscribe<MongoDB.Driver.Core.Events.CommandStartedEvent>(e =>
                {
                    lock (seen)
                        seen.Add(e.CommandName);
                })
        );
        await client.GetDatabase("test").GetCollection<BsonDocument>("things").InsertOneAsync([]);
        Assert.DoesNotContain("getLastError", seen);
        Assert.Equal(["isMaster", "saslContinue", "insert"], seen);
    }

    private static byte[] Nested(int levels)
    {
        byte[] open = [0, 0, 0, 0, 3, (byte)'a', 0];
        var bytes = new byte[levels * 8 + 5];
        for (var level = 0; level < levels; level++)
        {
            open.CopyTo(bytes, level * 7);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(level * 7), bytes.Length - level * 8);
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(levels * 7), 5);
        return bytes;
    }
}
