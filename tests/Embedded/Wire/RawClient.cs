using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Wire;

/// <summary>A client that sends what it is told, byte by byte: what no driver would send, or a driver would not send twice.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly MongoUrl _url;
    private readonly NetworkStream _stream;
    private int _nextId;

    public RawClient(string connectionString)
    {
        _url = new MongoUrl(connectionString);
        _client.Connect(_url.Server.Host, _url.Server.Port);
        _stream = _client.GetStream();
        _stream.ReadTimeout = 10_000;
    }

    /// <summary>Authenticated where the connection string names a user.</summary>
    public static RawClient Authenticated(string connectionString)
    {
        var raw = new RawClient(connectionString);
        if (raw._url.Username is not null)
            raw.Authenticate(raw._url.Password);
        return raw;
    }

    public BsonDocument Run(BsonDocument command, string database = "test") => Run(Message(new BsonDocument(command) { { "$db", database } }.ToBson()));

    /// <summary>Sends one OP_MSG whose body is these bytes.</summary>
    public byte[] Message(byte[] body, uint flags = 0, byte kind = 0)
    {
        var message = new byte[21 + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(4), ++_nextId);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), 2013);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(16), flags);
        message[20] = kind;
        body.CopyTo(message, 21);
        return message;
    }

    public BsonDocument Run(byte[] message)
    {
        Send(message);
        return ReadReply();
    }

    public void Send(byte[] message) => _stream.Write(message);

    public BsonDocument ReadReply() => BsonSerializer.Deserialize<BsonDocument>(ReadMessage()[21..]);

    /// <summary>Sends an OP_QUERY and reads the OP_REPLY.</summary>
    public BsonDocument RunLegacy(byte[] message)
    {
        Send(message);
        return BsonSerializer.Deserialize<BsonDocument>(ReadMessage()[36..]);
    }

    /// <summary>Sends, and reads an answer or the end of the connection, whichever comes.</summary>
    public void TrySend(byte[] message)
    {
        try
        {
            Send(message);
            ReadMessage();
        }
        catch (IOException)
        {
            // The server closed the connection, as it may.
        }
    }

    private byte[] ReadMessage()
    {
        var header = Read(16);
        return [.. header, .. Read(BinaryPrimitives.ReadInt32LittleEndian(header) - 16)];
    }

    /// <summary>True when the server ends the connection instead of answering.</summary>
    public bool IsClosedAfter(byte[] bytes)
    {
        try
        {
            _stream.Write(bytes);
            return _stream.Read(new byte[1]) == 0;
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown })
        {
            return true;
        }
    }

    public void Authenticate(string password)
    {
        var first = $"n={_url.Username},r={Convert.ToBase64String(RandomNumberGenerator.GetBytes(24))}";
        var started = Run(
            Sasl("saslStart", "n,," + first).Add("mechanism", "SCRAM-SHA-256").Add("options", new BsonDocument("skipEmptyExchange", true)),
            "admin"
        );
        if (started["ok"] != 1)
            throw new UnauthorizedAccessException(started.ToJson());
        var challenge = Encoding.UTF8.GetString(started["payload"].AsByteArray);
        var parts = challenge.Split(',').ToDictionary(p => p[0], p => p[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            password,
            Convert.FromBase64String(parts['s']),
            int.Parse(parts['i'], System.Globalization.CultureInfo.InvariantCulture),
            HashAlgorithmName.SHA256,
            32
        );
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,r={parts['r']}";
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.UTF8.GetBytes($"{first},{challenge},{withoutProof}"));
        var proof = clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
        var ended = Run(Sasl("saslContinue", $"{withoutProof},p={Convert.ToBase64String(proof)}").Add("conversationId", 1), "admin");
        if (ended["ok"] != 1)
            throw new UnauthorizedAccessException(ended.ToJson());
    }

    private static BsonDocument Sasl(string command, string payload) =>
        new() { { command, 1 }, { "payload", new BsonBinaryData(Encoding.UTF8.GetBytes(payload)) } };

    private byte[] Read(int count)
    {
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _client.Dispose();
}
