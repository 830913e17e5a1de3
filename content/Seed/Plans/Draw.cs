using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ELearning.Content;

/// <summary>Chance without a state: the same key always draws the same, so adding one thing to the demonstration changes nothing else.</summary>
internal static class Draw
{
    /// <summary>0 to <paramref name="count"/> − 1.</summary>
    public static int Below(int count, string key) => (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) % (ulong)count);

    public static T One<T>(IReadOnlyList<T> items, string key) => items[Below(items.Count, key)];

    public static bool Percent(int share, string key) => Below(100, key) < share;
}
