using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>venues</c>: about as many documents as there are organisations.</summary>
internal sealed class VenueStore(ContentDatabase database) : IStore
{
    private const int BatchSize = 1000;

    public static readonly QueryMap<Venue> Map = new QueryMap<Venue>(venue => venue.Id)
        .Add<string>("name", "name", FilterOperator.Eq | FilterOperator.In | FilterOperator.StartsWith, "Name of the venue.", venue => venue.Name)
        .Add<VenueKind>("kind", "kind", FilterOperator.Eq | FilterOperator.In, "What the venue is.")
        .Add<OrganisationLevel>("level", "level", FilterOperator.Eq | FilterOperator.In, "For whom it is kept.")
        .Add<string>("organisationId", "organisationId", FilterOperator.Eq | FilterOperator.In, "The organisation that keeps it.", idOf: nameof(Organisation))
        .Add<string>(
            "within",
            "lineage",
            FilterOperator.Eq | FilterOperator.In,
            "Kept by the organisation itself or one below it.",
            idOf: nameof(Organisation),
            filter: (_, value, query) => LineageFilter.Asked(query, "lineage", value)
        )
        .Add<bool>(
            "open",
            "existence.to",
            FilterOperator.Eq,
            "Whether it is open today; false for those that were closed.",
            filter: (_, value, query) => OpenOn(query.Today, value.AsBoolean)
        )
        .Add<BaseLevel>(
            "baseLevel",
            "recognitions.level",
            FilterOperator.Eq | FilterOperator.In,
            "As what it is recognised today.",
            filter: (_, value, query) => RecognisedOn(query.Today, value)
        );

    private readonly IMongoCollection<Venue> _venues = database.Collection<Venue>("venues");

    public Task PrepareAsync(CancellationToken cancellationToken) =>
        _venues.Indexes.CreateManyAsync(
            [
                IndexOn<Venue>.Keys("name", "_id"),
                IndexOn<Venue>.Keys("kind", "name", "_id"),
                IndexOn<Venue>.Keys("level", "name", "_id"),
                IndexOn<Venue>.Keys("organisationId", "name", "_id"),
                IndexOn<Venue>.Keys("lineage", "name", "_id"),
                IndexOn<Venue>.Keys("terms", "name", "_id"),
                IndexOn<Venue>.Keys("existence.to", "name", "_id"),
                IndexOn<Venue>.Keys("recognitions.level", "name", "_id"),
            ],
            cancellationToken
        );

    public async Task<IReadOnlyList<Venue>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : await _venues.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))).ToListAsync(cancellationToken);

    public Task<Page<Venue>> ListAsync(PageQuery query, CancellationToken cancellationToken) => Map.PageAsync(_venues, query, cancellationToken);

    public Task<IReadOnlyDictionary<string, Page<Venue>>> PagesAsync(
        IReadOnlyCollection<string> organisationIds,
        PageQuery query,
        CancellationToken cancellationToken
    ) => Map.PagesAsync(_venues, "organisationId", organisationIds, query, cancellationToken);

    /// <returns>False where one of this id is there.</returns>
    public Task<bool> AddAsync(Venue venue, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _venues.InsertOneAsync(venue, null, cancellationToken));

    /// <returns>False when somebody changed the venue since this version was read.</returns>
    public async Task<bool> ReplaceAsync(Venue venue, CancellationToken cancellationToken) =>
        (
            await _venues.ReplaceOneAsync(
                new BsonDocument { { "_id", venue.Id }, { "version", venue.Version } },
                venue with
                {
                    Version = venue.Version + 1,
                },
                (ReplaceOptions?)null,
                cancellationToken
            )
        ).MatchedCount == 1;

    /// <summary>As what the venues of the scope were recognised: one read for a thousand, and of each no more than that.</summary>
    public async IAsyncEnumerable<RecognisedVenue> RecognitionsAsync(Scope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var cursor = await _venues.FindAsync(
            scope.On("lineage") ?? [],
            new FindOptions<Venue, RecognisedVenue>
            {
                BatchSize = BatchSize,
                Projection = new BsonDocument
                {
                    { "_id", 0 },
                    { "lineage", 1 },
                    { "recognitions", 1 },
                },
            },
            cancellationToken
        );
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            foreach (var venue in cursor.Current)
                yield return venue;
        }
    }

    private static BsonDocument OpenOn(DateOnly day, bool open)
    {
        var (closed, on) = (new BsonDocument("existence.to", BsonNull.Value), DocumentMapping.ToBson(day));
        return open
            ? new("$or", new BsonArray { closed, new BsonDocument("existence.to", new BsonDocument("$gte", on)) })
            : new("existence.to", new BsonDocument("$lt", on));
    }

    /// <summary>The level stands twice: by itself an index serves it, inside the element it says that it is the same recognition.</summary>
    private static BsonDocument RecognisedOn(DateOnly day, BsonValue asked)
    {
        var on = DocumentMapping.ToBson(day);
        BsonValue level = asked.IsBsonArray ? new BsonDocument("$in", asked) : asked;
        var holds = new BsonDocument
        {
            { "level", level },
            { "period.from", new BsonDocument("$lte", on) },
            { "period.to", new BsonDocument("$not", new BsonDocument("$lt", on)) },
            { "voided", BsonNull.Value },
        };
        return new(
            "$and",
            new BsonArray { new BsonDocument("recognitions.level", level), new BsonDocument("recognitions", new BsonDocument("$elemMatch", holds)) }
        );
    }
}

/// <summary>What of a venue counts as a base.</summary>
internal sealed record RecognisedVenue
{
    public required IReadOnlyList<string> Lineage { get; init; }

    public IReadOnlyList<BaseRecognition> Recognitions { get; init; } = [];
}
