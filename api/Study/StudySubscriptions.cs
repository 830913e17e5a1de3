using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class StudySubscriptions
{
    public static void AddTo(Subscription subscription) =>
        subscription.Field<NonNullGraphType<PresenceCheckType>, PresenceCheck>("onPresenceCheckDue")
            .Description("The presence checks of a session of one's own: the one that is due now, then each as it is issued; ends with the session.")
            .IdArgument("sessionId", "StudySession", "Which session.")
            .RequireRole(Rights.Studying)
            .ResolveStreamAsync(async ctx =>
            {
                var sessionId = ctx.GetArgument<string>("sessionId");
                var session = (await ctx.Service<StudyDesk>().FindAsync([sessionId], ctx.CancellationToken)).GetValueOrDefault(sessionId);
                if (session is null || !ctx.Rights().IsSelf(session.MemberId))
                    throw ContentError.NotFound("StudySession");
                var watch = ctx.Service<PresenceWatch>();
                return new ObservableStream<PresenceCheck>(stopping => watch.FollowAsync(sessionId, stopping));
            });
}
