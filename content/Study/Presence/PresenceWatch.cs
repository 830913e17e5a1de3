using System.Runtime.CompilerServices;

namespace ELearning.Content;

/// <summary>Waits for presence checks, so that a learner whose player is silent for a while hears of one before the next beat.</summary>
public sealed class PresenceWatch
{
    private readonly StudyDesk _desk;
    private readonly EventFeed _feed;

    internal PresenceWatch(StudyDesk desk, EventFeed feed) => (_desk, _feed) = (desk, feed);

    /// <summary>The check that is due now, then each as it is issued through any process, each once; over when the session is.</summary>
    public async IAsyncEnumerable<PresenceCheck> FollowAsync(string sessionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Listening comes before looking: nothing falls in between.
        await using var told = _feed
            .FollowAsync(null, new([DomainEventKind.PresenceCheckIssued, DomainEventKind.SessionEnded], sessionId), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        string? shown = null;
        do
        {
            if ((await _desk.FindAsync([sessionId], cancellationToken)).GetValueOrDefault(sessionId) is not { EndedAt: null } session)
                yield break;
            if (session.PresenceCheck is not { } check || check.Id == shown)
                continue;
            shown = check.Id;
            yield return check;
        } while (await told.MoveNextAsync());
    }
}
