using System.Buffers.Binary;
using ELearning.Content;

namespace ELearning.Tests.Media;

/// <summary>The demonstration files as the seed carries them.</summary>
internal static class DemoMedia
{
    public static Stream Open(string name) =>
        typeof(ContentModule).Assembly.GetManifestResourceStream(
            typeof(ContentModule).Assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(name, StringComparison.Ordinal))
        )!;

    public static async Task<byte[]> BytesAsync(string name)
    {
        await using var stream = Open(name);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>
    /// The pictures of the film, 600 in one run, each shown for as long as makes the length that a test needs; without sound, edits and reordering.
    /// </summary>
    public static async Task<byte[]> FilmAsync(int seconds)
    {
        var film = await BytesAsync("party-history.mp4");
        // A second has as many units as there are pictures, so each is shown for so many units as the film has seconds.
        Write("mdhd"u8, 16, 600);
        Write("stts"u8, 16, (uint)seconds);
        LeaveOut("edts"u8);
        LeaveOut("ctts"u8);
        "free"u8.CopyTo(film.AsSpan(film.AsSpan().LastIndexOf("trak"u8)));
        return film;

        void Write(ReadOnlySpan<byte> box, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf(box) + at), value);

        void LeaveOut(ReadOnlySpan<byte> box) => "free"u8.CopyTo(film.AsSpan(film.AsSpan().IndexOf(box)));
    }
}
