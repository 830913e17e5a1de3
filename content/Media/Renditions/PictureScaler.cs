using NetVips;

namespace ELearning.Content;

/// <summary>
/// Makes smaller copies of pictures by libvips, which reads them in strips: as they are shown, without what cameras wrote into them. No format is read but those
/// that can be stored, and no picture that would take too much memory.
/// </summary>
internal static class PictureScaler
{
    /// <summary>What is unpacked at most: an interlaced picture is held as a whole, 4 bytes a pixel.</summary>
    public const long LargestPixels = 40_000_000;

    private const int Quality = 80;

    /// <summary>Higher than any picture that is stored: the width alone decides.</summary>
    private const int AnyHeight = 10_000_000;

    static PictureScaler()
    {
        if (!IsThere)
            return;
        Operation.Block("VipsForeignLoad", true);
        foreach (var format in new[] { "Jpeg", "Png", "Webp" })
            Operation.Block($"VipsForeignLoad{format}", false);
        // Each picture is made once: what libvips would remember of it is of no use. It keeps to the thread it is called on.
        Cache.Max = 0;
        NetVips.NetVips.Concurrency = 1;
    }

    /// <summary>Whether there is a libvips for this system; those of the usual ones come along.</summary>
    public static bool IsThere => ModuleInitializer.VipsInitialized;

    /// <returns>A WebP of the width; null where the picture is no wider, is too large, or cannot be read.</returns>
    public static ScaledPicture? Scale(string file, int width)
    {
        try
        {
            if (!IsThere || !IsLargerThan(file, width))
                return null;
            using var small = Image.Thumbnail(file, width, height: AnyHeight, size: Enums.Size.Down, failOn: Enums.FailOn.Error);
            return new(small.WebpsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None), small.Width, small.Height);
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Whether the picture is wider as it is shown, and not too large; its header alone is read.</summary>
    private static bool IsLargerThan(string file, int width)
    {
        using var picture = Image.NewFromFile(file);
        using var upright = picture.Autorot();
        return upright.Width > width && (long)picture.Width * picture.Height <= LargestPixels;
    }
}

/// <summary>A picture as WebP, with its size in pixels.</summary>
internal sealed record ScaledPicture(byte[] Bytes, int Width, int Height);
