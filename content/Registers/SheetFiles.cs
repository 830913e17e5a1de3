using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The files of imports and exports: kept as blobs by their hash, read and written on this machine.</summary>
internal sealed class SheetFiles(IBlobs blobs, MediaStore media, SheetImportStore imports, SheetExportStore exports, IOptions<StorageOptions> storage)
{
    private readonly string _staging = Path.Combine(storage.Value.DataDirectory, "staging");

    /// <summary>Opens a file as a stream that can seek; null when there is none.</summary>
    public async Task<Stream?> OpenAsync(string hash, CancellationToken cancellationToken)
    {
        var stream = await blobs.OpenAsync(hash, 0, cancellationToken);
        if (stream is null or { CanSeek: true })
            return stream is null ? null : new BufferedStream(stream, 1 << 16);
        await using (stream)
        {
            var copy = Temporary(FileOptions.DeleteOnClose);
            await stream.CopyToAsync(copy, cancellationToken);
            copy.Position = 0;
            return copy;
        }
    }

    /// <summary>A file that is being written; what is not kept is gone when it is closed.</summary>
    public FileStream Temporary(FileOptions options = FileOptions.None)
    {
        Directory.CreateDirectory(_staging);
        return new(
            Path.Combine(_staging, Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Read | FileShare.Delete,
            1 << 16,
            options | FileOptions.Asynchronous
        );
    }

    /// <summary>Keeps a file that was written, under its hash.</summary>
    public async Task<(string Hash, long ByteLength)> KeepAsync(FileStream file, CancellationToken cancellationToken)
    {
        await file.FlushAsync(cancellationToken);
        file.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        var length = file.Length;
        await file.DisposeAsync();
        await blobs.StoreAsync(hash, file.Name, cancellationToken);
        File.Delete(file.Name);
        return (hash, length);
    }

    /// <summary>Keeps a copy of a file of this machine.</summary>
    public async Task<(string Hash, long ByteLength)> KeepCopyAsync(string path, CancellationToken cancellationToken)
    {
        await using var source = File.OpenRead(path);
        var copy = Temporary();
        await source.CopyToAsync(copy, cancellationToken);
        return await KeepAsync(copy, cancellationToken);
    }

    /// <summary>Keeps the bytes of an upload; harmless to repeat.</summary>
    /// <returns>False when they are neither here nor kept.</returns>
    public Task<bool> KeepUploadAsync(string hash, string upload, CancellationToken cancellationToken) =>
        blobs.StoreStagedAsync(hash, upload, cancellationToken);

    /// <summary>Whether an import or an export rests on the bytes of this hash, which may be those of a stored asset, too.</summary>
    public async Task<bool> WantsAsync(string hash, CancellationToken cancellationToken) =>
        await imports.HasFileAsync(hash, cancellationToken) || await exports.HasAsync(hash, cancellationToken);

    /// <summary>Drops a file, unless something else rests on the same bytes: another sheet, or an asset.</summary>
    public Task DropAsync(string hash, CancellationToken cancellationToken) =>
        blobs.RemoveAsync(
            hash,
            async () => !await WantsAsync(hash, cancellationToken) && !await media.IsWantedAsync(hash, cancellationToken),
            cancellationToken
        );
}
