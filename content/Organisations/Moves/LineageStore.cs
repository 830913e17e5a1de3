using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>
/// Wherever documents keep the ancestors of an organisation beside the organisations themselves, in one table: after a move they all follow. The audit log is
/// not among it: who was above when something was done reads of it, and it stays as it was written.
/// </summary>
internal sealed class LineageStore(ContentDatabase database) : IStore
{
    private const int BatchSize = 200;

    public static IReadOnlyList<LineageCarrier> Carriers { get; } =
    [
        new("creditClaims", null, "lineage", IsJoined: true),
        new("corrections", null, "lineage", IsJoined: true),
        new("coursewareDrafts", null, "lineage"),
        new("media", null, "lineage"),
        new("assetFolders", null, "lineage"),
        new("teachers", null, "teacher.lineage"),
        new("teachers", "teacher.agreements", "lineage"),
        new("venues", null, "lineage"),
        new("members", "memberships", "lineage"),
        new("members", "departures", "lineage", IsJoined: true),
    ];

    /// <summary>Creates nothing: each collection has the index by which lists ask for its lineage.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Rewrites the ancestors in each document that names an organisation which moved: its write goes through where they are still those that were read, so
    /// that whoever changes the document meanwhile loses nothing. Repeating is harmless.
    /// </summary>
    /// <param name="lineagesOf">Ancestors and itself of organisations where they stand.</param>
    /// <param name="mayGoOn">Asked before each batch.</param>
    /// <returns>How many were written, and whether all that were to be written are.</returns>
    public async Task<(int Written, bool IsWhole)> FollowAsync(
        LineageCarrier carrier,
        MovedTree tree,
        Func<IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, Organisation>>> lineagesOf,
        Func<Task<bool>> mayGoOn,
        CancellationToken cancellationToken
    )
    {
        var documents = database.Collection<BsonDocument>(carrier.Collection);
        var (field, written, isWhole) = (carrier.List ?? carrier.Path, 0, true);
        using var cursor = await documents.FindAsync(
            new BsonDocument(carrier.FullPath, new BsonDocument("$in", new BsonArray(tree.Tops))),
            new FindOptions<BsonDocument>
            {
                BatchSize = BatchSize,
                Projection = new BsonDocument { { field, 1 }, { "memberId", 1 } },
            },
            cancellationToken
        );
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            if (!await mayGoOn())
                return (written, false);
            var batch = cursor.Current.ToList();
            var joined = carrier.IsJoined ? await lineagesOf([.. batch.SelectMany(carrier.LineagesIn).SelectMany(IdsIn).Distinct()]) : null;
            var writes = new List<WriteModel<BsonDocument>>();
            foreach (var document in batch)
            {
                var before = carrier.FieldOf(document);
                var after = before.DeepClone();
                foreach (var lineage in carrier.LineagesOf(after))
                {
                    var stored = IdsIn(lineage).ToList();
                    var placed = joined is null ? tree.Lineage(stored) : tree.Joined(stored, id => joined.GetValueOrDefault(id)?.Lineage);
                    lineage.Clear();
                    lineage.AddRange(placed);
                }
                if (after == before)
                    continue;
                var read = new BsonDocument { { "_id", document["_id"] }, { field, before } };
                if (document.TryGetValue("memberId", out var memberId))
                    read.Add("memberId", memberId);
                writes.Add(new UpdateOneModel<BsonDocument>(read, new BsonDocument("$set", new BsonDocument(field, after))));
            }
            if (writes.Count == 0)
                continue;
            var result = await documents.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
            written += (int)result.MatchedCount;
            // What somebody changed in between is met again.
            isWhole &= result.MatchedCount == writes.Count;
        }
        return (written, isWhole);
    }

    private static IEnumerable<string> IdsIn(BsonArray lineage) => lineage.Select(id => id.AsString);
}

/// <summary>Where the documents of a collection keep ancestors.</summary>
/// <param name="List">The list whose items keep them; null where the document itself does.</param>
/// <param name="Path">Where, from there.</param>
/// <param name="IsJoined">They are those of several organisations, put together.</param>
internal sealed record LineageCarrier(string Collection, string? List, string Path, bool IsJoined = false)
{
    public string FullPath => List is null ? Path : $"{List}.{Path}";

    /// <summary>The element that is written as a whole.</summary>
    public BsonValue FieldOf(BsonDocument document) => (List ?? Path).Split('.').Aggregate((BsonValue)document, (value, name) => value[name]);

    public IEnumerable<BsonArray> LineagesIn(BsonDocument document) => LineagesOf(FieldOf(document));

    public IEnumerable<BsonArray> LineagesOf(BsonValue field) =>
        List is null ? [field.AsBsonArray] : field.AsBsonArray.Select(item => item.AsBsonDocument.GetValue(Path, null)).OfType<BsonArray>();
}
