using BitFaster.Caching.Lru;

namespace ELearning;

/// <summary>
/// Answers that were found lately: the most recently used ones, so many at most, each for a while. Safe from several threads; who asks at the same moment may
/// find out the same.
/// </summary>
/// <param name="time">Says when an answer is over.</param>
/// <param name="lifetime">How long an answer holds.</param>
/// <param name="most">Answers held at once.</param>
public sealed class Remembered<TKey, TValue>(TimeProvider time, TimeSpan lifetime, int most)
    where TKey : notnull
{
    private readonly ConcurrentLru<TKey, Answer> _answers = new(most);

    public async ValueTask<TValue> GetAsync(TKey key, Func<Task<TValue>> find)
    {
        if (_answers.TryGet(key, out var known) && time.GetUtcNow() < known.Until)
            return known.Value;
        var found = await find();
        _answers.AddOrUpdate(key, new Answer(found, time.GetUtcNow() + lifetime));
        return found;
    }

    private sealed record Answer(TValue Value, DateTimeOffset Until);
}
