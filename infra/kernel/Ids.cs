using System.Security.Cryptography;
using System.Text;

namespace ELearning;

/// <summary>The one place ids come from. Most are made from meaning, so that a repeated call finds what the first one made.</summary>
public static class Ids
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>26 characters, ordered by time of creation.</summary>
    public static string New(TimeProvider time)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        WriteTime(bytes, time.GetUtcNow());
        return Encode(bytes);
    }

    /// <summary>No id made at this time or later comes before it, and every earlier one does.</summary>
    public static string FirstAt(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        WriteTime(bytes, time);
        return Encode(bytes);
    }

    /// <summary>The same parts give the same id, on any machine and in any year.</summary>
    public static string From(params ReadOnlySpan<string> parts) => Encode(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))).AsSpan(0, 16));

    private static void WriteTime(Span<byte> bytes, DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            bytes[i] = (byte)milliseconds;
        }
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[26];
        var value = new UInt128(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])
        );
        for (var i = 25; i >= 0; i--, value >>= 5)
        {
            text[i] = Alphabet[(int)(value & 31)];
        }
        return new string(text);
    }
}
