namespace ELearning.Content;

/// <summary>
/// What becomes of pending time, pure: counted seconds that no proof of presence has confirmed yet. A proof confirms all of them and refills the allowance.
/// Without one, what came first in playing order is confirmed as far as the allowance reaches; the rest is dropped with a reason, and its content can be earned
/// again.
/// </summary>
internal static class PendingRules
{
    /// <summary>Milliseconds that may still be confirmed without a proof; without end under a policy that asks for none.</summary>
    public static long AllowanceLeft(Desk desk, StudyRules? rules) =>
        rules is { PresenceChecksPerHour: > 0 } ? Math.Max(0, (long)rules.UnprovenAllowance.TotalMilliseconds - desk.UnprovenMilliseconds) : long.MaxValue;

    /// <summary>Whether a session may end as it is, without anybody being asked.</summary>
    public static bool FitsAllowance(Desk desk, StudyRules? rules) => desk.Session!.PendingMilliseconds <= AllowanceLeft(desk, rules);

    /// <summary>Somebody proved to be there: all that is pending is confirmed, under the days on which it was earned.</summary>
    public static Desk Prove(Desk desk) => Confirm(desk, long.MaxValue) with { UnprovenMilliseconds = 0 };

    /// <summary>Confirms without a proof what the allowance reaches; what lies beyond stays pending.</summary>
    public static Desk ConfirmWithinAllowance(Desk desk, StudyRules? rules)
    {
        var confirmed = Confirm(desk, AllowanceLeft(desk, rules));
        return confirmed with { UnprovenMilliseconds = desk.UnprovenMilliseconds + desk.Session!.PendingMilliseconds - confirmed.Session!.PendingMilliseconds };
    }

    /// <summary>Drops what is pending: its content can be earned again, the ceiling it used is returned, and the reason is kept.</summary>
    /// <param name="at">The server time at which it was found out.</param>
    public static Desk Drop(Desk desk, RefusalReason reason, DateTimeOffset at)
    {
        var session = desk.Session!;
        var content = session.Years.Aggregate(IntervalSet.Empty, (all, year) => all.Union(year.Pending));
        return desk with
        {
            Days =
            [
                .. desk.Days.Select(day =>
                    day with
                    {
                        Milliseconds = day.Milliseconds - session.Parts.Where(part => part.Date == day.Date).Sum(part => part.PendingMilliseconds),
                    }
                ),
            ],
            Session = Refusals.Add(session, reason, session.PendingMilliseconds, content, at) with
            {
                Years =
                [
                    .. session.Years.Select(year =>
                        year with
                        {
                            Counted = year.Counted.Except(year.Pending),
                            Pending = IntervalSet.Empty,
                            WithinAllowance = IntervalSet.Empty,
                        }
                    ),
                ],
                Parts =
                [
                    .. session
                        .Parts.Select(part => part with { PendingMilliseconds = 0, Content = part.Content.Except(session.ContentOf(part.Date.Year).Pending) })
                        .Where(part => part.ConfirmedMilliseconds > 0),
                ],
            },
        };
    }

    /// <summary>Confirms so many milliseconds of what is pending, those counted first.</summary>
    private static Desk Confirm(Desk desk, long most)
    {
        var session = desk.Session!;
        if (session.PendingMilliseconds <= most)
        {
            return desk with
            {
                Session = session with
                {
                    Years = [.. session.Years.Select(year => year with { Pending = IntervalSet.Empty, WithinAllowance = IntervalSet.Empty })],
                    Parts =
                    [
                        .. session.Parts.Select(part =>
                            part with
                            {
                                ConfirmedMilliseconds = part.ConfirmedMilliseconds + part.PendingMilliseconds,
                                PendingMilliseconds = 0,
                            }
                        ),
                    ],
                },
            };
        }
        var first = First(session, most);
        return desk with
        {
            Session = session with
            {
                Years =
                [
                    .. session.Years.Select(year =>
                        year with
                        {
                            Pending = year.Pending.Except(first[year.Year]),
                            WithinAllowance = year.WithinAllowance.Except(first[year.Year]),
                        }
                    ),
                ],
                Parts =
                [
                    .. session.Parts.Select(part =>
                    {
                        var confirmed = part.Content.Intersect(first[part.Date.Year]).Length;
                        return part with
                        {
                            ConfirmedMilliseconds = part.ConfirmedMilliseconds + confirmed,
                            PendingMilliseconds = part.PendingMilliseconds - confirmed,
                        };
                    }),
                ],
            },
        };
    }

    /// <summary>
    /// Pending content of that length by year. What was within the allowance when it was counted comes first; only where the policy has become more generous
    /// since, or the session began under an earlier version of the product, is there more to take, and then content order decides.
    /// </summary>
    private static Dictionary<int, IntervalSet> First(DeskSession session, long length)
    {
        var first = session.Years.ToDictionary(year => year.Year, _ => IntervalSet.Empty);
        foreach (var year in session.Years)
            Take(year.Year, year.WithinAllowance);
        foreach (var year in session.Years)
            Take(year.Year, year.Pending.Except(year.WithinAllowance));
        return first;

        void Take(int year, IntervalSet content)
        {
            var taken = content.Take(length);
            length -= taken.Length;
            first[year] = first[year].Union(taken);
        }
    }
}
