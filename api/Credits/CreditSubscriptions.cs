using System.Runtime.CompilerServices;
using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal static class CreditSubscriptions
{
    public static void AddTo(Subscription subscription) =>
        subscription
            .Field<NonNullGraphType<CreditType>, Credit>("onCreditPosted")
            .Description("Each entry of a member's ledger as it is posted, reversals included; of oneself, or of a member below the caller's grants.")
            .OptionalIdArgument("memberId", "Member", "Whose ledger; without it one's own.")
            .RequireRole(Rights.OneMember)
            .ResolveStreamAsync(async ctx =>
            {
                var member = await ctx.ListenedMemberAsync();
                var (feed, ledger) = (ctx.Service<EventFeed>(), ctx.Service<CreditLedger>());
                return new Listening<Credit>(
                    stopping => PostedAsync(feed, ledger, member.Id, stopping),
                    (now, credit) => now.RequireSeenAsync(credit, "Member", (rights, owner) => rights.Sees(owner))
                );
            });

    private static async IAsyncEnumerable<Credit> PostedAsync(
        EventFeed feed,
        CreditLedger ledger,
        string memberId,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var told in feed.FollowAsync(null, new([DomainEventKind.CreditPosted], memberId), cancellationToken))
        {
            if ((await ledger.FindAsync([told.SubjectId], cancellationToken)).GetValueOrDefault(told.SubjectId) is { } credit)
                yield return credit;
        }
    }
}
