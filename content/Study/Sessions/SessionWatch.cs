using System.Runtime.CompilerServices;

namespace ELearning.Content;

/// <summary>Waits for what is rare in a session: a presence check issued or settled, and its end. What beats count is in the answers of the beats.</summary>
public sealed class SessionWatch
{
    private readonly StudyDesk _desk;
    private readonly EventFeed _feed;

    internal SessionWatch(StudyDesk desk, EventFeed feed) => (_desk, _feed) = (desk, feed);

    /// <summary>The session as it is after each change through any process; over when the session is.</summary>
    /// <param name="known">What the listener has seen.</param>
    public async IAsyncEnumerable<StudySession> FollowAsync(StudySession known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Listening comes before looking: nothing falls in between.
        DomainEventKind[] kinds = [DomainEventKind.PresenceCheckIssued, DomainEventKind.PresenceCheckSettled, DomainEventKind.SessionEnded];
        await using var told = _feed.FollowAsync(null, new(kinds, known.Id), cancellationToken).GetAsyncEnumerator(cancellationToken);
        do
        {
            if ((await _desk.FindAsync([known.Id], cancellationToken)).GetValueOrDefault(known.Id) is not { } session)
                yield break;
            if (session.EndedAt is not null || session.PresenceCheck?.Id != known.PresenceCheck?.Id)
                yield return known = session;
            if (session.EndedAt is not null)
                yield break;
        } while (await told.MoveNextAsync());
    }
}
