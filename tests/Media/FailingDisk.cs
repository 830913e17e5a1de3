using ELearning.Content;

namespace ELearning.Tests.Media;

/// <summary>The product's blobs on a disk whose files open and whose reads fail, while <see cref="Fails"/> says so.</summary>
internal sealed class FailingDisk(IBlobs blobs) : IBlobs
{
    /// <summary>EIO of Linux.</summary>
    private const int InputOutputError = 5;

    public bool Fails { get; set; }

    public IStaging Staging => blobs.Staging;

    public string? Origin => blobs.Origin;

    public async Task<Stream?> OpenAsync(string hash, long offset, CancellationToken cancellationToken)
    {
        var opened = await blobs.OpenAsync(hash, offset, cancellationToken);
        if (!Fails || opened is null)
            return opened;
        await using (opened)
        {
            return new Unreadable(opened.Length);
        }
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => blobs.PrepareAsync(cancellationToken);

    public Task ProveWritableAsync(CancellationToken cancellationToken) => blobs.ProveWritableAsync(cancellationToken);

    public Task StoreAsync(string hash, string file, CancellationToken cancellationToken) => blobs.StoreAsync(hash, file, cancellationToken);

    public Task<bool> StoreStagedAsync(string hash, string upload, CancellationToken cancellationToken) =>
        blobs.StoreStagedAsync(hash, upload, cancellationToken);

    public Task RemoveAsync(string hash, Func<Task<bool>> isUnwanted, CancellationToken cancellationToken) =>
        blobs.RemoveAsync(hash, isUnwanted, cancellationToken);

    public Task<Uri?> ReadingAddressAsync(string hash, ReadingHeaders headers, DateTimeOffset expires, CancellationToken cancellationToken) =>
        blobs.ReadingAddressAsync(hash, headers, expires, cancellationToken);

    /// <summary>Knows its length, as a file that is opened does, and cannot be read.</summary>
    private sealed class Unreadable(long length) : MemoryStream(new byte[length])
    {
        public override int Read(byte[] buffer, int offset, int count) => throw Failure();

        public override int Read(Span<byte> buffer) => throw Failure();

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw Failure();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw Failure();

        private static IOException Failure() => new("Input/output error", InputOutputError);
    }
}
