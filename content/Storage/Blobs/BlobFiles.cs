namespace ELearning.Content;

/// <summary>How blobs lie in a folder, for whoever copies all of them while the folder is in use.</summary>
public static class BlobFiles
{
    private const string Aside = "aside";
    private const string StagedFolder = "staged";

    /// <summary>The collection whose <c>hash</c> names blobs; where its <c>absence</c> is a text, the blob may be missing.</summary>
    public const string Named = "media";

    /// <summary>The hashes of all blobs, those that are about to be removed among them: who asked for that may yet find them wanted.</summary>
    public static IReadOnlyCollection<string> HashesIn(string folder)
    {
        var hashes = new HashSet<string>();
        foreach (var prefix in Folders(folder).Where(path => Path.GetFileName(path).Length == 2))
            hashes.UnionWith(Files(prefix).Select(Path.GetFileName).Where(FolderBlobs.IsHash!)!);
        hashes.UnionWith(Files(Path.Combine(folder, Aside)).Select(path => Path.GetFileName(path).Split('.')[0]).Where(FolderBlobs.IsHash));
        return hashes;
    }

    /// <summary>Where a blob lies below the folder.</summary>
    public static string PlaceOf(string hash) => FolderBlobs.PlaceOf(hash);

    /// <summary>The files that may hold a blob, in the order in which they are to be tried: one that is moved between two places is found at one.</summary>
    public static IEnumerable<string> FilesOf(string folder, string hash)
    {
        var place = Path.Combine(folder, PlaceOf(hash));
        yield return place;
        foreach (var aside in Files(Path.Combine(folder, Aside), $"{hash}.*"))
            yield return aside;
        yield return place;
    }

    /// <summary>Where the bytes of unfinished uploads lie below the folder. They are written on, so a copy holds at least what was acknowledged before.</summary>
    public static IEnumerable<string> StagedIn(string folder) =>
        Files(Path.Combine(folder, StagedFolder)).Select(path => Path.Combine(StagedFolder, Path.GetFileName(path)));

    private static string[] Folders(string folder) => Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    private static string[] Files(string folder, string pattern = "*") => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
}
