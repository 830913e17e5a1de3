namespace ELearning.Content;

/// <summary>
/// What members are told of. It is written after what happened: a process killed in between tells nothing, and the fact can be seen where it belongs all the
/// same.
/// </summary>
public sealed class Notifications
{
    /// <summary>More unread than these are counted as so many.</summary>
    public const int MostUnread = 100;

    private readonly NotificationStore _store;
    private readonly TimeProvider _time;

    internal Notifications(NotificationStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <param name="aboutId">The thing it is about; of one kind it is told of once.</param>
    /// <param name="arguments">What the words name, in the order of their placeholders.</param>
    /// <param name="occasion">Which time it is that it is told of, for what is told of more than once; null for what is not.</param>
    internal Task TellAsync(
        string memberId,
        NotificationKind kind,
        string aboutId,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        string? occasion = null
    )
    {
        var what = occasion is null ? Ids.From("notification", kind.ToString(), aboutId) : Ids.From("notification", kind.ToString(), aboutId, occasion);
        return _store.AddAsync(new($"{memberId}/{what}", memberId, kind, aboutId, arguments, SchoolTime.Now(_time)), cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, Page<Notification>>> ByMembersAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.PagesAsync(memberIds, page, cancellationToken);

    /// <summary>How many the member has not read, at most <see cref="MostUnread"/>.</summary>
    public Task<long> CountUnreadAsync(string memberId, CancellationToken cancellationToken) =>
        _store.CountUnreadAsync(memberId, MostUnread, cancellationToken);

    /// <summary>Notes that the member has read all that was told up to an instant.</summary>
    public Task ReadAsync(string memberId, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        _store.ReadAsync(memberId, upTo, SchoolTime.Now(_time), cancellationToken);
}
