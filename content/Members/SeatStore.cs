using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Who is to sit on the one seat of an organisation, and when; <c>_id</c> is the organisation.</summary>
internal sealed record Seat(string Id, IReadOnlyList<SeatHolder> Holders, int Version);

/// <param name="TakenAt">When it was entered: a holder who does not hold the position a minute later never came to.</param>
internal sealed record SeatHolder(string MemberId, DatePeriod Period, DateTimeOffset TakenAt);

/// <summary>
/// Collection <c>seats</c>: lets one of two who would become secretary of an organisation at the same time be the first. Members say who is secretary; a seat
/// only guards the moment of writing.
/// </summary>
internal sealed class SeatStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<Seat> _seats = database.Collection<Seat>("seats");

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Seat> FindAsync(string organisationId, CancellationToken cancellationToken) =>
        await _seats.Find(new BsonDocument("_id", organisationId)).FirstOrDefaultAsync(cancellationToken) ?? new(organisationId, [], 0);

    /// <returns>False when somebody changed the seat since it was read.</returns>
    public async Task<bool> PutAsync(Seat seat, CancellationToken cancellationToken)
    {
        var next = seat with { Version = seat.Version + 1 };
        return seat.Version == 0
            ? await Tolerating.DuplicatesAsync(() => _seats.InsertOneAsync(next, null, cancellationToken))
            : (
                await _seats.ReplaceOneAsync(
                    new BsonDocument { { "_id", seat.Id }, { "version", seat.Version } },
                    next,
                    (ReplaceOptions?)null,
                    cancellationToken
                )
            ).MatchedCount == 1;
    }
}
