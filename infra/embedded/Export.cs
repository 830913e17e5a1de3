using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace ELearning.Embedded;

/// <summary>
/// Writes a database file as <c>mongodump</c> would: for each collection the documents as BSON and the indexes as <c>metadata.json</c>, so
/// that <c>mongorestore --dir OUT</c> moves everything to MongoDB.
/// </summary>
internal static class Export
{
    public static (int Collections, long Documents) Run(string file, string directory)
    {
        if (!File.Exists(file))
            throw new EmbeddedMongoException($"There is no database file {Path.GetFullPath(file)}: name the one to export with --data.");
        using var store = Store.Open(file, durable: true);
        using var snapshot = store.Read();
        var documents = 0L;
        try
        {
            foreach (var collection in snapshot.Catalog.Collections.Values)
                documents += Write(snapshot, collection, directory);
        }
        catch (StorageException error) when (error.IsDamage)
        {
            throw new EmbeddedMongoException(store.Damaged(error.Message), error);
        }

        return (snapshot.Catalog.Collections.Count, documents);
    }

    private static long Write(Snapshot snapshot, CollectionInfo collection, string directory)
    {
        var database = Directory.CreateDirectory(Path.Combine(directory, collection.Namespace.Split('.', 2)[0])).FullName;
        // mongodump escapes what a file name may not hold in the same way.
        var name = Uri.EscapeDataString(collection.Name);
        var count = 0L;
        using (var output = new FileStream(Path.Combine(database, name + ".bson"), OwnerOnly.Opening(FileMode.Create)))
        {
            foreach (var row in snapshot.Documents(collection))
            {
                output.Write(row.Document.Span);
                count++;
            }
        }

        var metadata = new BsonDocument
        {
            { "options", new BsonDocument() },
            { "indexes", new BsonArray(collection.Indexes.Select(i => i.ToSpecification())) },
            { "uuid", Convert.ToHexStringLower(collection.Uuid.Bytes) },
            { "collectionName", collection.Name },
            { "type", "collection" },
        };
        File.WriteAllText(
            Path.Combine(database, name + ".metadata.json"),
            metadata.ToJson(new JsonWriterSettings { OutputMode = JsonOutputMode.CanonicalExtendedJson })
        );
        return count;
    }
}
