using System.Globalization;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>What a member has counted of a courseware family in one year; loaded when a session starts and completed when it is settled.</summary>
internal sealed record Coverage
{
    /// <summary><c>memberId/family/year</c>.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }
    public required string CoursewareId { get; init; }
    public required int Year { get; init; }
    public long Version { get; init; }

    /// <summary>The longest version studied: the family earns no more in the year.</summary>
    public long LongestMilliseconds { get; init; }

    /// <summary>The newest settled session and its chapter: where the member left off.</summary>
    public int LastNumber { get; init; }

    public string? LastChapterKey { get; init; }

    /// <summary>When the member was last heard of in a settled session; null where none was settled since it is recorded.</summary>
    public DateTimeOffset? StudiedAt { get; init; }

    public IReadOnlyList<ChapterCoverage> Chapters { get; init; } = [];

    public ChapterCoverage? Of(string chapterKey, string? mediaHash) =>
        Chapters.FirstOrDefault(chapter => chapter.Key == chapterKey && chapter.MediaHash == mediaHash);

    public bool IsFull(Chapter chapter) => Of(chapter.Key, chapter.MediaHash) is { } counted && counted.Counted.Length >= chapter.DurationMilliseconds;

    /// <summary>Of whoever has counted nothing yet.</summary>
    public static Coverage None(string memberId, string coursewareId, int year) =>
        new()
        {
            Id = IdOf(memberId, coursewareId, year),
            MemberId = memberId,
            CoursewareId = coursewareId,
            Year = year,
        };

    public static string IdOf(string memberId, string coursewareId, int year) =>
        string.Create(CultureInfo.InvariantCulture, $"{memberId}/{coursewareId}/{year}");

    /// <summary>The same coverage with a settled session in it. Repeating it, or repeating an older one, changes nothing.</summary>
    public Coverage With(DeskSession session, YearContent content)
    {
        var before = Of(session.ChapterKey, session.MediaHash);
        var newest = session.Number >= LastNumber;
        var chapter = new ChapterCoverage(
            session.ChapterKey,
            session.MediaHash,
            newest || before is null ? session.PositionSeconds : before.PositionSeconds,
            (before?.Counted ?? IntervalSet.Empty).Union(content.Counted)
        )
        {
            StudiedAt = Later(before?.StudiedAt, session.SeenAt),
        };
        return this with
        {
            LongestMilliseconds = Math.Max(LongestMilliseconds, session.VersionMilliseconds),
            LastNumber = newest ? session.Number : LastNumber,
            LastChapterKey = newest ? session.ChapterKey : LastChapterKey,
            StudiedAt = Later(StudiedAt, session.SeenAt),
            Chapters = [.. Chapters.Where(other => other != before), chapter],
        };
    }

    private static DateTimeOffset Later(DateTimeOffset? before, DateTimeOffset seen) => before > seen ? before.Value : seen;
}

/// <summary>A chapter's counted content. Another media under the same key is counted apart.</summary>
internal sealed record ChapterCoverage(string Key, string MediaHash, double PositionSeconds, IntervalSet Counted)
{
    /// <summary>When the member was last heard of in it; null where that was before it was recorded.</summary>
    public DateTimeOffset? StudiedAt { get; init; }
}

/// <summary>Collection <c>coverage</c>, found by id, and of a member by what was studied last; sharded by member.</summary>
internal sealed class CoverageStore(ContentDatabase database) : IStore
{
    private const int Tries = 10;
    private readonly IMongoCollection<Coverage> _coverage = database.Collection<Coverage>("coverage");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _coverage.Indexes.CreateManyAsync([IndexOn<Coverage>.Keys("year"), IndexOn<Coverage>.Keys("memberId", "year", "-studiedAt")], cancellationToken);

    /// <summary>Forgets what was counted in years before: nothing is counted in them any more.</summary>
    public Task<int> DropAsync(int before, int most, CancellationToken cancellationToken) =>
        _coverage.DropOldestAsync(new BsonDocument("year", new BsonDocument("$lt", before)), "year", most, cancellationToken);

    public async Task<Coverage> ReadAsync(string memberId, string coursewareId, int year, CancellationToken cancellationToken)
    {
        var id = Coverage.IdOf(memberId, coursewareId, year);
        return await _coverage.Find(stored => stored.Id == id && stored.MemberId == memberId).SingleOrDefaultAsync(cancellationToken)
            ?? Coverage.None(memberId, coursewareId, year);
    }

    /// <summary>What a member has of several families, as far as there is something.</summary>
    public async Task<IReadOnlyList<Coverage>> FindAsync(
        string memberId,
        IReadOnlyCollection<string> coursewareIds,
        int year,
        CancellationToken cancellationToken
    ) =>
        await _coverage
            .Find(
                new BsonDocument
                {
                    { "_id", new BsonDocument("$in", new BsonArray(coursewareIds.Select(courseware => Coverage.IdOf(memberId, courseware, year)))) },
                    { "memberId", memberId },
                }
            )
            .ToListAsync(cancellationToken);

    /// <summary>What a member studied last, the newest first; what was studied before times were recorded comes last.</summary>
    public async Task<IReadOnlyList<Coverage>> LatestAsync(string memberId, int year, int most, CancellationToken cancellationToken) =>
        await _coverage
            .Find(new BsonDocument { { "memberId", memberId }, { "year", year } })
            .Sort(new BsonDocument("studiedAt", -1))
            .Limit(most)
            .ToListAsync(cancellationToken);

    /// <summary>Adds what a settled session counted in one year; safe to repeat and from several processes at once, because a union forgets nothing.</summary>
    public async Task AddAsync(string memberId, DeskSession session, YearContent content, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var current = await ReadAsync(memberId, session.CoursewareId, content.Year, cancellationToken);
            var next = current.With(session, content) with { Version = current.Version + 1 };
            var written =
                current.Version == 0
                    ? await Tolerating.DuplicatesAsync(() => _coverage.InsertOneAsync(next, null, cancellationToken))
                    : (
                        await _coverage.ReplaceOneAsync(
                            stored => stored.Id == current.Id && stored.MemberId == memberId && stored.Version == current.Version,
                            next,
                            cancellationToken: cancellationToken
                        )
                    ).MatchedCount == 1;
            if (written)
                return;
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }
}
