namespace ELearning.Embedded;

/// <summary>
/// Looks at a database file before it is served, so that damage ends the start and not, days later, a write. SQLite's quick check reads every page; then every
/// document is walked, for what is in its pages SQLite does not judge. A byte that changed within a text shows nowhere: pages have no checksums.
/// </summary>
internal static class FileCheck
{
    /// <summary>Larger files that were closed in order are taken as they are: a check would read them whole.</summary>
    private const long AlwaysBelow = 64L * 1024 * 1024;

    /// <summary>Whether the file was left open: SQLite takes the log away when the last connection closes.</summary>
    public static bool IsDue(string path) => File.Exists(path) && (new FileInfo(path).Length < AlwaysBelow || File.Exists(path + "-wal"));

    /// <summary>The first fault; null = none.</summary>
    public static string? Fault(SqliteFile file)
    {
        using (var check = file.Prepare("PRAGMA quick_check(1)"))
        {
            if (check.Step() && check.Text(0) is not "ok" and var fault)
                return fault.ReplaceLineEndings(" ");
        }

        using var snapshot = Snapshot.Of(file);
        foreach (var collection in snapshot.Catalog.Collections.Values)
        {
            foreach (var row in snapshot.Documents(collection))
            {
                try
                {
                    row.View.Validate();
                }
                catch (MongoError error)
                {
                    return $"row {row.Rid} of {collection.Namespace}: {error.Message}";
                }
            }
        }

        return null;
    }
}
