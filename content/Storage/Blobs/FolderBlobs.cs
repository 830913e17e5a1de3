using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Blobs as files below one folder, in subfolders by the first two letters of the hash. A file appears under its name only when it is whole and on disk.
/// </summary>
internal sealed class FolderBlobs(string folder, ILogger<FolderBlobs> logger) : IBlobs
{
    public string? Origin => null;

    private const string Proof = "health.";
    private const int ProofBytes = 16 << 10;

    /// <summary>Without a buffer and without the lock .NET puts on files: readers bring their own buffer, and a whole blob is never written again.</summary>
    private static readonly FileStreamOptions ForReading = new()
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    };

    private readonly FolderStaging _staging = new(Path.Combine(folder, "staged"));

    /// <summary>
    /// The folder of blobs that are about to be removed, each under a name of its own, so that a process removes only the file it saw before it asked.
    /// </summary>
    private readonly string _aside = Path.Combine(folder, "aside");

    public IStaging Staging => _staging;

    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        DataDirectory.Require(folder);
        Directory.CreateDirectory(_aside);
        foreach (var left in Directory.EnumerateFiles(folder, $"{Proof}*"))
        {
            File.Delete(left);
        }

        // Left by a process that died as it asked. One that nobody wants does no harm.
        Restore("*");
        return Task.CompletedTask;
    }

    /// <summary>
    /// A new file each time: to write over one that is there needs no room on a full disk. What a killed process leaves is taken away by the next start.
    /// </summary>
    public async Task ProveWritableAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"{Proof}{Path.GetRandomFileName()}");
        try
        {
            using var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
            await RandomAccess.WriteAsync(handle, new byte[ProofBytes], 0, cancellationToken);
            RandomAccess.FlushToDisk(handle);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async Task<bool> StoreStagedAsync(string hash, string upload, CancellationToken cancellationToken)
    {
        try
        {
            await StoreAsync(hash, _staging.FilePath(upload)!, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return File.Exists(PathOf(hash)); // another may have moved it in between
        }
        await _staging.DropAsync(upload, cancellationToken);
        return true;
    }

    /// <summary>Moves the file to its place. It must lie on the folder's volume (both are below the data directory): only then is the move one step.</summary>
    public Task StoreAsync(string hash, string file, CancellationToken cancellationToken)
    {
        var path = PathOf(hash);
        if (File.Exists(path))
            return Task.CompletedTask;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        RandomAccess.FlushToDisk(handle);
        File.Move(file, path, overwrite: true); // the same hash is the same bytes: whoever is second changes nothing
        RandomAccess.FlushToDisk(handle); // the new name too: a folder cannot be flushed from here, but a renamed file takes its name along
        return Task.CompletedTask;
    }

    /// <summary>
    /// Moves the file aside, then asks for a last time: the answer knows of whoever found the file in its place before, and whoever comes later finds the place
    /// empty and stores a file of its own.
    /// </summary>
    public async Task RemoveAsync(string hash, Func<Task<bool>> isUnwanted, CancellationToken cancellationToken)
    {
        if (await isUnwanted())
            Move(PathOf(hash), Path.Combine(_aside, $"{hash}.{Path.GetRandomFileName()}"));
        var seen = Directory.GetFiles(_aside, $"{hash}.*"); // one that died here left its own
        if (seen.Length == 0)
            return;
        if (!await isUnwanted())
        {
            Restore($"{hash}.*");
            return;
        }
        foreach (var file in seen)
        {
            File.Delete(file);
        }
    }

    public Task<Stream?> OpenAsync(string hash, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(PathOf(hash), ForReading);
            stream.Seek(offset, SeekOrigin.Begin);
            return Task.FromResult<Stream?>(stream);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            // That one blob is missing is for good; that all are is not.
            return Directory.Exists(folder) ? Task.FromResult<Stream?>(null) : throw new StoreAwayException(folder, missing);
        }
    }

    public Task<Uri?> ReadingAddressAsync(string hash, ReadingHeaders headers, DateTimeOffset expires, CancellationToken cancellationToken) =>
        Task.FromResult<Uri?>(null);

    /// <summary>
    /// Moves files back to their places. What others put into the folder stays as it is: a network drive keeps a deleted file that is still read under a name
    /// of its own.
    /// </summary>
    private void Restore(string pattern)
    {
        var foreign = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_aside, pattern))
        {
            var hash = Path.GetFileName(file).Split('.')[0];
            if (IsHash(hash))
                Move(file, PathOf(hash));
            else
                foreign.Add(Path.GetFileName(file));
        }
        if (foreign.Count > 0)
            logger.LogWarning("{Count} files in {Folder} are no blobs and stay there, such as {File}", foreign.Count, _aside, foreign[0]);
    }

    /// <summary>Moves a file; harmless where another process was first: the same hash is the same bytes.</summary>
    private static void Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException) { }
    }

    private string PathOf(string hash) => Path.Combine(folder, PlaceOf(hash));

    /// <summary>Where a blob lies below the folder, with slashes. Only a hash ever becomes a path.</summary>
    internal static string PlaceOf(string hash) =>
        IsHash(hash) ? $"{hash[..2]}/{hash}" : throw new ArgumentException("Not a SHA-256 in lower-case hex.", nameof(hash));

    internal static bool IsHash(string name) => name.Length == 64 && name.All(char.IsAsciiHexDigitLower);
}
