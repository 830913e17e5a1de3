using System.Collections.Concurrent;
using GraphQL.DataLoader;

namespace ELearning.GraphQL;

/// <summary>
/// Collects the keys a level of the query asks for and fetches them at once: round trips = levels of nesting, however long the lists are.
/// One per request and type; each key is fetched once. Its dependencies come from the request's services.
/// <code>
/// internal sealed class TeacherLoader(TeacherPool pool) : BatchLoader&lt;string, Teacher&gt;
/// {
///     protected override async Task&lt;IReadOnlyDictionary&lt;string, Teacher&gt;&gt; FetchAsync(IReadOnlyList&lt;string&gt; keys, CancellationToken
/// cancellationToken) =>
///         (await pool.FindManyAsync(keys, cancellationToken)).ToDictionary(teacher => teacher.Id);
/// }
/// Field&lt;NonNullGraphType&lt;ListGraphType&lt;NonNullGraphType&lt;TeacherType&gt;&gt;&gt;,
/// IDataLoaderResult&lt;IReadOnlyList&lt;Teacher&gt;&gt;&gt;("teachers")
///     .Description("Who teaches it.").Resolve(ctx => ctx.Loader&lt;TeacherLoader&gt;().LoadManyAsync(ctx.Source.TeacherIds));
/// </code>
/// A loader of groups has a list as value: keys without an entry answer null, so end with <c>.Then(list => list ?? [])</c>.
/// No registration is needed.
/// </summary>
public abstract class BatchLoader<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Batch> _batches = [];
    private Batch? _open;

    /// <summary>The values of these keys, each key once; what is missing is left out.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> FetchAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    /// <summary>One value, or null where there is none.</summary>
    public IDataLoaderResult<TValue?> LoadAsync(TKey key)
    {
        var batch = BatchOf(key);
        return new LoaderResult<TValue?>(async cancellationToken => (await batch.GetAsync(cancellationToken)).GetValueOrDefault(key));
    }

    /// <summary>The values of several keys in their order; what is missing is left out.</summary>
    public IDataLoaderResult<IReadOnlyList<TValue>> LoadManyAsync(IEnumerable<TKey> keys)
    {
        var asked = keys.Select(key => (Key: key, Batch: BatchOf(key))).ToList();
        return new LoaderResult<IReadOnlyList<TValue>>(async cancellationToken =>
        {
            var values = new List<TValue>(asked.Count);
            foreach (var (key, batch) in asked)
            {
                if ((await batch.GetAsync(cancellationToken)).TryGetValue(key, out var value))
                    values.Add(value);
            }

            return values;
        });
    }

    private Batch BatchOf(TKey key)
    {
        lock (_gate)
        {
            if (_batches.TryGetValue(key, out var known))
                return known;
            _open ??= new Batch(this);
            _open.Keys.Add(key);
            return _batches[key] = _open;
        }
    }

    private sealed class Batch(BatchLoader<TKey, TValue> loader)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? _fetch;

        public List<TKey> Keys { get; } = [];

        /// <summary>The first to ask for a value closes the batch; the engine asks only when nothing else of the level is left to run.</summary>
        public Task<IReadOnlyDictionary<TKey, TValue>> GetAsync(CancellationToken cancellationToken)
        {
            lock (loader._gate)
            {
                if (_fetch is null)
                {
                    if (loader._open == this)
                        loader._open = null;
                    _fetch = OperationTelemetry.LoadAsync(loader.GetType(), Keys.Count, () => loader.FetchAsync(Keys, cancellationToken));
                }

                return _fetch;
            }
        }
    }
}

/// <summary>The batch loaders of one request.</summary>
internal sealed class Loaders(IServiceProvider services)
{
    private readonly ConcurrentDictionary<Type, object> _loaders = new();

    public TLoader Get<TLoader>()
        where TLoader : class =>
        (TLoader)_loaders.GetOrAdd(typeof(TLoader), static (type, services) => ActivatorUtilities.CreateInstance(services, type), services);

    /// <summary>Drops what was loaded: after a change it may be stale.</summary>
    public void Forget() => _loaders.Clear();
}

internal sealed class LoaderResult<T>(Func<CancellationToken, Task<T>> get) : IDataLoaderResult<T>
{
    public Task<T> GetResultAsync(CancellationToken cancellationToken = default) => get(cancellationToken);

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await get(cancellationToken);
}

public static class LoaderResults
{
    /// <summary>Goes on with the loaded value, still within the batch.</summary>
    public static IDataLoaderResult<TOther> Then<T, TOther>(this IDataLoaderResult<T> result, Func<T, TOther> map) =>
        new LoaderResult<TOther>(async cancellationToken => map(await result.GetResultAsync(cancellationToken)));

    /// <summary>A value that is there already, where a loader's answer is expected.</summary>
    public static IDataLoaderResult<T> Ready<T>(T value) => new LoaderResult<T>(_ => Task.FromResult(value));
}
