using BitFaster.Caching.Lru;

namespace ELearning.Content;

/// <summary>The desks this process wrote last, as many as are in use at once on a busy machine: what beats on them need not be read again.</summary>
internal sealed class DeskMemory
{
    /// <summary>A desk takes some kilobytes; of more desks than these the ones used least go, and the next beat on each reads it once.</summary>
    public const int Capacity = 10_000;

    private readonly ConcurrentLru<string, Desk> _desks = new(Capacity);

    public Desk? Find(string memberId) => _desks.TryGet(memberId, out var desk) ? desk : null;

    /// <summary>Remembers a desk at which a session earns, and forgets any other: no beat will come to it.</summary>
    public void Remember(Desk desk)
    {
        if (desk.Session is { Ending: null })
            _desks.AddOrUpdate(desk.Id, desk);
        else
            Forget(desk.Id);
    }

    public void Forget(string memberId) => _desks.TryRemove(memberId);
}
