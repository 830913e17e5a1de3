namespace ELearning.Embedded;

/// <summary>
/// Locks the file against a second process. SQLite itself would let it in, and neither process would notice the other's catalog changes. The lock ends with the
/// process, however it ends.
/// </summary>
internal static class FileLock
{
    public static FileStream Take(string databaseFile)
    {
        var path = databaseFile + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(databaseFile)!);
            return new FileStream(path, OwnerOnly.Opening(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new EmbeddedMongoException(
                $"The database file {databaseFile} cannot be written: give this user the right to write there, or choose another path."
            );
        }
        catch (IOException error) when (File.Exists(path) && error is not PathTooLongException)
        {
            throw new EmbeddedMongoException($"The database file {databaseFile} is in use by another process: stop that one, or choose another path.");
        }
        catch (IOException error)
        {
            throw new EmbeddedMongoException(
                $"The database file {databaseFile} cannot be made ({error.Message}): choose a path in a directory that can be written."
            );
        }
    }
}
