namespace ELearning.Embedded;

/// <summary>
/// Checks a database file before it is served, so that damage ends the start and not, days later, a write. SQLite's quick check reads every page; then every
/// document is walked, because SQLite does not judge what is in its pages. A byte that changed within a text shows nowhere: pages have no checksums.
/// </summary>
internal static class FileCheck
{
    /// <summary>
    /// Files smaller than this, in bytes, are always checked; larger ones only when they were not closed in order, for a check reads the whole file.
    /// </summary>
    private const long AlwaysBelow = 64L * 1024 * 1024;

    /// <summary>
    /// Whether the file is to be checked. One that was not closed in order still has its log, which SQLite removes when the last connection closes.
    /// </summary>
    public static bool IsDue(string path) => File.Exists(path) && (new FileInfo(path).Length < AlwaysBelow || File.Exists(path + "-wal"));

    /// <summary>Returns the first fault; null where there is none.</summary>
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
