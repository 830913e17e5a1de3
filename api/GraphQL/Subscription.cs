namespace ELearning.Api;

/// <summary>The table of contents of what can be listened to: one line per feature. See <see cref="ObservableStream{T}"/>.</summary>
internal sealed class Subscription : ObjectType<object?>
{
    public Subscription()
        : base("What can be listened to, over server-sent events.") => StudySubscriptions.AddTo(this);
}
