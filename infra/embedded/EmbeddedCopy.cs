using MongoDB.Bson;
using SQLitePCL;

namespace ELearning.Embedded;

/// <summary>Copies a database file while it is served, by this process or another: what was acknowledged before the copy began is in it.</summary>
public static class EmbeddedCopy
{
    /// <summary>
    /// Writes what the file holds at one moment into a new one, for its owner alone. Writers are not held up: SQLite reads from a snapshot. What was deleted
    /// is not copied along, as it would be with the pages of the file.
    /// </summary>
    /// <exception cref="EmbeddedMongoException">The file cannot be read, or the copy not be written.</exception>
    public static void Take(string file, string to)
    {
        try
        {
            // Made here, empty and shut, because SQLite would make it for everybody to read; it takes an empty file for a new one.
            new FileStream(to, OwnerOnly.Opening(FileMode.CreateNew)).Dispose();
            using (var source = SqliteFile.Open(file, durable: true))
            using (var copy = source.Prepare("VACUUM INTO ?").Bind(1, to))
            {
                copy.Run();
            }
            using var written = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(written);
        }
        catch (StorageException error) when (error.IsDamage)
        {
            throw new EmbeddedMongoException(Store.Damaged(file, error.Message), error);
        }
        catch (StorageException error)
        {
            throw new EmbeddedMongoException($"The database file {file} cannot be copied to {to} ({error.Message}): {Mend(error.Code)}", error);
        }
    }

    /// <summary>The texts in some fields of all documents of a collection, in natural order; null where a field is no text. None where there is none.</summary>
    /// <param name="file">A file that nobody serves.</param>
    public static IReadOnlyList<IReadOnlyList<string?>> Texts(string file, string collection, params string[] fields)
    {
        using var opened = SqliteFile.Open(file, durable: true);
        using var snapshot = Snapshot.Of(opened);
        return snapshot.Catalog.Collections.TryGetValue(collection, out var found) ? [.. snapshot.Documents(found).Select(row => Texts(row.View, fields))] : [];
    }

    private static string?[] Texts(BsonView document, string[] fields) =>
        [.. fields.Select(field => document.Find(field) is { Type: BsonType.String } text ? text.AsString : null)];

    private static string Mend(int code) =>
        (code & 0xFF) == raw.SQLITE_FULL ? "free space there, or choose another folder." : "it must be readable, and the copy writable, by this user.";
}
