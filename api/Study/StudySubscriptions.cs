using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class StudySubscriptions
{
    private const string Kind = "StudySession";

    public static void AddTo(Subscription subscription)
    {
        subscription
            .Field<NonNullGraphType<PresenceCheckType>, PresenceCheck>("onPresenceCheckDue")
            .Description("The presence checks of a session of one's own: the one that is due now, then each as it is issued; ends with the session.")
            .IdArgument("sessionId", Kind, "Which session.")
            .RequireRole(Rights.Studying)
            .ResolveStreamAsync(async ctx =>
            {
                var session = await ctx.ListenedSessionAsync();
                if (!ctx.Rights().IsSelf(session.MemberId))
                    throw ContentError.NotFound(Kind);
                var watch = ctx.Service<PresenceWatch>();
                return new Listening<PresenceCheck>(
                    stopping => watch.FollowAsync(session.Id, stopping),
                    (now, _) => now.RequireSeenAsync(session, Kind, (_, _) => false)
                );
            });

        subscription
            .Field<NonNullGraphType<StudySessionType>, StudySession>("onStudySessionChanged")
            .Description(
                "A session of one's own, or of a member an auditor may look into, after each change that its player does not see coming: a presence "
                    + "check issued, answered or missed, and its end (finished, superseded, closed after silence), whatever device or process it came "
                    + "through; ends with the session. Ordinary beats are not told: their answers say what they counted."
            )
            .IdArgument("sessionId", Kind, "Which session.")
            .RequireRole(Rights.OneSession)
            .ResolveStreamAsync(async ctx =>
            {
                var known = await ctx.ListenedSessionAsync();
                var watch = ctx.Service<SessionWatch>();
                return new Listening<StudySession>(
                    stopping => watch.FollowAsync(known, stopping),
                    (now, session) => now.RequireSeenAsync(session, Kind, (rights, owner) => rights.SeesSessionsOf(owner))
                );
            });
    }

    private static async Task<StudySession> ListenedSessionAsync(this IResolveFieldContext context) =>
        await context.Loader<VisibleStudySessionLoader>().LoadAsync(context.GetArgument<string>("sessionId")).GetResultAsync(context.CancellationToken)
        ?? throw ContentError.NotFound(Kind);
}
