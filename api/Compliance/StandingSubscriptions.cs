using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class StandingSubscriptions
{
    public static void AddTo(Subscription subscription) =>
        subscription
            .Field<NonNullGraphType<ComplianceStandingType>, Standing>("onStandingChanged")
            .Description(
                "Where a member stands in a year, each time a credit, a reversal or a change of position, category or membership really changes it. "
                    + "What the mere passing of days changes is seen by asking. Of oneself, or of a member below the caller's grants."
            )
            .OptionalYearArgument("The year asked for; without it the current one.")
            .OptionalIdArgument("memberId", "Member", "Who; without it oneself.")
            .RequireRole(Rights.OneMember)
            .ResolveStreamAsync(async ctx =>
            {
                var member = await ctx.ListenedMemberAsync();
                var year = ctx.GetArgument<int?>("year") ?? ctx.Rights().Today.Year;
                var known = (await ctx.Service<ComplianceReview>().StandingsAsync([member], year, ctx.CancellationToken))[member.Id];
                var watch = ctx.Service<StandingWatch>();
                return new Listening<Standing>(
                    stopping => watch.FollowAsync(known, stopping),
                    (now, standing) => now.RequireSeenAsync(standing, "Member", (rights, owner) => rights.Sees(owner))
                );
            });
}
