using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// One BSON value, or the absence of one, over bytes that stay where they are: walking it allocates nothing.
/// <c>default</c> is the missing value. Bytes that are not BSON end in error 22, never outside their bounds.
/// </summary>
internal readonly struct BsonView
{
    /// <summary>Deeper documents are refused (error 15), so that recursion over values is bounded.</summary>
    public const int MaxDepth = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    public BsonView(BsonType type, ReadOnlyMemory<byte> payload)
    {
        Type = type;
        Payload = payload;
    }

    public BsonType Type { get; }

    /// <summary>The bytes of the value without type and name; those of a document include its length.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    public bool IsMissing => Type == BsonType.EndOfDocument;

    public bool IsMissingOrNull => Type is BsonType.EndOfDocument or BsonType.Null;

    public bool IsDocument => Type == BsonType.Document;

    public bool IsArray => Type == BsonType.Array;

    public bool IsNumber => Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128;

    public static BsonView Document(ReadOnlyMemory<byte> bytes)
    {
        CheckFrame(bytes.Span);
        return new(BsonType.Document, bytes);
    }

    /// <summary>The view of a value in memory; a missing value is written as null by the caller, not here.</summary>
    public static BsonView Of(BsonValue value)
    {
        var buffer = new BsonBuffer();
        buffer.WritePayload(value, 0);
        return new(value.BsonType, buffer.ToArray());
    }

    public double AsDouble => BinaryPrimitives.ReadDoubleLittleEndian(Span);

    public int AsInt32 => BinaryPrimitives.ReadInt32LittleEndian(Span);

    public long AsInt64 => BinaryPrimitives.ReadInt64LittleEndian(Span);

    public bool AsBoolean => Span[0] != 0;

    public Decimal128 AsDecimal128 =>
        Decimal128.FromIEEEBits(BinaryPrimitives.ReadUInt64LittleEndian(Span[8..]), BinaryPrimitives.ReadUInt64LittleEndian(Span));

    /// <summary>The UTF-8 of a string, symbol or code, without length and end.</summary>
    public ReadOnlySpan<byte> StringBytes => Span[4..^1];

    public string AsString => Decode(StringBytes);

    public ReadOnlySpan<byte> Span => Payload.Span;

    /// <summary>Whether the number is one and is not a number.</summary>
    public bool IsNaN => Type == BsonType.Double ? double.IsNaN(AsDouble) : Type == BsonType.Decimal128 && Decimal128.IsNaN(AsDecimal128);

    public Enumerator GetEnumerator() => new(Payload);

    /// <summary>The value of the first field of that name, else missing.</summary>
    public BsonView Find(ReadOnlySpan<byte> name)
    {
        var walk = GetEnumerator();
        while (walk.MoveNext())
            if (walk.Name.SequenceEqual(name))
                return walk.Value;
        return default;
    }

    public BsonView Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    public int Count()
    {
        var count = 0;
        var walk = GetEnumerator();
        while (walk.MoveNext())
            count++;
        return count;
    }

    /// <summary>Walks the whole document, every length, name and end included; depth without recursion.</summary>
    public void Validate()
    {
        var walks = new Stack<Enumerator>();
        walks.Push(GetEnumerator());
        while (walks.Count > 0)
        {
            var walk = walks.Pop();
            while (walk.MoveNext())
            {
                var value = walk.Value;
                if (value.Type is BsonType.String or BsonType.Symbol or BsonType.JavaScript)
                    value.CheckText();
                if (value.Type is not (BsonType.Document or BsonType.Array))
                    continue;
                walks.Push(walk);
                CheckDepth(walks.Count);
                walk = value.GetEnumerator();
            }
        }
    }

    /// <summary>Whether documents and arrays lie in each other, this one counted, on more levels than that; without recursion.</summary>
    public bool IsDeeperThan(int levels)
    {
        var outer = new Stack<Enumerator>();
        var walk = GetEnumerator();
        while (true)
        {
            if (walk.MoveNext())
            {
                if (walk.Type is not (BsonType.Document or BsonType.Array))
                    continue;
                outer.Push(walk);
                if (outer.Count >= levels)
                    return true;
                walk = walk.Value.GetEnumerator();
            }
            else if (!outer.TryPop(out walk))
                return false;
        }
    }

    public static void CheckDepth(int depth)
    {
        if (depth >= MaxDepth)
            throw new MongoError(MongoErrorCode.Overflow, $"BSONObj exceeds maximum nested object depth: {MaxDepth}");
    }

    public BsonDocument ToBsonDocument() => (BsonDocument)ToBsonValue();

    public BsonValue ToBsonValue() => ToBsonValue(0);

    private BsonValue ToBsonValue(int depth)
    {
        switch (Type)
        {
            case BsonType.Document:
            {
                CheckDepth(depth);
                // MongoDB stores repeated names; the first one wins when read.
                var document = new BsonDocument(allowDuplicateNames: true);
                var walk = GetEnumerator();
                while (walk.MoveNext())
                    document.Add(Decode(walk.Name), walk.Value.ToBsonValue(depth + 1));
                return document;
            }
            case BsonType.Array:
            {
                CheckDepth(depth);
                var array = new BsonArray();
                var walk = GetEnumerator();
                while (walk.MoveNext())
                    array.Add(walk.Value.ToBsonValue(depth + 1));
                return array;
            }
            case BsonType.JavaScriptWithScope:
                CheckDepth(depth);
                var (code, scope) = CodeWithScope;
                return new BsonJavaScriptWithScope(Decode(code.Span), (BsonDocument)scope.ToBsonValue(depth + 1));
            case BsonType.Double:
                return new BsonDouble(AsDouble);
            case BsonType.String:
                return new BsonString(AsString);
            case BsonType.Symbol:
                return (BsonSymbol)AsString;
            case BsonType.JavaScript:
                return new BsonJavaScript(AsString);
            case BsonType.Binary:
                return new BsonBinaryData(Span[5..].ToArray(), (BsonBinarySubType)Span[4]);
            case BsonType.Undefined:
                return BsonUndefined.Value;
            case BsonType.ObjectId:
                return new BsonObjectId(new ObjectId(Span.ToArray()));
            case BsonType.Boolean:
                return (BsonBoolean)AsBoolean;
            case BsonType.DateTime:
                return new BsonDateTime(AsInt64);
            case BsonType.RegularExpression:
                var end = Span.IndexOf((byte)0);
                return new BsonRegularExpression(Decode(Span[..end]), Decode(Span[(end + 1)..^1]));
            case BsonType.Int32:
                return (BsonInt32)AsInt32;
            case BsonType.Timestamp:
                return new BsonTimestamp(AsInt64);
            case BsonType.Int64:
                return (BsonInt64)AsInt64;
            case BsonType.Decimal128:
                return new BsonDecimal128(AsDecimal128);
            case BsonType.MinKey:
                return BsonMinKey.Value;
            case BsonType.MaxKey:
                return BsonMaxKey.Value;
            default:
                return BsonNull.Value;
        }
    }

    /// <summary>The parts of a code with scope.</summary>
    public (ReadOnlyMemory<byte> Code, BsonView Scope) CodeWithScope
    {
        get
        {
            if (Span.Length < 14)
                throw Malformed();
            var length = BinaryPrimitives.ReadInt32LittleEndian(Span[4..]);
            if (length < 1 || length > Span.Length - 13)
                throw Malformed();
            return (Payload.Slice(8, length - 1), Document(Payload[(8 + length)..]));
        }
    }

    public static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw NotUtf8();
        }
    }

    private void CheckText()
    {
        if (!Utf8.IsValid(StringBytes))
            throw NotUtf8();
    }

    private static void CheckFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5 || BinaryPrimitives.ReadInt32LittleEndian(bytes) != bytes.Length || bytes[^1] != 0)
            throw Malformed();
    }

    private static MongoError NotUtf8() => new(MongoErrorCode.InvalidBSON, "Text in BSON is not UTF-8");

    private static MongoError Malformed() => new(MongoErrorCode.InvalidBSON, "Malformed BSON");

    private static int SizeOf(BsonType type, ReadOnlySpan<byte> rest)
    {
        switch (type)
        {
            case BsonType.Undefined or BsonType.Null or BsonType.MinKey or BsonType.MaxKey:
                return 0;
            case BsonType.Boolean:
                return 1;
            case BsonType.Int32:
                return 4;
            case BsonType.Double or BsonType.DateTime or BsonType.Timestamp or BsonType.Int64:
                return 8;
            case BsonType.ObjectId:
                return 12;
            case BsonType.Decimal128:
                return 16;
            case BsonType.RegularExpression:
                var pattern = rest.IndexOf((byte)0);
                var options = pattern < 0 ? -1 : rest[(pattern + 1)..].IndexOf((byte)0);
                return options < 0 ? throw Malformed() : pattern + options + 2;
        }
        if (rest.Length < 4)
            throw Malformed();
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        long size = type switch
        {
            BsonType.String or BsonType.Symbol or BsonType.JavaScript when length >= 1 => 4L + length,
            BsonType.Document or BsonType.Array when length >= 5 => length,
            BsonType.JavaScriptWithScope when length >= 14 => length,
            BsonType.Binary when length >= 0 => 5L + length,
            _ => throw new MongoError(MongoErrorCode.InvalidBSON, $"Unrecognized or malformed BSON type {(int)type}"),
        };
        return size > rest.Length ? throw Malformed() : (int)size;
    }

    /// <summary>Walks the fields of a document or the elements of an array in stored order.</summary>
    public struct Enumerator
    {
        private readonly ReadOnlyMemory<byte> _bytes;
        private int _next;
        private int _nameStart;
        private int _nameLength;
        private int _valueStart;
        private int _valueLength;

        internal Enumerator(ReadOnlyMemory<byte> bytes)
        {
            CheckFrame(bytes.Span);
            _bytes = bytes;
            _next = 4;
        }

        public BsonType Type { get; private set; }

        public readonly ReadOnlySpan<byte> Name => _bytes.Span.Slice(_nameStart, _nameLength);

        public readonly BsonView Value => new(Type, _bytes.Slice(_valueStart, _valueLength));

        public readonly Enumerator Current => this;

        public bool MoveNext()
        {
            var span = _bytes.Span;
            if (_next >= span.Length - 1)
                return false;
            Type = (BsonType)span[_next];
            _nameStart = _next + 1;
            var rest = span[_nameStart..^1];
            _nameLength = rest.IndexOf((byte)0);
            if (_nameLength < 0)
                throw Malformed();
            _valueStart = _nameStart + _nameLength + 1;
            rest = span[_valueStart..^1];
            _valueLength = SizeOf(Type, rest);
            if (_valueLength > rest.Length)
                throw Malformed();
            _next = _valueStart + _valueLength;
            return true;
        }
    }
}
