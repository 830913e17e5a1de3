using ELearning.Content;
using ELearning.Embedded;

namespace ELearning.Api;

/// <summary>
/// Copies the data of a running process: the database first, at one moment, then blobs, so that each blob the database names is there, then keys. The folder
/// gets its name when all of it is on disk.
/// </summary>
internal sealed class DataBackup(BackupSource source, TimeProvider time)
{
    /// <summary>Where a backup of that name is written until it is whole.</summary>
    public static string DraftOf(string directory) => Path.Combine(Path.GetDirectoryName(directory)!, $".{Path.GetFileName(directory)}.partial");

    /// <param name="directory">An absolute path of a folder that is empty or not there.</param>
    /// <param name="earlier">A backup of before, whose blobs need not be copied again; null for none.</param>
    /// <exception cref="ConfigurationError">It cannot be taken; one line says why.</exception>
    public BackupManifest Take(string directory, string? earlier, CancellationToken cancellationToken)
    {
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
            throw new ConfigurationError($"backup {directory}", "is not empty; name a folder that is empty or not there yet");
        if (!File.Exists(source.DatabaseFile))
            throw new ConfigurationError(
                "Storage:DataDirectory",
                $"{source.Directory} holds no {EmbeddedDatabase.FileName}; name the folder of the API: --Storage:DataDirectory=DIR"
            );
        var draft = DraftOf(directory);
        try
        {
            // Open to the end: whoever finds it locked knows that somebody is at work here.
            using var file = Begin(directory, draft);
            try
            {
                var manifest = Fill(draft, earlier, cancellationToken);
                manifest.Write(file);
                file.Dispose();
                if (Directory.Exists(directory))
                    Directory.Delete(directory);
                Directory.Move(draft, directory);
                return manifest;
            }
            catch
            {
                file.Dispose();
                Directory.Delete(draft, recursive: true);
                throw;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationError(
                $"backup {directory}",
                $"cannot be written ({fault.Message.ReplaceLineEndings(" ")}); free space there, or name a folder this process may write in",
                fault
            );
        }
    }

    private static FileStream Begin(string directory, string draft)
    {
        var manifest = BackupManifest.FileIn(draft);
        if (Directory.Exists(draft))
        {
            try
            {
                using var left = new FileStream(manifest, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                throw new ConfigurationError($"backup {directory}", "is being written by another process; wait for it, or name another folder");
            }
            Directory.Delete(draft, recursive: true); // left by one that was killed
        }
        BackupFile.MakeFolder(draft);
        var options = DataDirectory.ForOwnerAlone();
        options.Share = FileShare.None;
        return new(manifest, options);
    }

    private BackupManifest Fill(string draft, string? earlier, CancellationToken cancellationToken)
    {
        var copy = source with { Directory = draft };
        var takenAt = time.GetUtcNow();
        EmbeddedCopy.Take(source.DatabaseFile, copy.DatabaseFile);
        var named = EmbeddedCopy
            .Texts(copy.DatabaseFile, $"{source.Database}.{BlobFiles.Named}", "hash", "absence")
            .Where(asset => asset is [not null, null])
            .Select(asset => asset[0]!)
            .ToHashSet();
        var (blobs, staged) = (new HashSet<string>(), 0);
        if (source.HasBlobs)
        {
            foreach (var hash in BlobFiles.HashesIn(source.BlobFolder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var from = BlobFiles.FilesOf(source.BlobFolder, hash);
                if (TryCopy(copy.BlobFolder, BlobFiles.PlaceOf(hash), earlier is null ? from : from.Prepend(PlaceIn(earlier, hash)), BackupFile.LinkOrCopy))
                    blobs.Add(hash);
            }
            foreach (var place in BlobFiles.StagedIn(source.BlobFolder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TryCopy(copy.BlobFolder, place, [Path.Combine(source.BlobFolder, place)], (from, to) => BackupFile.Copy(from, to)))
                    staged++;
            }
            named.ExceptWith(blobs);
        }
        foreach (var key in BackupSource.Keys)
            TryCopy(draft, key, [Path.Combine(source.Directory, key)], (from, to) => BackupFile.Copy(from, to));
        return new(
            BackupManifest.CurrentFormat,
            takenAt,
            BackupFile.Sha256(copy.DatabaseFile),
            new FileInfo(copy.DatabaseFile).Length,
            blobs.Count,
            blobs.Sum(hash => new FileInfo(PlaceIn(draft, hash)).Length),
            source.HasBlobs ? named.Count : 0,
            staged
        );
    }

    private string PlaceIn(string backup, string hash) => Path.Combine((source with { Directory = backup }).BlobFolder, BlobFiles.PlaceOf(hash));

    /// <summary>Copies the first of the files that is there.</summary>
    /// <returns>False where none is: it was removed, and nobody wanted it any more.</returns>
    private static bool TryCopy(string folder, string place, IEnumerable<string> files, Action<string, string> copy)
    {
        var to = Path.Combine(folder, place);
        BackupFile.MakeFolder(Path.GetDirectoryName(to)!);
        foreach (var from in files)
        {
            try
            {
                copy(from, to);
                return true;
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException) { }
        }
        return false;
    }
}
