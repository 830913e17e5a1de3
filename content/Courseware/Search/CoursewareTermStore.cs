using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// An entry of the search index: the keys a courseware is found by (<see cref="SearchRules"/>), and what lists filter and sort by, under the same names as in
/// the courseware itself.
/// </summary>
/// <param name="Id">The family.</param>
/// <param name="Courseware">The version the keys were made from, without its long parts.</param>
/// <param name="Edition">The <see cref="SearchRules.Edition"/> they were made by.</param>
internal sealed record CoursewareEntry(string Id, Courseware Courseware, double DurationSeconds, int Edition, IReadOnlyList<string> Keys);

/// <summary>An entry without its keys, which are many.</summary>
internal sealed record CoursewareHit(string Id, Courseware Courseware, double DurationSeconds);

/// <summary>The head of an entry: which version it was made from, and by which edition of the rules.</summary>
internal sealed record CoursewareEntryHead(string Id, int Version, int Edition);

/// <summary>
/// Collection <c>coursewareTerms</c>: the search index, one entry per published family, derived from it and never shown. One index over the keys, newest first
/// within each, serves every search: for one term it is the page itself, for several the entries of the rarest one are looked through.
/// </summary>
internal sealed class CoursewareTermStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<CoursewareEntry> _entries = database.Collection<CoursewareEntry>("coursewareTerms");
    private readonly IMongoCollection<CoursewareHit> _hits = database.Collection<CoursewareHit>("coursewareTerms");

    public static QueryMap<CoursewareHit> Map { get; } =
        CoursewareListing.On<CoursewareHit>(hit => hit.Id, hit => hit.Courseware, hit => hit.DurationSeconds, without: "keys");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _entries.Indexes.CreateOneAsync(IndexOn<CoursewareEntry>.Keys("keys", "-courseware.publishedAt", "-_id"), cancellationToken: cancellationToken);

    /// <summary>The condition on entries that have all terms at this rank and not at a better one.</summary>
    /// <param name="terms">The rarest first: its keys are the ones read.</param>
    public static BsonDocument RankedAt(SearchRank rank, IReadOnlyList<string> terms)
    {
        var keys = All(rank, terms);
        return new("keys", rank == SearchRank.Title ? keys : keys.Add("$not", All(rank - 1, terms)));
    }

    /// <summary>The condition on entries that have all terms at any rank.</summary>
    public static BsonDocument Having(IReadOnlyList<string> terms) => new("keys", All(SearchRank.Captions, terms));

    public Task<Page<CoursewareHit>> ListAsync(PageQuery query, CancellationToken cancellationToken) => Map.PageAsync(_hits, query, cancellationToken);

    public Task<long> CountAsync(PageQuery query, CancellationToken cancellationToken) => Map.CountAsync(_hits, query, cancellationToken);

    /// <summary>Counts the families that have a term, up to <paramref name="most"/>; the index alone answers.</summary>
    public Task<long> FrequencyAsync(string term, int most, CancellationToken cancellationToken) =>
        _entries.CountDocumentsAsync(
            new BsonDocument("keys", SearchRules.Key(SearchRank.Captions, term)),
            new CountOptions { Limit = most },
            cancellationToken
        );

    public Task<IReadOnlyList<FacetGroup>> FacetsAsync(PageQuery query, CancellationToken cancellationToken) =>
        CoursewareListing.FacetsAsync(_hits, Map.Match(query), cancellationToken);

    /// <summary>Puts entries in the place of those of older versions; an entry of a newer version stays.</summary>
    public Task PutAsync(IReadOnlyCollection<CoursewareEntry> made, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() =>
            _entries.BulkWriteAsync(
                made.Select(entry => new ReplaceOneModel<CoursewareEntry>(
                    new BsonDocument { { "_id", entry.Id }, { "courseware.version", new BsonDocument("$lte", entry.Courseware.Version) } },
                    entry
                )
                {
                    IsUpsert = true,
                }),
                new BulkWriteOptions { IsOrdered = false },
                cancellationToken
            )
        );

    /// <summary>Removes the entry unless it is of a newer version.</summary>
    public Task RemoveAsync(string id, int version, CancellationToken cancellationToken) =>
        _entries.DeleteOneAsync(new BsonDocument { { "_id", id }, { "courseware.version", new BsonDocument("$lte", version) } }, cancellationToken);

    /// <summary>Reads the head of every entry.</summary>
    public async Task<IReadOnlyList<CoursewareEntryHead>> HeadsAsync(CancellationToken cancellationToken) =>
        [
            .. (
                await _entries
                    .Find(new BsonDocument())
                    .Project<BsonDocument>(new BsonDocument { { "courseware.version", 1 }, { "edition", 1 } })
                    .ToListAsync(cancellationToken)
            ).Select(entry => new CoursewareEntryHead(entry["_id"].AsString, entry["courseware"]["version"].AsInt32, entry["edition"].AsInt32)),
        ];

    private static BsonDocument All(SearchRank rank, IReadOnlyList<string> terms) => new("$all", new BsonArray(SearchRules.Keys(rank, terms)));
}
