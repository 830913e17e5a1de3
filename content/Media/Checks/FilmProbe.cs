using MetadataExtractor;
using MetadataExtractor.Formats.QuickTime;

namespace ELearning.Content;

/// <summary>The duration of an MP4 or M4A: as its movie header states it, where its samples bear that out; else what its samples last.</summary>
internal static class FilmProbe
{
    /// <summary>Sound and pictures do not start and end on the same instant.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <returns>Null when the file is cut or torn, or its header promises more than its samples last.</returns>
    public static (IsoFilm Film, TimeSpan Duration)? Of(Stream media)
    {
        try
        {
            var film = IsoFilm.Read(media);
            if (!film.HeaderCounts) return (film, film.Samples);
            return HeaderOf(media) is { } stated && stated > TimeSpan.Zero && stated <= film.Samples + Tolerance ? (film, stated) : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or ImageProcessingException or IOException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static TimeSpan? HeaderOf(Stream media)
    {
        media.Position = 0;
        return QuickTimeMetadataReader.ReadMetadata(media).OfType<QuickTimeMovieHeaderDirectory>().FirstOrDefault()?.GetObject(QuickTimeMovieHeaderDirectory.TagDuration) as TimeSpan?;
    }
}
