using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>The two message formats that come in: OP_MSG, and OP_QUERY for the first hello of a connection.</summary>
internal static class Frame
{
    public const int HeaderSize = 16;
    public const int MaximumSize = 48_000_000;
    public const int OpReply = 1;
    public const int OpQuery = 2004;
    public const int OpMsg = 2013;

    private const uint ChecksumPresent = 1;
    private const uint MoreToCome = 2;
    private const uint RequiredFlags = 0xFFFF;

    private static readonly IReadOnlyDictionary<string, List<byte[]>> NoSequences = new Dictionary<string, List<byte[]>>();

    /// <summary>Length of the frame at the start of the buffer; 0 while its header is incomplete.</summary>
    public static int Length(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < HeaderSize)
            return 0;
        Span<byte> start = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(start);
        var length = BinaryPrimitives.ReadInt32LittleEndian(start);
        return length is >= HeaderSize and <= MaximumSize ? length : throw new FrameException($"a message of {length} bytes");
    }

    public static Request Parse(byte[] frame)
    {
        var id = BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(4));
        return BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(12)) switch
        {
            OpMsg => ParseMessage(id, frame.AsMemory(HeaderSize)),
            OpQuery => ParseQuery(id, frame.AsMemory(HeaderSize)),
            var opcode => throw new FrameException($"opcode {opcode}"),
        };
    }

    private static Request ParseMessage(int id, ReadOnlyMemory<byte> rest)
    {
        var flags = (uint)TakeInt(ref rest);
        if ((flags & RequiredFlags & ~(ChecksumPresent | MoreToCome)) != 0)
            throw new FrameException($"unknown required flags {flags:x}");
        // The transport is TCP on loopback: the checksum is dropped, not verified.
        if ((flags & ChecksumPresent) != 0)
            rest = rest.Length >= 4 ? rest[..^4] : throw new FrameException("a missing checksum");

        BsonDocument? body = null;
        Dictionary<string, List<byte[]>>? sequences = null;
        while (!rest.IsEmpty)
        {
            var kind = rest.Span[0];
            rest = rest[1..];
            if (kind == 0 && body is null)
                body = ToBson(TakeDocument(ref rest));
            else if (kind == 1)
                TakeSequence(ref rest, sequences ??= []);
            else
                throw new FrameException($"section kind {kind}");
        }

        if (body is null || body.ElementCount == 0)
            throw new FrameException("no command");
        return new Request(id, body, sequences ?? NoSequences, Legacy: false, NoReply: (flags & MoreToCome) != 0);
    }

    private static void TakeSequence(ref ReadOnlyMemory<byte> rest, Dictionary<string, List<byte[]>> sequences)
    {
        var size = TakeInt(ref rest);
        if (size < 5 || size - 4 > rest.Length)
            throw new FrameException($"a section of {size} bytes");
        var section = rest[..(size - 4)];
        rest = rest[(size - 4)..];
        var name = TakeCString(ref section);
        var documents = new List<byte[]>();
        while (!section.IsEmpty)
            documents.Add(TakeDocument(ref section).ToArray());
        if (!sequences.TryAdd(name, documents))
            throw new FrameException($"section {name} twice");
    }

    private static Request ParseQuery(int id, ReadOnlyMemory<byte> rest)
    {
        TakeInt(ref rest);
        var collection = TakeCString(ref rest);
        TakeInt(ref rest);
        TakeInt(ref rest);
        var body = ToBson(TakeDocument(ref rest));
        if (collection != "admin.$cmd" || !rest.IsEmpty || body.ElementCount == 0)
            throw new FrameException($"a legacy query on {collection}");
        if (body.GetElement(0).Name is "$query" or "query")
            body = body[0].AsBsonDocument;
        body["$db"] = "admin";
        return new Request(id, body, NoSequences, Legacy: true, NoReply: false);
    }

    private static ReadOnlyMemory<byte> TakeDocument(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < 5)
            throw new FrameException("a truncated document");
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        if (length < 5 || length > rest.Length)
            throw new FrameException("a truncated document");
        var document = rest[..length];
        rest = rest[length..];
        try
        {
            BsonView.Document(document).Validate();
        }
        catch (MongoError error) when (error.Code == MongoErrorCode.InvalidBSON)
        {
            throw new FrameException("malformed BSON");
        }

        return document;
    }

    private static BsonDocument ToBson(ReadOnlyMemory<byte> document) => BsonView.Document(document).ToBsonDocument();

    private static int TakeInt(ref ReadOnlyMemory<byte> rest)
    {
        if (rest.Length < 4)
            throw new FrameException("a truncated message");
        var value = BinaryPrimitives.ReadInt32LittleEndian(rest.Span);
        rest = rest[4..];
        return value;
    }

    private static string TakeCString(ref ReadOnlyMemory<byte> rest)
    {
        var length = rest.Span.IndexOf((byte)0);
        if (length < 0)
            throw new FrameException("a truncated name");
        var value = Encoding.UTF8.GetString(rest.Span[..length]);
        rest = rest[(length + 1)..];
        return value;
    }
}

/// <summary>The bytes are not a message this server can go on after: the connection ends.</summary>
internal sealed class FrameException(string what) : Exception($"The client sent {what}.");
