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
}
