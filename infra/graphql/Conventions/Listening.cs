using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// What a subscription field answers: things to tell, each read when its turn comes, and the right to each, asked for when it is told. It is pulled by
/// <see cref="ListeningStrategy"/>: the next thing is read when the one before has been taken, so nothing waits in this process for a slow client but
/// what <paramref name="open"/> itself keeps.
/// <code>
/// subscription.Field&lt;NonNullGraphType&lt;CreditType&gt;, Credit&gt;("onCreditPosted")
///     .ResolveStreamAsync(async ctx => new Listening&lt;Credit&gt;(stopping => watch.FollowAsync(memberId, stopping), (now, credit) =>
/// now.RequireSeenAsync(…)));
/// </code>
/// </summary>
/// <param name="open">Begins to listen with the first read and ends with the enumeration.</param>
/// <param name="require">Throws where the thing is not the listener's to see any more; the subscription ends with that.</param>
public sealed class Listening<T>(Func<CancellationToken, IAsyncEnumerable<T>> open, Func<IResolveFieldContext, T, Task> require) : IObservable<T>, IListening
    where T : class
{
    public IAsyncEnumerable<object> Open(CancellationToken stopping) => open(stopping);

    public Task RequireAsync(IResolveFieldContext now, object thing) => require(now, (T)thing);

    public IDisposable Subscribe(IObserver<T> observer) => throw new NotSupportedException("It is pulled, never pushed.");
}

internal interface IListening
{
    IAsyncEnumerable<object> Open(CancellationToken stopping);

    Task RequireAsync(IResolveFieldContext now, object thing);
}
