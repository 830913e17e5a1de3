using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ELearning.Content;

/// <summary>The checks of a beat before the clock reads it; the first fault is thrown and nothing changes.</summary>
internal static class BeatChecks
{
    /// <summary>
    /// Players report positions that differ from the probed duration, and neighbours that meet, by fractions of a second: so much is clipped, never refused.
    /// </summary>
    public const long ToleranceMilliseconds = 500;

    public const int LargestSegmentCount = 64;

    /// <summary>
    /// A number may be ahead of the last one by so many lost beats, more than three days of them: one far ahead would leave the session no numbers to go on
    /// with.
    /// </summary>
    public const int LargestSequenceGap = 10_000;

    /// <summary>The largest number a beat may have after this one.</summary>
    public static int LargestSequence(int lastSequence) => (int)Math.Min(lastSequence + (long)LargestSequenceGap, int.MaxValue - 1);

    /// <summary>The played content in playing order, in milliseconds, clipped to the chapter; no part of it twice.</summary>
    /// <param name="lastSequence">The number of the newest beat that was taken; 0 before the first.</param>
    public static IReadOnlyList<Interval> Read(StudyBeat beat, int lastSequence, long durationMilliseconds)
    {
        if (beat.Sequence < 1 || beat.Sequence > LargestSequence(lastSequence))
            throw ContentError.OutOfRange("sequence", 1, LargestSequence(lastSequence));
        // A player's position beyond the end is cut wherever it is: it says where to go on, and earns nothing.
        Inside(beat.PositionSeconds, "positionSeconds", durationMilliseconds, tolerance: double.PositiveInfinity);
        if (beat.Segments.Count > LargestSegmentCount)
            throw ContentError.Invalid("segments", InputFault.TooLong, LargestSegmentCount);
        var played = new List<Interval>(beat.Segments.Count);
        var seen = IntervalSet.Empty;
        for (var i = 0; i < beat.Segments.Count; i++)
        {
            var start = Inside(beat.Segments[i].StartSeconds, $"segments[{i}].startSeconds", durationMilliseconds);
            var end = Inside(beat.Segments[i].EndSeconds, $"segments[{i}].endSeconds", durationMilliseconds);
            if (end < start)
                throw ContentError.Invalid($"segments[{i}].endSeconds", InputFault.Reversed);
            var segment = IntervalSet.Of(new Interval(start, end));
            var fresh = segment.Except(seen);
            if (segment.Length - fresh.Length > ToleranceMilliseconds)
                throw ContentError.Invalid($"segments[{i}].startSeconds", InputFault.Duplicate);
            played.AddRange(fresh.Intervals);
            seen = seen.Union(segment);
        }
        return played;
    }

    /// <summary>Tells a repeated beat from another one of the same number.</summary>
    public static string Hash(StudyBeat beat)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{beat.PositionSeconds:R}");
        foreach (var segment in beat.Segments)
            text.Append(CultureInfo.InvariantCulture, $"|{segment.StartSeconds:R}-{segment.EndSeconds:R}");
        if (beat.Presence is { } presence)
            text.Append('|').Append(presence.CheckId).Append('=').Append(presence.Answer);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }

    private static long Inside(double seconds, string field, long durationMilliseconds, double tolerance = ToleranceMilliseconds)
    {
        if (!double.IsFinite(seconds))
            throw ContentError.Invalid(field, InputFault.NotFinite);
        if (seconds < 0 || seconds * 1000 > durationMilliseconds + tolerance)
            throw ContentError.OutOfRange(field, 0, durationMilliseconds / 1000.0);
        return Math.Min(durationMilliseconds, (long)Math.Round(seconds * 1000));
    }
}
