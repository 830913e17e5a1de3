using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Makes a data directory out of a backup, each file held against its hash. The database comes last: a folder without one is no data directory that somebody
/// could take for a restored one.
/// </summary>
internal static class DataRestore
{
    /// <param name="directory">An absolute path of a backup.</param>
    /// <param name="target">Where the data is to lie.</param>
    /// <exception cref="ConfigurationError">It is not a backup, or a damaged one, or the target holds something.</exception>
    public static BackupManifest Run(string directory, BackupSource target)
    {
        var manifest = BackupManifest.Read(directory);
        if (Directory.Exists(target.Directory) && Directory.EnumerateFileSystemEntries(target.Directory).Any())
            throw new ConfigurationError(
                "Storage:DataDirectory",
                $"{target.Directory} holds something; empty it, or name another folder: --Storage:DataDirectory=DIR"
            );
        DataDirectory.Require(target.Directory);
        try
        {
            Copy(manifest, target with { Directory = directory }, target);
        }
        catch (Exception fault)
        {
            Clear(target.Directory);
            if (fault is IOException or UnauthorizedAccessException)
                throw new ConfigurationError($"restore {directory}", $"failed ({fault.Message.ReplaceLineEndings(" ")}); mend that and restore again", fault);
            throw;
        }
        return manifest;
    }

    private static void Copy(BackupManifest manifest, BackupSource backup, BackupSource target)
    {
        var draft = $"{target.DatabaseFile}.restoring";
        if (!File.Exists(backup.DatabaseFile) || BackupFile.Copy(backup.DatabaseFile, draft) != manifest.DatabaseSha256)
            throw Damaged(backup, EmbeddedDatabase.FileName);
        var hashes = BlobFiles.HashesIn(backup.BlobFolder);
        if (hashes.Count != manifest.Blobs)
            throw Damaged(backup, $"blobs, of which {manifest.Blobs} were taken and {hashes.Count} are there");
        foreach (var hash in hashes)
        {
            var place = BlobFiles.PlaceOf(hash);
            if (CopyInto(target.BlobFolder, backup.BlobFolder, place) != hash)
                throw Damaged(backup, $"blobs/{place}");
        }
        foreach (var place in BlobFiles.StagedIn(backup.BlobFolder))
            CopyInto(target.BlobFolder, backup.BlobFolder, place);
        foreach (var key in BackupSource.Keys.Where(key => File.Exists(Path.Combine(backup.Directory, key))))
            CopyInto(target.Directory, backup.Directory, key);
        File.Move(draft, target.DatabaseFile);
    }

    private static string CopyInto(string to, string from, string place)
    {
        var file = Path.Combine(to, place);
        BackupFile.MakeFolder(Path.GetDirectoryName(file)!);
        return BackupFile.Copy(Path.Combine(from, place), file);
    }

    /// <summary>The folder was empty, so what is in it came from here.</summary>
    private static void Clear(string directory)
    {
        foreach (var made in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (made is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                made.Delete();
        }
    }

    private static ConfigurationError Damaged(BackupSource backup, string what) =>
        new($"restore {backup.Directory}", $"is damaged ({what}); take another backup, and see to the disk");
}
