using System.Collections.Concurrent;

namespace ELearning.Content;

/// <summary>The desks this process wrote last, as many as are in use at once on a busy machine: what beats on them need not be read again.</summary>
internal sealed class DeskMemory
{
    /// <summary>A desk takes some kilobytes; when so many are kept all are dropped, and the next beat of each reads it once.</summary>
    public const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Desk> _desks = new(StringComparer.Ordinal);

    public Desk? Find(string memberId) => _desks.GetValueOrDefault(memberId);

    /// <summary>Remembers a desk at which a session earns, and forgets any other: no beat will come to it.</summary>
    public void Remember(Desk desk)
    {
        if (desk.Session is not { Ending: null })
        {
            Forget(desk.Id);
            return;
        }
        if (_desks.Count >= Capacity)
            _desks.Clear();
        _desks[desk.Id] = desk;
    }

    public void Forget(string memberId) => _desks.TryRemove(memberId, out _);
}
