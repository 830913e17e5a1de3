using MetadataExtractor;
using MetadataExtractor.Formats.QuickTime;

namespace ELearning.Content;

/// <summary>The duration of an MP4 or M4A as its movie header states it, timescale and all.</summary>
internal static class MediaProbe
{
    /// <summary>Longer than any lesson: a header that says so is wrong.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <returns>Milliseconds; null when the file has no readable movie header, is fragmented without a total, or claims an absurd length.</returns>
    public static long? DurationOf(Stream media)
    {
        try
        {
            var header = QuickTimeMetadataReader.ReadMetadata(media).OfType<QuickTimeMovieHeaderDirectory>().FirstOrDefault();
            // Version 1 of the header has wider fields, which the reader does not know; its figures would be noise.
            if (header is null || header.GetObject(QuickTimeMovieHeaderDirectory.TagVersion) is not (byte)0) return null;
            return header.GetObject(QuickTimeMovieHeaderDirectory.TagDuration) is TimeSpan duration && duration > TimeSpan.Zero && duration <= Longest
                ? (long)Math.Round(duration.TotalMilliseconds)
                : null;
        }
        catch (Exception unreadable) when (unreadable is ImageProcessingException or IOException or OverflowException or ArgumentException)
        {
            return null;
        }
    }
}
