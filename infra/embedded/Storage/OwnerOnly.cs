namespace ELearning.Embedded;

/// <summary>
/// Makes the database file its owner's alone. SQLite would make it for everybody to read; the files beside it, with what was written last, get the rights of
/// the database file, so it is made here, empty, before SQLite opens it.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Suffixes = ["", "-wal", "-shm", ".lock"];

    /// <summary>Makes the database file where there is none, and shuts the files that are there to everybody else.</summary>
    /// <exception cref="EmbeddedMongoException">Others may read them and this user may not change that.</exception>
    public static void Protect(string databaseFile)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            new FileStream(databaseFile, Opening(FileMode.OpenOrCreate)).Dispose();
            foreach (var file in Suffixes.Select(suffix => databaseFile + suffix).Where(File.Exists))
            {
                if ((File.GetUnixFileMode(file) & ~Mode) != 0)
                    File.SetUnixFileMode(file, Mode);
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new EmbeddedMongoException(
                $"The database file {databaseFile} cannot be kept to this user ({error.Message}): give it and the files beside it to this user, or "
                    + $"choose another path.",
                error
            );
        }
    }

    /// <summary>Options that open a file for reading and writing and, where they make it, make it its owner's alone.</summary>
    public static FileStreamOptions Opening(FileMode mode, FileShare share = FileShare.ReadWrite)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        return options;
    }
}
