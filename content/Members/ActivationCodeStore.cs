using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>activationCodes</c>: at most one document for a member, whose id it has.</summary>
internal sealed class ActivationCodeStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<ActivationCode> _codes = database.Collection<ActivationCode>("activationCodes");

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task PutAsync(ActivationCode code, CancellationToken cancellationToken) => _codes.PutAsync(code.Id, code, cancellationToken);

    public async Task<ActivationCode?> FindAsync(string memberId, CancellationToken cancellationToken) =>
        await _codes.Find(new BsonDocument("_id", memberId)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Makes the member's code, where there is one, good for nothing.</summary>
    public Task DropAsync(string memberId, CancellationToken cancellationToken) => _codes.DeleteOneAsync(new BsonDocument("_id", memberId), cancellationToken);

    /// <summary>Those of the members who have a code that can still be used.</summary>
    public async Task<IReadOnlySet<string>> LiveAsync(
        IReadOnlyCollection<string> memberIds,
        DateTimeOffset now,
        int mostTries,
        CancellationToken cancellationToken
    ) =>
        (await _codes.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(memberIds)))).ToListAsync(cancellationToken))
            .Where(code => code.ExpiresAt > now && code.UsedBy is null && code.Tries < mostTries)
            .Select(code => code.Id)
            .ToHashSet();

    /// <summary>Counts a wrong try before it is known to be wrong, so that many at once count as many.</summary>
    /// <returns>False when there were too many before.</returns>
    public async Task<bool> TryAsync(string memberId, int most, CancellationToken cancellationToken) =>
        (
            await _codes.UpdateOneAsync(
                new BsonDocument { { "_id", memberId }, { "tries", new BsonDocument("$lt", most) } },
                new BsonDocument("$inc", new BsonDocument("tries", 1)),
                null,
                cancellationToken
            )
        ).MatchedCount == 1;

    /// <returns>False when another sign-in used the code first, or it is another code by now.</returns>
    public async Task<bool> UseAsync(ActivationCode code, string subject, CancellationToken cancellationToken) =>
        (
            await _codes.UpdateOneAsync(
                new BsonDocument
                {
                    { "_id", code.Id },
                    { "hash", code.Hash },
                    {
                        "$or",
                        new BsonArray { new BsonDocument("usedBy", BsonNull.Value), new BsonDocument("usedBy", subject) }
                    },
                },
                new BsonDocument("$set", new BsonDocument("usedBy", subject)),
                null,
                cancellationToken
            )
        ).MatchedCount == 1;

    /// <summary>Gives a code back that was used and then led nowhere.</summary>
    public Task GiveBackAsync(string memberId, string subject, CancellationToken cancellationToken) =>
        _codes.UpdateOneAsync(
            new BsonDocument { { "_id", memberId }, { "usedBy", subject } },
            new BsonDocument("$unset", new BsonDocument("usedBy", "")),
            null,
            cancellationToken
        );
}
