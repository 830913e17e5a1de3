namespace ELearning.Content;

/// <summary>Blobs that record a span for whatever is asked of them, whichever store stands behind. No span names a blob.</summary>
internal sealed class TracedBlobs(IBlobs blobs) : IBlobs
{
    public IStaging Staging => blobs.Staging;

    public string? Origin => blobs.Origin;

    public Task PrepareAsync(CancellationToken cancellationToken) => blobs.PrepareAsync(cancellationToken);

    public Task ProveWritableAsync(CancellationToken cancellationToken) => blobs.ProveWritableAsync(cancellationToken);

    public Task StoreAsync(string hash, string file, CancellationToken cancellationToken) =>
        TraceAsync(
            "keep blob",
            async () =>
            {
                await blobs.StoreAsync(hash, file, cancellationToken);
                return true;
            }
        );

    public Task<bool> StoreStagedAsync(string hash, string upload, CancellationToken cancellationToken) =>
        TraceAsync("keep staged blob", () => blobs.StoreStagedAsync(hash, upload, cancellationToken));

    public Task RemoveAsync(string hash, Func<Task<bool>> isUnwanted, CancellationToken cancellationToken) =>
        TraceAsync(
            "remove blob",
            async () =>
            {
                await blobs.RemoveAsync(hash, isUnwanted, cancellationToken);
                return true;
            }
        );

    public Task<Stream?> OpenAsync(string hash, long offset, CancellationToken cancellationToken) =>
        TraceAsync("open blob", () => blobs.OpenAsync(hash, offset, cancellationToken));

    public Task<Uri?> ReadingAddressAsync(string hash, ReadingHeaders headers, DateTimeOffset expires, CancellationToken cancellationToken) =>
        TraceAsync("address blob", () => blobs.ReadingAddressAsync(hash, headers, expires, cancellationToken));

    private static Task<T> TraceAsync<T>(string name, Func<Task<T>> ask)
    {
        return ContentTelemetry.Source.HasListeners() ? TracedAsync() : ask();

        async Task<T> TracedAsync()
        {
            using var span = ContentTelemetry.Source.StartActivity(name);
            return await ask();
        }
    }
}
