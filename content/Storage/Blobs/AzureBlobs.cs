using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace ELearning.Content;

/// <summary>
/// Blobs in one private Azure container. Readers are sent to a signed address of the one blob: signed with the account key where a connection string is
/// configured, with a key lent to the process's own identity where a service address is.
/// </summary>
internal sealed partial class AzureBlobs : IBlobs
{
    private const string ConnectionKey = "Storage:Blobs:ConnectionString";
    private const string ServiceKey = "Storage:Blobs:ServiceUri";
    private const string ContainerKey = "Storage:Blobs:Container";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CopyPatience = TimeSpan.FromMinutes(10);
    private readonly BlobContainerClient _container;
    private readonly DelegationKeys? _delegated;
    private readonly AzureStaging _staging;
    private readonly string _configurationKey;

    private AzureBlobs(BlobContainerClient container, DelegationKeys? delegated, string configurationKey) =>
        (_container, _delegated, _staging, _configurationKey) = (container, delegated, new AzureStaging(container), configurationKey);

    public IStaging Staging => _staging;

    public string? Origin => _container.Uri.GetLeftPart(UriPartial.Authority);

    /// <param name="options">A connection string or a service address.</param>
    /// <param name="credential">For the service address; null: whatever identity the machine offers.</param>
    /// <param name="client">Settings of the Azure client; null: its own.</param>
    /// <exception cref="ConfigurationError">The options cannot work, whatever answers there.</exception>
    public static AzureBlobs Open(BlobOptions options, TokenCredential? credential = null, BlobClientOptions? client = null)
    {
        if (!ContainerName().IsMatch(options.Container))
            throw new ConfigurationError(ContainerKey, "is no name of a container; take 3 to 63 lower-case letters, digits and single hyphens between them");
        if (options is { ConnectionString.Length: > 0, ServiceUri.Length: > 0 })
            throw new ConfigurationError(ServiceKey, $"is set beside {ConnectionKey}; keep one of them");
        var key = options.ConnectionString.Length > 0 ? ConnectionKey : ServiceKey;
        try
        {
            if (key == ConnectionKey)
            {
                var signing = new BlobServiceClient(options.ConnectionString, client);
                return signing.CanGenerateAccountSasUri
                    ? new AzureBlobs(signing.GetBlobContainerClient(options.Container), null, key)
                    : throw new ConfigurationError(
                        key,
                        $"has no AccountKey, and without one no reading address can be signed; take the account's connection string, or {ServiceKey} "
                            + $"with an identity"
                    );
            }
            var address = new Uri(options.ServiceUri, UriKind.Absolute);
            if (address.Scheme != Uri.UriSchemeHttps)
                throw new ConfigurationError(key, "must begin with https://, because an identity's token goes there");
            var service = new BlobServiceClient(address, credential ?? new DefaultAzureCredential(), client);
            return new AzureBlobs(service.GetBlobContainerClient(options.Container), new DelegationKeys(service), key);
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException or UriFormatException or InvalidOperationException)
        {
            // Without the cause, which may repeat the string with its key.
            throw new ConfigurationError(
                key,
                "is not an Azure Storage address; copy the connection string or blob service address from the storage account, or leave both empty for a folder"
            );
        }
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: timeout.Token);
            // The container's properties, not its access policy: the policy cannot be read with a token.
            var properties = await _container.GetPropertiesAsync(cancellationToken: timeout.Token);
            if (properties.Value.PublicAccess is not (null or PublicAccessType.None))
                throw new ConfigurationError(
                    ContainerKey,
                    $"the container {_container.Name} can be read by anybody without a signed address; set its access level to private"
                );
            if (_delegated is not null && properties.GetRawResponse().Headers.Date is { } now)
                await _delegated.CoveringAsync(now, timeout.Token);
        }
        catch (Exception cause)
            when (!cancellationToken.IsCancellationRequested
                && cause is RequestFailedException or AggregateException or OperationCanceledException or AuthenticationFailedException
            )
        {
            throw new ConfigurationError(
                _configurationKey,
                $"the container {_container.Name} at {_container.Uri.Host} cannot be reached, made or signed for "
                    + $"({(cause as RequestFailedException)?.ErrorCode ?? cause.GetType().Name}); check address, key or "
                    + $"role{(_delegated is null ? "" : " (Storage Blob Data Contributor on the account)")}"
            );
        }
    }

    /// <summary>Writes to one blob for all processes, whose name is no hash.</summary>
    public Task ProveWritableAsync(CancellationToken cancellationToken) =>
        _container.GetBlobClient("health").UploadAsync(BinaryData.FromString("written"), overwrite: true, cancellationToken);

    public async Task StoreAsync(string hash, string file, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(hash);
        while (true)
        {
            try
            {
                // Committed as a whole or not at all, and never over a blob that is there.
                await blob.UploadAsync(file, new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
                return;
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobAlreadyExists)
            {
                if (await RenewAsync(blob, cancellationToken))
                    return;
            }
        }
    }

    /// <summary>
    /// Azure copies within the account. A copy that another process began, dead or not, goes on by itself and is waited for; one that failed is made again.
    /// </summary>
    public async Task<bool> StoreStagedAsync(string hash, string upload, CancellationToken cancellationToken)
    {
        var kept = _container.GetBlobClient(hash);
        var mine = false;
        while (true)
        {
            var found = await PropertiesOfAsync(kept, cancellationToken);
            if (found is { BlobCopyStatus: null or CopyStatus.Success })
            {
                if (mine || await RenewAsync(kept, cancellationToken))
                    break;
                continue;
            }
            try
            {
                var onlyNew = new BlobRequestConditions { IfNoneMatch = ETag.All };
                var copy = found is { BlobCopyStatus: CopyStatus.Pending }
                    ? new CopyFromUriOperation(found.CopyId, kept)
                    : await kept.StartCopyFromUriAsync(
                        _staging.BlobOf(upload).Uri,
                        new BlobCopyFromUriOptions { DestinationConditions = found is null ? onlyNew : null },
                        cancellationToken
                    );
                mine |= found is not { BlobCopyStatus: CopyStatus.Pending };
                await CopiedAsync(copy, cancellationToken);
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobAlreadyExists)
            {
                // Another was first; the next look tells how far it is.
            }
            catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound || error.ErrorCode == BlobErrorCode.CannotVerifyCopySource)
            {
                return await RenewAsync(kept, cancellationToken);
            }
        }
        await _staging.DropAsync(upload, cancellationToken);
        return true;
    }

    /// <summary>
    /// All who ask for the upload wait for this; a copy that does not end must not hold them for ever. It goes on, and the next who asks finds how far it is.
    /// </summary>
    private static async Task CopiedAsync(CopyFromUriOperation copy, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CopyPatience);
        try
        {
            await copy.WaitForCompletionAsync(patience.Token);
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Azure has not copied within {CopyPatience} what was uploaded.", silence);
        }
    }

    /// <summary>Removes the blob only as it was before the question was asked: whatever stores a blob changes its ETag.</summary>
    public async Task RemoveAsync(string hash, Func<Task<bool>> isUnwanted, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(hash);
        if (await PropertiesOfAsync(blob, cancellationToken) is not { } seen || !await isUnwanted())
            return;
        try
        {
            await blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = seen.ETag }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            // Kept in between.
        }
    }

    public async Task<Stream?> OpenAsync(string hash, long offset, CancellationToken cancellationToken)
    {
        try
        {
            var download = await _container
                .GetBlobClient(hash)
                .DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(offset) }, cancellationToken);
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

    public async Task<Uri?> ReadingAddressAsync(string hash, ReadingHeaders headers, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(hash);
        var rights = new BlobSasBuilder(BlobSasPermissions.Read, expires)
        {
            BlobContainerName = _container.Name,
            BlobName = hash,
            Resource = "b",
            ContentType = headers.ContentType,
            ContentDisposition = headers.ContentDisposition,
            // A fixed age could outlive the address; asking each time cannot, and costs a 304.
            CacheControl = "private, no-cache",
            Protocol = _container.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        return _delegated is null
            ? blob.GenerateSasUri(rights)
            : blob.GenerateUserDelegationSasUri(rights, await _delegated.CoveringAsync(expires, cancellationToken));
    }

    /// <summary>Gives a blob that is there another ETag, as if it had been stored anew: a removal that was decided already finds it changed.</summary>
    /// <returns>False when there is no such blob.</returns>
    private static async Task<bool> RenewAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.SetMetadataAsync(new Dictionary<string, string>(), cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return false;
        }
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

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
