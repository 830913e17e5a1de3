namespace ELearning.Api;

/// <summary>The table of contents of what can be listened to: one line per feature. See <see cref="Listening{T}"/>.</summary>
internal sealed class Subscription : ObjectType<object?>
{
    public Subscription()
        : base(
            "What can be listened to, over a WebSocket (graphql-transport-ws) or server-sent events. Each result is read when it is sent, in the "
                + "rights the listener has by then; a client that does not keep up loses the oldest. What happened before is not told: ask first, or "
                + "after a new connection. It ends with the token."
        )
    {
        StudySubscriptions.AddTo(this);
        CreditSubscriptions.AddTo(this);
        StandingSubscriptions.AddTo(this);
        CoursewareSubscriptions.AddTo(this);
        ImportSubscriptions.AddTo(this);
    }
}
