namespace ELearning.Api;

/// <summary>A stream as the engine takes it: pulled by its one observer from subscription to disposal, one item after the other.</summary>
internal sealed class ObservableStream<T>(Func<CancellationToken, IAsyncEnumerable<T>> open) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        var stopping = new CancellationTokenSource();
        _ = PullAsync(observer, open(stopping.Token), stopping.Token);
        return new Subscription(stopping);
    }

    private static async Task PullAsync(IObserver<T> observer, IAsyncEnumerable<T> items, CancellationToken stopping)
    {
        try
        {
            await foreach (var item in items.WithCancellation(stopping))
            {
                observer.OnNext(item);
            }

            observer.OnCompleted();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nobody observes any more.
        }
        catch (Exception fault)
        {
            observer.OnError(fault);
        }
    }

    private sealed class Subscription(CancellationTokenSource stopping) : IDisposable
    {
        public void Dispose() => stopping.Cancel();
    }
}
