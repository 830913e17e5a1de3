namespace ELearning.Content;

/// <summary>
/// The place where the bytes of an upload wait until they are whole and checked, by the upload's id. Only what was made durable counts; what a writer left
/// beyond that is forgotten by the next.
/// </summary>
internal interface IStaging
{
    /// <summary>Takes the bytes of an upload for writing; null where the store can tell that another writer, of any process, has them.</summary>
    Task<StagedBytes?> TakeAsync(string upload, CancellationToken cancellationToken);

    /// <summary>Opens all <paramref name="length"/> bytes, which have been made durable, as a stream that can seek; null when there are none.</summary>
    Task<Stream?> OpenAsync(string upload, long length, CancellationToken cancellationToken);

    /// <summary>The file the bytes lie in, where it is one.</summary>
    string? FilePath(string upload);

    /// <summary>Forgets the bytes; harmless when there are none.</summary>
    Task DropAsync(string upload, CancellationToken cancellationToken);

    /// <summary>Lists the uploads of which there are bytes.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken);
}
