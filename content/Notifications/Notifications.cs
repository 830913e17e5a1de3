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
    internal Task TellAsync(string memberId, NotificationKind kind, string aboutId, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        _store.AddAsync(
            new($"{memberId}/{Ids.From("notification", kind.ToString(), aboutId)}", memberId, kind, aboutId, arguments, SchoolTime.Now(_time)),
            cancellationToken
        );

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
