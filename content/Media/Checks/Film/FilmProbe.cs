namespace ELearning.Content;

/// <summary>Probes an MP4 or M4A as it plays, and refuses one that claims time which its samples do not fill.</summary>
internal static class FilmProbe
{
    /// <summary>
    /// How long the pauses of a film may be together, if they are longer than what plays. Pauses are stretches in which nothing new is seen or heard: sound
    /// that begins late, an outage in a recording. Without this bound a few bytes could claim a day.
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
