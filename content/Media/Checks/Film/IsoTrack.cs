namespace ELearning.Content;

/// <summary>One track of an ISO film: its samples as they are read, in ticks of the track, and what a player makes of them.</summary>
internal sealed class IsoTrack
{
    private long _samples;
    private long _firstDelay;
    private long _lead;
    private long _lastShown;
    private long _lastTicks;
    private long _playedTicks;

    public uint Id { get; set; }
    public string Handler { get; set; } = "";

    /// <summary>Ticks in a second.</summary>
    public uint Timescale { get; set; }
    public int Width { get; set; }
    public int Height { get; set; }

    /// <summary>How long a sample of a fragment lasts that does not say so itself, in ticks.</summary>
    public uint SampleTicks { get; set; }

    /// <summary>How many bytes a sample of a fragment has that does not say so itself.</summary>
    public uint SampleBytes { get; set; }

    /// <summary>The box of the edit list; null where the track is shown as it is.</summary>
    public IsoBox? Edits { get; set; }

    /// <summary>When the next sample is decoded, in ticks.</summary>
    public long Decoded { get; set; }

    /// <summary>How many bytes the samples take up, none less than one: samples without bytes are nothing that plays.</summary>
    public long Bytes { get; set; }

    /// <summary>How long after it is decoded the first sample is shown, in seconds: pictures decoded out of order wait for each other.</summary>
    public double Wait => (double)Math.Max(0, _firstDelay + _lead) / Timescale;

    /// <summary>Adds samples that last equally long and are shown equally long after they are decoded.</summary>
    /// <param name="count">How many samples.</param>
    /// <param name="delay">How many ticks after it is decoded a sample is shown; negative where it is to be shown before.</param>
    public void Add(long count, long ticks, int delay)
    {
        if (count == 0)
            return;
        checked
        {
            if (_samples == 0)
                _firstDelay = delay;
            _lead = Math.Max(_lead, -(long)delay);
            _lastShown = Math.Max(_lastShown, Decoded + ((count - 1) * ticks) + delay);
            (_samples, _lastTicks) = (_samples + count, ticks);
            (Decoded, _playedTicks) = (Decoded + (count * ticks), _playedTicks + (count * ticks));
        }
    }

    /// <summary>
    /// Returns how long a player takes over the edits, and how much of that samples last, in seconds. An edit shows what there is from its place on, an empty
    /// edit nothing, and a still one holds a picture; neither of these two is backed by samples.
    /// </summary>
    public (double Length, double Backed) Played(IEnumerable<IsoEdit> edits)
    {
        if (Timescale == 0)
            throw new InvalidDataException("A track has no timescale.");
        // How long the last picture stays is known of the last one decoded only: time between samples is time to decode them, not to show them.
        // What is to be shown before it is decoded makes all the rest later, unless an edit list has arranged for it.
        var end = checked(_lastShown + _lastTicks + (Edits is null ? _lead : 0));
        var (length, backed) = (0.0, 0.0);
        foreach (var edit in edits)
        {
            var there = (double)Math.Max(0, end - edit.From) / Timescale;
            var shown =
                edit.IsEmpty || (edit.IsStill && there > 0) ? edit.Seconds
                : edit.ToTheEnd ? there
                : Math.Min(edit.Seconds, there);
            length += shown;
            if (!edit.IsEmpty && !edit.IsStill)
                backed += Math.Min(shown, (double)_playedTicks / Timescale);
        }
        return (length, backed);
    }
}

/// <summary>A stretch of the timeline of a track.</summary>
/// <param name="From">Where in the track the stretch begins, in ticks of the track; negative: nothing is shown.</param>
/// <param name="ToTheEnd">Whether the stretch goes to the end of the track, whatever length it states.</param>
/// <param name="IsStill">Whether the picture at the beginning is held.</param>
internal readonly record struct IsoEdit(double Seconds, long From, bool ToTheEnd = false, bool IsStill = false)
{
    public static readonly IsoEdit Whole = new(Seconds: 0, From: 0, ToTheEnd: true);

    public bool IsEmpty => From < 0;
}
