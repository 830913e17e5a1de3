using System.Buffers.Binary;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Writes a value so that the order of the bytes is MongoDB's order of the values. Every component is prefix-free, so components can be
/// put one after the other; a descending component has all its bytes inverted. Keys are lossy (1 and 1.0 are one key): read values from
/// the document. The bytes are stored: a change of format is a change of the file's format version.
/// </summary>
internal static class KeyWriter
{
    /// <summary>The version of these bytes; the file remembers it.</summary>
    public const int FormatVersion = 1;

    public static byte[] Single(BsonValue value, bool descending = false)
    {
        var buffer = new KeyBuffer();
        Write(buffer, BsonView.Of(value), descending);
        return buffer.ToArray();
    }

    public static void Write(KeyBuffer buffer, BsonView value, bool descending)
    {
        var start = buffer.Length;
        Write(buffer, value, 0);
        if (descending)
            buffer.InvertFrom(start);
    }

    private static void Write(KeyBuffer buffer, BsonView value, int depth)
    {
        var order = BsonOrder.ClassOf(value.Type);
        if (value.IsNumber)
        {
            Numbers.Write(buffer, value);
            return;
        }
        buffer.Append(order);
        switch (value.Type)
        {
            case BsonType.String or BsonType.Symbol or BsonType.JavaScript:
                Text(buffer, value.StringBytes);
                break;
            case BsonType.Document:
                BsonView.CheckDepth(depth);
                foreach (var field in value)
                {
                    buffer.Append(BsonOrder.ClassOf(field.Type));
                    buffer.Append(field.Name);
                    buffer.Append(0);
                    Write(buffer, field.Value, depth + 1);
                }
                buffer.Append(0);
                break;
            case BsonType.Array:
                BsonView.CheckDepth(depth);
                foreach (var element in value)
                    Write(buffer, element.Value, depth + 1);
                buffer.Append(0);
                break;
            case BsonType.Binary:
                BinaryPrimitives.WriteInt32BigEndian(buffer.Grow(4), value.Span.Length - 5);
                buffer.Append(value.Span[4..]);
                break;
            case BsonType.ObjectId or BsonType.RegularExpression:
                buffer.Append(value.Span);
                break;
            case BsonType.Boolean:
                buffer.Append(value.AsBoolean ? (byte)1 : (byte)0);
                break;
            case BsonType.DateTime:
                BinaryPrimitives.WriteInt64BigEndian(buffer.Grow(8), value.AsInt64 ^ long.MinValue);
                break;
            case BsonType.Timestamp:
                BinaryPrimitives.WriteInt64BigEndian(buffer.Grow(8), value.AsInt64);
                break;
            case BsonType.JavaScriptWithScope:
                var (code, scope) = value.CodeWithScope;
                Text(buffer, code.Span);
                Write(buffer, scope, depth + 1);
                break;
        }
    }

    /// <summary>Writes a text. A zero byte inside becomes 00 FF and the end 00 01, so that a text sorts before its continuations.</summary>
    private static void Text(KeyBuffer buffer, ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)0) is >= 0 and var zero)
        {
            buffer.Append(text[..(zero + 1)]);
            buffer.Append(0xFF);
            text = text[(zero + 1)..];
        }
        buffer.Append(text);
        buffer.Append(0);
        buffer.Append(1);
    }
}
