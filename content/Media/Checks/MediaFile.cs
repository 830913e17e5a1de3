namespace ELearning.Content;

/// <summary>The bytes under check as a file of this machine: the file in which they lie, or a copy that is deleted when this is disposed of.</summary>
internal sealed class MediaFile : IAsyncDisposable
{
    private readonly bool _passing;

    private MediaFile(string path, bool passing) => (Path, _passing) = (path, passing);

    public string Path { get; }

    public static async Task<MediaFile> OfAsync(MediaUnderCheck file, string staging, CancellationToken cancellationToken)
    {
        if (file.FilePath is { } path)
            return new(path, passing: false);
        Directory.CreateDirectory(staging);
        var copy = new MediaFile(System.IO.Path.Combine(staging, System.IO.Path.GetRandomFileName()), passing: true);
        try
        {
            await using var stream = new FileStream(copy.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            file.Content.Position = 0;
            await file.Content.CopyToAsync(stream, cancellationToken);
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_passing)
            File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
