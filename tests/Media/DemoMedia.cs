using System.Buffers.Binary;
using ELearning.Content;

namespace ELearning.Tests;

/// <summary>The demonstration files as the seed carries them.</summary>
internal static class DemoMedia
{
    public static Stream Open(string name) => typeof(ContentModule).Assembly.GetManifestResourceStream(
        typeof(ContentModule).Assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(name, StringComparison.Ordinal)))!;

    public static async Task<byte[]> BytesAsync(string name)
    {
        await using var stream = Open(name);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>The film with its header and its table of samples (25 a second, one run) rewritten, so that the server probes the length a test needs.</summary>
    public static async Task<byte[]> FilmAsync(int seconds)
    {
        var film = await BytesAsync("party-history.mp4");
        BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf("mvhd"u8) + 20), (uint)seconds * 1000);
        BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf("stts"u8) + 12), (uint)seconds * 25);
        return film;
    }
}
