namespace ELearning.Content;

/// <summary>
/// Seconds refused for one reason at one time, as the member sees it. The seconds of all occurrences of a reason add up to the reason's own figure.
/// </summary>
/// <param name="At">Server time of the first beat that was refused.</param>
/// <param name="Until">Server time of the last one, where several followed each other.</param>
/// <param name="Times">How many beats, from 1.</param>
/// <param name="FromSeconds">Where the content begins, in seconds of the chapter.</param>
/// <param name="ToSeconds">Where it ends; between the two there may be content that counted.</param>
public sealed record RefusalOccurrence(
    RefusalReason Reason,
    DateTimeOffset At,
    DateTimeOffset Until,
    int Times,
    int Seconds,
    double FromSeconds,
    double ToSeconds
);

/// <summary>What a session counted on one day (Asia/Shanghai), in whole seconds, and the id of the credit that this becomes or has become.</summary>
public sealed record StudyDay(DateOnly Date, int Seconds, string CreditId);

/// <summary>The days and refusals of a session in words for its member.</summary>
internal static class StudyLog
{
    public static IReadOnlyList<StudyDay> Days(string memberId, DeskSession session) =>
        [
            .. session.Parts.Select(part => new StudyDay(
                part.Date,
                (int)((part.ConfirmedMilliseconds + part.PendingMilliseconds) / 1000),
                SessionIds.CreditOf(memberId, session.Number, part.Date)
            )),
        ];

    /// <summary>Floored so that each reason's occurrences add up to its floored total: what one occurrence loses the next one gains.</summary>
    public static IReadOnlyList<RefusalOccurrence> Occurrences(RefusalLog log)
    {
        var sums = new Dictionary<RefusalReason, long>();
        var occurrences = new List<RefusalOccurrence>(log.Events.Count);
        foreach (var refused in log.Events)
        {
            var before = sums.GetValueOrDefault(refused.Reason);
            var after = sums[refused.Reason] = before + refused.Milliseconds;
            occurrences.Add(
                new(
                    refused.Reason,
                    refused.At,
                    refused.Until,
                    refused.Times,
                    (int)((after / 1000) - (before / 1000)),
                    refused.Start / 1000.0,
                    refused.End / 1000.0
                )
            );
        }
        return occurrences;
    }
}
