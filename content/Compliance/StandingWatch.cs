using System.Runtime.CompilerServices;

namespace ELearning.Content;

/// <summary>
/// Waits for the standing of a member to change. It is evaluated anew whenever a credit is posted or reversed and whenever what the member is changes; what
/// changes nothing in it is not told.
/// </summary>
public sealed class StandingWatch
{
    private readonly ComplianceReview _review;
    private readonly EventFeed _feed;

    internal StandingWatch(ComplianceReview review, EventFeed feed) => (_review, _feed) = (review, feed);

    /// <param name="known">What the listener has seen.</param>
    public async IAsyncEnumerable<Standing> FollowAsync(Standing known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Listening comes before looking: nothing falls in between.
        await using var told = _feed
            .FollowAsync(null, new([DomainEventKind.CreditPosted, DomainEventKind.MemberChanged], known.MemberId), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        do
        {
            if ((await _review.StandingsAsync([known.MemberId], known.Year, cancellationToken)).GetValueOrDefault(known.MemberId) is not { } standing)
                yield break;
            if (!standing.IsSameAs(known))
                yield return known = standing;
        } while (await told.MoveNextAsync());
    }
}
