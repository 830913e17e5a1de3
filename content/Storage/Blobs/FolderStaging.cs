using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace ELearning.Content;

/// <summary>Uploads as files below one folder, each locked by the system for its one writer: a process that dies lets go of its files.</summary>
internal sealed class FolderStaging(string folder) : IStaging
{
    private const int BufferSize = 128 << 10;

    // What Linux, macOS and Windows say of a file that another has locked: EAGAIN, EAGAIN, ERROR_SHARING_VIOLATION.
    private static readonly HashSet<int> Locked = [11, 35, unchecked((int)0x80070020)];

    public Task<StagedBytes?> TakeAsync(string upload, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return Task.FromResult<StagedBytes?>(new StagedFile(File.OpenHandle(PathOf(upload), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None)));
        }
        catch (IOException busy) when (Locked.Contains(busy.HResult))
        {
            return Task.FromResult<StagedBytes?>(null);
        }
    }

    public Task<Stream?> OpenAsync(string upload, long length, CancellationToken cancellationToken)
    {
        var path = PathOf(upload);
        return Task.FromResult<Stream?>(
            File.Exists(path)
                ? new FileStream(
                    path,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete,
                    1 << 16,
                    FileOptions.Asynchronous | FileOptions.SequentialScan
                )
                : null
        );
    }

    public string? FilePath(string upload) => PathOf(upload);

    public Task DropAsync(string upload, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
            File.Delete(PathOf(upload));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Path.GetFileName(file);
        }
    }

    /// <summary>The path of an upload; only an id ever becomes one.</summary>
    private string PathOf(string upload) =>
        upload.Length > 0 && upload.All(char.IsAsciiLetterOrDigit)
            ? Path.Combine(folder, upload)
            : throw new ArgumentException("Not the id of an upload.", nameof(upload));

    /// <summary>Staged bytes in a file: written on the caller's thread into the system's cache, made durable on another.</summary>
    private sealed class StagedFile(SafeFileHandle file) : StagedBytes(BufferSize)
    {
        protected override Task BeginAsync(long offset, long turn, CancellationToken cancellationToken)
        {
            if (RandomAccess.GetLength(file) < offset)
                throw new InvalidOperationException($"The staged file ends before {offset}.");
            RandomAccess.SetLength(file, offset);
            return Task.CompletedTask;
        }

        protected override Task PutAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
        {
            RandomAccess.Write(file, bytes.Span, offset);
            return Task.CompletedTask;
        }

        protected override bool TryPutParts(ReadOnlySequence<byte> bytes, long offset)
        {
            var parts = new List<ReadOnlyMemory<byte>>();
            foreach (var part in bytes)
            {
                parts.Add(part);
            }
            RandomAccess.Write(file, parts, offset);
            return true;
        }

        protected override Task MakeDurableAsync(CancellationToken cancellationToken) => Task.Run(() => RandomAccess.FlushToDisk(file), cancellationToken);

        protected override ValueTask LetGoAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
