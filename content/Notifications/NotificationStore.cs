using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>notifications</c>, sharded by <c>memberId</c>; ids begin with the member's id.</summary>
internal sealed class NotificationStore(ContentDatabase database) : IStore
{
    public static readonly QueryMap<Notification> Map = new QueryMap<Notification>(told => told.Id).Add<DateTimeOffset>(
        "toldAt",
        "toldAt",
        0,
        "When it was told.",
        told => told.ToldAt,
        always: true
    );

    private readonly IMongoCollection<Notification> _notifications = database.Collection<Notification>("notifications");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _notifications.Indexes.CreateManyAsync(
            [IndexOn<Notification>.Keys("memberId", "-toldAt", "-_id"), IndexOn<Notification>.Keys("memberId", "readAt"), IndexOn<Notification>.Keys("toldAt")],
            cancellationToken
        );

    public Task AddAsync(Notification told, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _notifications.InsertOneAsync(told, null, cancellationToken));

    public Task<IReadOnlyDictionary<string, Page<Notification>>> PagesAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_notifications, "memberId", memberIds, new([], null, [new("toldAt", true)], page), cancellationToken);

    public Task<long> CountUnreadAsync(string memberId, int most, CancellationToken cancellationToken) =>
        _notifications.CountDocumentsAsync(
            new BsonDocument { { "memberId", memberId }, { "readAt", BsonNull.Value } },
            new CountOptions { Limit = most },
            cancellationToken
        );

    /// <summary>Notes that all told up to an instant was read.</summary>
    public Task ReadAsync(string memberId, DateTimeOffset upTo, DateTimeOffset now, CancellationToken cancellationToken) =>
        _notifications.UpdateManyAsync(
            new BsonDocument
            {
                { "memberId", memberId },
                { "readAt", BsonNull.Value },
                { "toldAt", new BsonDocument("$lte", DocumentMapping.ToBson(upTo)) },
            },
            new BsonDocument("$set", new BsonDocument("readAt", DocumentMapping.ToBson(now))),
            null,
            cancellationToken
        );

    /// <summary>Drops the oldest of what was told before an instant.</summary>
    /// <returns>How many went: as many as may where there are more.</returns>
    public Task<int> DropAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        _notifications.DropOldestAsync(Retention.Before("toldAt", before), "toldAt", most, cancellationToken);
}
