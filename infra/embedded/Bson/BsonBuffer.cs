using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Writes BSON into one growing array; used where stored bytes are copied in part and where values become bytes.</summary>
internal sealed class BsonBuffer
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    /// <summary>The bytes of a document in memory. Unlike the driver's writer it bounds the depth at 200 and keeps raw values out.</summary>
    public static byte[] Bytes(BsonDocument document)
    {
        var buffer = new BsonBuffer();
        buffer.WritePayload(document, 0);
        return buffer.ToArray();
    }

    /// <summary>Opens a document or array; the result is handed to <see cref="End"/>.</summary>
    public int Begin()
    {
        Grow(4);
        return _length - 4;
    }

    public void End(int start)
    {
        Grow(1)[0] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start), _length - start);
    }

    public void Name(BsonType type, ReadOnlySpan<byte> name)
    {
        var target = Grow(name.Length + 2);
        target[0] = (byte)type;
        name.CopyTo(target[1..]);
        target[^1] = 0;
    }

    public void Name(BsonType type, string name)
    {
        if (name.Contains('\0'))
            throw MongoError.BadValue("Field names cannot contain a null character");
        var target = Grow(Encoding.UTF8.GetByteCount(name) + 2);
        target[0] = (byte)type;
        Encoding.UTF8.GetBytes(name, target[1..]);
        target[^1] = 0;
    }

    public void Name(BsonType type, int index) => Name(type, index.ToString(CultureInfo.InvariantCulture));

    public void Copy(ReadOnlySpan<byte> name, BsonView value)
    {
        Name(value.Type, name);
        Raw(value.Span);
    }

    public void Write(string name, BsonValue value)
    {
        Name(value.BsonType, name);
        WritePayload(value, 0);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    public void WritePayload(BsonValue value, int depth)
    {
        switch (value.BsonType)
        {
            case BsonType.Document:
            {
                BsonView.CheckDepth(depth);
                var start = Begin();
                foreach (var element in value.AsBsonDocument)
                {
                    Name(element.Value.BsonType, element.Name);
                    WritePayload(element.Value, depth + 1);
                }
                End(start);
                break;
            }
            case BsonType.Array:
            {
                BsonView.CheckDepth(depth);
                var start = Begin();
                var index = 0;
                foreach (var element in value.AsBsonArray)
                {
                    Name(element.BsonType, index++);
                    WritePayload(element, depth + 1);
                }
                End(start);
                break;
            }
            case BsonType.JavaScriptWithScope:
            {
                var start = Begin();
                var code = value.AsBsonJavaScriptWithScope;
                Text(code.Code);
                WritePayload(code.Scope, depth + 1);
                BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start), _length - start);
                break;
            }
            case BsonType.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(Grow(8), value.AsDouble);
                break;
            case BsonType.String:
                Text(value.AsString);
                break;
            case BsonType.Symbol:
                Text(value.AsBsonSymbol.Name);
                break;
            case BsonType.JavaScript:
                Text(value.AsBsonJavaScript.Code);
                break;
            case BsonType.Binary:
                var binary = value.AsBsonBinaryData;
                var target = Grow(5 + binary.Bytes.Length);
                BinaryPrimitives.WriteInt32LittleEndian(target, binary.Bytes.Length);
                target[4] = (byte)binary.SubType;
                binary.Bytes.CopyTo(target[5..]);
                break;
            case BsonType.ObjectId:
                Raw(value.AsObjectId.ToByteArray());
                break;
            case BsonType.Boolean:
                Grow(1)[0] = value.AsBoolean ? (byte)1 : (byte)0;
                break;
            case BsonType.DateTime:
                BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value.AsBsonDateTime.MillisecondsSinceEpoch);
                break;
            case BsonType.RegularExpression:
                CString(value.AsBsonRegularExpression.Pattern);
                CString(value.AsBsonRegularExpression.Options);
                break;
            case BsonType.Int32:
                BinaryPrimitives.WriteInt32LittleEndian(Grow(4), value.AsInt32);
                break;
            case BsonType.Timestamp:
                BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value.AsBsonTimestamp.Value);
                break;
            case BsonType.Int64:
                BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value.AsInt64);
                break;
            case BsonType.Decimal128:
                var number = value.AsDecimal128;
                var bits = Grow(16);
                BinaryPrimitives.WriteUInt64LittleEndian(bits, number.GetIEEELowBits());
                BinaryPrimitives.WriteUInt64LittleEndian(bits[8..], number.GetIEEEHighBits());
                break;
        }
    }

    private void Text(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        var target = Grow(count + 5);
        BinaryPrimitives.WriteInt32LittleEndian(target, count + 1);
        Encoding.UTF8.GetBytes(text, target[4..]);
        target[^1] = 0;
    }

    private void CString(string text)
    {
        if (text.Contains('\0'))
            throw MongoError.BadValue("Regular expression cannot contain a null character");
        var target = Grow(Encoding.UTF8.GetByteCount(text) + 1);
        Encoding.UTF8.GetBytes(text, target);
        target[^1] = 0;
    }

    private Span<byte> Grow(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
