using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ELearning.Content;

/// <summary>
/// Uploads as blocks of blobs that are committed only when they are whole. There is no lock: two writers write blocks of different names, and of what the
/// slower one writes nothing counts. Azure itself forgets uncommitted blocks after a week.
/// </summary>
internal sealed class AzureStaging(BlobContainerClient container) : IStaging
{
    private const string Prefix = "staged/";

    /// <summary>What one upload holds in memory. 50,000 blocks are allowed: 24 GiB in one go.</summary>
    private const int BlockSize = 512 << 10;

    /// <summary>Checks read the beginning, the end and some places between.</summary>
    private const int ReadAhead = 1 << 20;

    public Task<StagedBytes?> TakeAsync(string upload, CancellationToken cancellationToken) => Task.FromResult<StagedBytes?>(new Blocks(BlobOf(upload)));

    public async Task<Stream?> OpenAsync(string upload, long length, CancellationToken cancellationToken)
    {
        var blob = BlobOf(upload);
        if (!await CommitAsync(blob, length, cancellationToken))
            return null;
        return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { BufferSize = ReadAhead }, cancellationToken);
    }

    public string? FilePath(string upload) => null;

    /// <summary>Blocks without a blob cannot be deleted; committing none of them makes an empty blob, which can.</summary>
    public async Task DropAsync(string upload, CancellationToken cancellationToken)
    {
        var blob = BlobOf(upload);
        if (await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken))
            return;
        if (await BlocksOfAsync(blob, cancellationToken) is null)
            return;
        await blob.CommitBlockListAsync([], cancellationToken: cancellationToken);
        await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.Uncommitted, Prefix, cancellationToken))
        {
            yield return blob.Name[Prefix.Length..];
        }
    }

    /// <summary>The committed blob of an upload, to be copied from.</summary>
    public BlockBlobClient BlobOf(string upload) => container.GetBlockBlobClient(Prefix + upload);

    /// <returns>False when there is nothing staged, or not all of it.</returns>
    private static async Task<bool> CommitAsync(BlockBlobClient blob, long length, CancellationToken cancellationToken)
    {
        if (await BlocksOfAsync(blob, cancellationToken) is not { } list)
            return false;
        // Committed before, by a process that died or is at it now; what came later is nobody's.
        if (list.CommittedBlocks.Sum(block => block.SizeLong) == length)
            return true;
        if (StagedBlockRules.FileOf(list.UncommittedBlocks.Select(block => StagedBlock.Parse(block.Name, block.SizeLong)), length) is not { } file)
            return false;
        await blob.CommitBlockListAsync(file.Select(block => block.Name), cancellationToken: cancellationToken);
        return true;
    }

    private static async Task<BlockList?> BlocksOfAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    private sealed class Blocks(BlockBlobClient blob) : StagedBytes(BlockSize)
    {
        private long _turn;

        protected override Task BeginAsync(long offset, long turn, CancellationToken cancellationToken)
        {
            _turn = turn;
            return Task.CompletedTask;
        }

        protected override Task PutAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken) =>
            blob.StageBlockAsync(StagedBlock.NameOf(offset, _turn), BinaryData.FromBytes(bytes).ToStream(), cancellationToken: cancellationToken);

        /// <summary>A block that Azure has acknowledged is durable.</summary>
        protected override Task MakeDurableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override ValueTask LetGoAsync() => ValueTask.CompletedTask;
    }
}
