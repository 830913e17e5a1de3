namespace ELearning.Content;

/// <summary>An MP4 or M4A as it plays, unless it claims time that its samples do not back.</summary>
internal static class FilmProbe
{
    /// <summary>
    /// Pauses of a film, where nothing new is seen or heard: sound that begins late, an outage in a recording. Together they are shorter than what
    /// plays, or than this; else a few bytes could claim a day.
    /// </summary>
    private static readonly TimeSpan LongestPauses = TimeSpan.FromMinutes(1);

    /// <returns>Null when the file is cut or torn, claims time that nothing fills, or has so many parts that the time is over before they are read.</returns>
    public static IsoFilm? Of(Stream media, CancellationToken timeIsOver)
    {
        try
        {
            var film = IsoFilm.Read(media, timeIsOver);
            var pauses = film.Length - film.Backed;
            return pauses <= film.Backed || pauses <= LongestPauses ? film : null;
        }
        catch (Exception unreadable)
            when (unreadable is InvalidDataException or IOException or OverflowException or ArgumentException or OperationCanceledException
                && !Outage.IsBehind(unreadable)
            )
        {
            return null;
        }
    }
}
