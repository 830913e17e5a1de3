using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>A session that has ended, as it is kept. Only refusals of beats that came too late are added to it.</summary>
internal sealed record ArchivedSession
{
    /// <summary><c>memberId/number</c>.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }

    /// <summary>The session as it stood at its end.</summary>
    public required DeskSession Session { get; init; }

    public required SessionEnding Ending { get; init; }

    /// <summary>What the chapter could still earn on that day when the session ended.</summary>
    public required long RemainingMilliseconds { get; init; }

    /// <summary>
    /// What could still be confirmed without a proof when the session had ended; null where the policy asks for none, and before it was recorded.
    /// </summary>
    public long? AllowanceMilliseconds { get; init; }

    /// <summary>Number of the newest beat that came after the end; 0 when none did.</summary>
    public int LateSequence { get; init; }

    /// <summary>Content of beats that came after another session had taken over.</summary>
    public long LateMilliseconds { get; init; }

    /// <summary>When the first of these beats came; null while none did.</summary>
    public DateTimeOffset? LateFrom { get; init; }

    /// <summary>When the last of them came.</summary>
    public DateTimeOffset? LateUntil { get; init; }

    /// <summary>How many they were.</summary>
    public int LateTimes { get; init; }

    /// <summary>Where their content begins, in milliseconds of the chapter.</summary>
    public long? LateStart { get; init; }

    /// <summary>Where their content ends.</summary>
    public long? LateEnd { get; init; }

    /// <summary>Everything that was refused, the late beats included.</summary>
    public RefusalLog RefusalLog =>
        this is { LateFrom: { } from, LateUntil: { } until, LateStart: { } start, LateEnd: { } end }
            ? Session.RefusalLog.Add(new(from, until, LateTimes, RefusalReason.Superseded, LateMilliseconds, start, end), Session.SeenAt)
            : Session.RefusalLog;
}

/// <summary>
/// Collection <c>sessions</c>: ended sessions. A member's sessions are numbered without gaps, so every list of them is a list of ids; the oldest are not kept
/// for ever.
/// </summary>
internal sealed class SessionStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<ArchivedSession> _sessions = database.Collection<ArchivedSession>("sessions");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _sessions.Indexes.CreateOneAsync(IndexOn<ArchivedSession>.Keys("session.seenAt"), null, cancellationToken);

    /// <summary>Forgets the sessions last heard of before: of each member the oldest.</summary>
    public Task<int> DropAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        _sessions.DropOldestAsync(Retention.Before("session.seenAt", before), "session.seenAt", most, cancellationToken);

    public async Task<ArchivedSession?> FindAsync(string memberId, int number, CancellationToken cancellationToken)
    {
        var id = SessionIds.Of(memberId, number);
        return await _sessions.Find(session => session.Id == id && session.MemberId == memberId).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ArchivedSession>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
            return [];
        var members = ids.Select(id => SessionIds.Parse(id)?.MemberId).OfType<string>().Distinct();
        var filter = Builders<ArchivedSession>.Filter;
        return await _sessions.Find(filter.In(session => session.MemberId, members) & filter.In(session => session.Id, ids)).ToListAsync(cancellationToken);
    }

    /// <summary>The number of a member's oldest session that is kept; null where none is. Read from ids alone, a few for each day since.</summary>
    public async Task<int?> OldestAsync(string memberId, CancellationToken cancellationToken)
    {
        var theirs = new BsonDocument
        {
            { "memberId", memberId },
            {
                "_id",
                new BsonDocument { { "$gt", $"{memberId}{SessionIds.Slash}" }, { "$lt", $"{memberId}{(char)(SessionIds.Slash + 1)}" } }
            },
        };
        var ids = await _sessions.Find(theirs).Project(new BsonDocument("_id", 1)).ToListAsync(cancellationToken);
        return ids.Select(found => SessionIds.Parse(found["_id"].AsString)?.Number).Min();
    }

    /// <summary>Keeps the first copy: a settled session never changes.</summary>
    public Task AddAsync(ArchivedSession session, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _sessions.InsertOneAsync(session, null, cancellationToken));

    /// <summary>Records what a late beat was refused, once per beat.</summary>
    public Task AddLateAsync(ArchivedSession session, int sequence, IReadOnlyList<Interval> played, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var late = Builders<ArchivedSession>.Update.Set(stored => stored.LateSequence, sequence);
        if (played.Count > 0)
        {
            late = late.Inc(stored => stored.LateMilliseconds, played.Sum(piece => piece.Length))
                .Inc(stored => stored.LateTimes, 1)
                .Min(stored => stored.LateFrom, at)
                .Max(stored => stored.LateUntil, at)
                .Min(stored => stored.LateStart, played.Min(piece => piece.Start))
                .Max(stored => stored.LateEnd, played.Max(piece => piece.End));
        }
        return _sessions.UpdateOneAsync(
            stored => stored.Id == session.Id && stored.MemberId == session.MemberId && stored.LateSequence < sequence,
            late,
            null,
            cancellationToken
        );
    }
}

/// <summary>Ids of sessions: <c>memberId/number</c>.</summary>
internal static class SessionIds
{
    public const char Slash = '/';

    public static string Of(string memberId, int number) => string.Create(CultureInfo.InvariantCulture, $"{memberId}/{number}");

    /// <summary>The credit of one day of a session.</summary>
    public static string CreditOf(string memberId, int number, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{memberId}/s{number}/{day:yyyy-MM-dd}");

    /// <summary>Reads an id; null for what is no id of a session.</summary>
    public static (string MemberId, int Number)? Parse(string id)
    {
        var slash = id.LastIndexOf(Slash);
        return
            slash > 0
            && int.TryParse(id.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && Of(id[..slash], number) == id
            ? (id[..slash], number)
            : null;
    }
}
