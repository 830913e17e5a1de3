namespace ELearning.Content;

/// <summary>
/// What was found out lately, so many answers at most, each for a while. Safe from several threads; who asks at the same moment may find out the same.
/// </summary>
public sealed class Remembered<TKey, TValue>(TimeProvider time, TimeSpan lifetime, int most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset Until)> _answers = [];

    public async ValueTask<TValue> GetAsync(TKey key, Func<Task<TValue>> find)
    {
        lock (_gate)
        {
            if (_answers.TryGetValue(key, out var known) && time.GetUtcNow() < known.Until)
                return known.Value;
        }
        var found = await find();
        lock (_gate)
        {
            if (_answers.Count >= most)
                _answers.Clear();
            _answers[key] = (found, time.GetUtcNow() + lifetime);
        }
        return found;
    }
}
