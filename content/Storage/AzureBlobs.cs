using Azure;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace ELearning.Content;

/// <summary>Blobs in one Azure container. With an account key readers are sent to a signed address of the one blob; with a token credential the process streams.</summary>
internal sealed class AzureBlobs(BlobContainerClient container, string configurationKey) : IBlobs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly AzureStaging staging = new(container);

    public IStaging Staging => staging;

    public static AzureBlobs Open(BlobOptions options)
    {
        var key = options.ConnectionString.Length > 0 ? "Storage:Blobs:ConnectionString" : "Storage:Blobs:ServiceUri";
        try
        {
            var service = options.ConnectionString.Length > 0
                ? new BlobServiceClient(options.ConnectionString)
                : new BlobServiceClient(new Uri(options.ServiceUri, UriKind.Absolute), new DefaultAzureCredential());
            return new AzureBlobs(service.GetBlobContainerClient(options.Container), key);
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException or UriFormatException)
        {
            throw new ConfigurationError(key, "is not an Azure Storage address; copy the connection string or blob service address from the storage account, or leave both empty for a folder", cause);
        }
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: timeout.Token);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested && cause is RequestFailedException or AggregateException or OperationCanceledException or AuthenticationFailedException)
        {
            throw new ConfigurationError(configurationKey,
                $"the container {container.Name} at {container.Uri.Host} cannot be reached or made ({(cause as RequestFailedException)?.ErrorCode ?? cause.GetType().Name}); check address, key or role", cause);
        }
    }

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await container.ExistsAsync(cancellationToken);
        }
        catch (Exception silence) when (!cancellationToken.IsCancellationRequested && silence is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            return false;
        }
    }

    public async Task KeepAsync(string hash, string file, CancellationToken cancellationToken)
    {
        try
        {
            // Committed as a whole or not at all, and never over a blob that is there.
            await container.GetBlobClient(hash).UploadAsync(file, new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return;
        }
    }

    /// <summary>Azure copies within the account. A copy that another process began, dead or not, goes on by itself and is waited for; one that failed is made again.</summary>
    public async Task<bool> KeepStagedAsync(string hash, string upload, CancellationToken cancellationToken)
    {
        var kept = container.GetBlobClient(hash);
        var found = await PropertiesOfAsync(kept, cancellationToken);
        while (found is not { BlobCopyStatus: null or CopyStatus.Success })
        {
            try
            {
                var onlyNew = new BlobRequestConditions { IfNoneMatch = ETag.All };
                var copy = found is { BlobCopyStatus: CopyStatus.Pending }
                    ? new CopyFromUriOperation(found.CopyId, kept)
                    : await kept.StartCopyFromUriAsync(staging.BlobOf(upload).Uri, new BlobCopyFromUriOptions { DestinationConditions = found is null ? onlyNew : null }, cancellationToken);
                await copy.WaitForCompletionAsync(cancellationToken);
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobAlreadyExists)
            {
                // Another was first; the next look tells how far it is.
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound || error.ErrorCode == BlobErrorCode.CannotVerifyCopySource)
            {
                return await PropertiesOfAsync(kept, cancellationToken) is not null;
            }
            found = await PropertiesOfAsync(kept, cancellationToken);
        }
        await staging.DropAsync(upload, cancellationToken);
        return true;
    }

    public async Task<Stream?> OpenAsync(string hash, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var download = await container.GetBlobClient(hash).DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(offset) }, cancellationToken);
            return download.Value.Content;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.InvalidRange)
        {
            return Stream.Null; // from the very end on
        }
    }

    public string? FilePath(string hash) => null;

    public Uri? ReadingAddress(string hash, string contentType, DateTimeOffset expires)
    {
        var blob = container.GetBlobClient(hash);
        if (!blob.CanGenerateSasUri) return null;
        return blob.GenerateSasUri(new BlobSasBuilder(BlobSasPermissions.Read, expires)
        {
            BlobContainerName = container.Name,
            BlobName = hash,
            ContentType = contentType,
            CacheControl = "private, max-age=3600",
            Protocol = container.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        });
    }

    /// <returns>Null when there is no such blob.</returns>
    private static async Task<BlobProperties?> PropertiesOfAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }
}
