namespace ELearning.Content;

/// <summary>Seconds refused for one reason by one beat, or by several that followed each other.</summary>
/// <param name="At">Server time of the first beat.</param>
/// <param name="Until">Server time of the last beat; the same as <paramref name="At"/> where it was one.</param>
/// <param name="Times">How many beats, from 1.</param>
/// <param name="Start">Where the refused content begins, in milliseconds of the chapter.</param>
/// <param name="End">Where it ends. Between the two there may be content that counted.</param>
internal sealed record RefusalEvent(DateTimeOffset At, DateTimeOffset Until, int Times, RefusalReason Reason, long Milliseconds, long Start, long End)
{
    public RefusalEvent Followed(RefusalEvent later) =>
        this with
        {
            Until = later.Until > Until ? later.Until : Until,
            Times = Times + (later.At == Until ? later.Times - 1 : later.Times),
            Milliseconds = Milliseconds + later.Milliseconds,
            Start = Math.Min(Start, later.Start),
            End = Math.Max(End, later.End),
        };
}

/// <summary>
/// When a session was refused what, oldest first. At most <see cref="Largest"/> events; beyond that the oldest of one reason melt into one, so that no
/// millisecond is lost.
/// </summary>
internal sealed class RefusalLog
{
    public const int Largest = 100;

    private RefusalLog(IReadOnlyList<RefusalEvent> events) => Events = events;

    public static RefusalLog Empty { get; } = new([]);

    public IReadOnlyList<RefusalEvent> Events { get; }

    public static RefusalLog Of(IReadOnlyList<RefusalEvent> events) => events.Count == 0 ? Empty : new(events);

    /// <param name="before">Server time of the beat before this one: a refusal for the same reason that ended there goes on.</param>
    public RefusalLog Add(RefusalEvent refused, DateTimeOffset before)
    {
        if (refused.Milliseconds <= 0)
            return this;
        var events = Events.ToList();
        // A check that was over some time ago is found out later: the log keeps the order in which it was written.
        if (events.Count > 0 && refused.At < events[^1].At)
            refused = refused with { At = events[^1].At, Until = events[^1].At };
        var same = events.FindLastIndex(known => known.Reason == refused.Reason);
        if (same >= 0 && (events[same].Until == before || events[same].Until == refused.At))
            events[same] = events[same].Followed(refused);
        else
            events.Add(refused);
        while (events.Count > Largest)
            Melt(events);
        return new(events);
    }

    /// <summary>The oldest event that has a successor of its reason takes that one in; there are fewer reasons than events.</summary>
    private static void Melt(List<RefusalEvent> events)
    {
        for (var first = 0; first < events.Count; first++)
        {
            var next = events.FindIndex(first + 1, later => later.Reason == events[first].Reason);
            if (next < 0)
                continue;
            events[first] = events[first].Followed(events[next]);
            events.RemoveAt(next);
            return;
        }
    }
}
