using System.Buffers.Binary;
using System.Security.Cryptography;
using ELearning.Tests.Media;

namespace ELearning.Tests.Uploads;

/// <summary>Films of any size that pass the checks: the demonstration's, followed by a box of filling that players skip.</summary>
internal static class UploadFilm
{
    private const int BoxHeader = 8;

    /// <param name="length">At least half a million.</param>
    /// <param name="seed">Films of other seeds have other bytes.</param>
    public static async Task<byte[]> OfLengthAsync(int length, int seed = 1)
    {
        var film = await DemoMedia.BytesAsync("party-history.mp4");
        var bytes = new byte[length];
        film.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(film.Length), length - film.Length);
        "free"u8.CopyTo(bytes.AsSpan(film.Length + 4));
        new Random(seed).NextBytes(bytes.AsSpan(film.Length + BoxHeader));
        return bytes;
    }

    /// <summary>A film that is better not held in memory.</summary>
    /// <returns>Its hash.</returns>
    public static async Task<string> WriteAsync(string path, long length)
    {
        await using (var file = File.Create(path))
        {
            var filling = await OfLengthAsync(1 << 20);
            var header = filling.AsSpan().IndexOf("free"u8) - 4;
            BinaryPrimitives.WriteUInt32BigEndian(filling.AsSpan(header), (uint)(length - header));
            var random = new Random(1);
            for (var written = 0L; written < length; random.NextBytes(filling))
            {
                var part = (int)Math.Min(filling.Length, length - written);
                await file.WriteAsync(filling.AsMemory(0, part));
                written += part;
            }
        }
        await using var whole = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(whole));
    }

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
