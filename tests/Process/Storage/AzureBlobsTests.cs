using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ELearning.Content;
using ELearning.Tests.Media;
using ELearning.Tests.Storage;

namespace ELearning.Processes.Tests.Storage;

/// <summary>Against Azure's emulator.</summary>
public sealed class AzureBlobsTests(AzuriteServer azurite) : BlobContract, IClassFixture<AzuriteServer>
{
    private protected override IBlobs Open() =>
        AzureBlobs.Open(
            new BlobOptions
            {
                ConnectionString = azurite.ConnectionString,
                Container = "media" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal),
            }
        );

    [Fact]
    public async Task A_reading_address_serves_its_one_blob_with_type_name_and_ranges_and_nothing_else()
    {
        using var client = new HttpClient();
        await AzureReading.ServesOneBlobOnlyAsync(Blobs, client, StoreAsync);
    }

    [Fact]
    public async Task A_wrong_address_or_key_stops_the_start_with_one_line()
    {
        var malformed = Assert.Throws<ConfigurationError>(() => AzureBlobs.Open(new BlobOptions { ConnectionString = "nonsense" }));
        Assert.StartsWith("Storage:Blobs:ConnectionString: ", malformed.Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationError>(() => AzureBlobs.Open(new BlobOptions { ServiceUri = "nonsense" }));
        var plain = Assert.Throws<ConfigurationError>(() => AzureBlobs.Open(new BlobOptions { ServiceUri = azurite.ServiceUri }));
        Assert.StartsWith("Storage:Blobs:ServiceUri: must begin with https://", plain.Message, StringComparison.Ordinal);
        var both = Assert.Throws<ConfigurationError>(() =>
            AzureBlobs.Open(new BlobOptions { ServiceUri = azurite.ServiceUri, ConnectionString = azurite.ConnectionString })
        );
        Assert.StartsWith("Storage:Blobs:ServiceUri: is set beside Storage:Blobs:ConnectionString", both.Message, StringComparison.Ordinal);
        var keyless = Assert.Throws<ConfigurationError>(() =>
            AzureBlobs.Open(new BlobOptions { ConnectionString = $"BlobEndpoint={azurite.ServiceUri};SharedAccessSignature=sv=2024-11-04&sig=x" })
        );
        Assert.StartsWith("Storage:Blobs:ConnectionString: has no AccountKey", keyless.Message, StringComparison.Ordinal);
        var wrongKey = azurite.ConnectionString.Replace("AccountKey=", "AccountKey=AAAA", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ConfigurationError>(() =>
            AzureBlobs.Open(new BlobOptions { ConnectionString = wrongKey }).PrepareAsync(default)
        );
        Assert.DoesNotContain("\n", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Media")]
    [InlineData("my--media")]
    [InlineData("-media")]
    [InlineData("media/private")]
    public void A_container_is_called_as_azure_allows(string name)
    {
        var error = Assert.Throws<ConfigurationError>(() => AzureBlobs.Open(new BlobOptions { ConnectionString = azurite.ConnectionString, Container = name }));
        Assert.StartsWith("Storage:Blobs:Container: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PublicAccessType.Blob)]
    [InlineData(PublicAccessType.BlobContainer)]
    public async Task A_container_that_anybody_can_read_stops_the_start(PublicAccessType access)
    {
        var name = $"public-{access}".ToLowerInvariant();
        await new BlobServiceClient(azurite.ConnectionString).CreateBlobContainerAsync(name, access);
        var error = await Assert.ThrowsAsync<ConfigurationError>(() =>
            AzureBlobs.Open(new BlobOptions { ConnectionString = azurite.ConnectionString, Container = name }).PrepareAsync(default)
        );
        Assert.StartsWith($"Storage:Blobs:Container: the container {name} can be read by anybody", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_library_keeps_media_in_azure_when_told_to()
    {
        await using var host = await ContentFixture.StartAsync(new KeyValuePair<string, string?>("Storage:Blobs:ConnectionString", azurite.ConnectionString));
        await using var poster = DemoMedia.Open("poster.png");
        var asset = await host.Get<MediaLibrary>().StoreAsync(poster, "poster.png", "image/png", "quanzhou", default);
        var content = (await host.Get<MediaLibrary>().OpenAsync(asset.Id, default))!;
        await using var stream = await content.OpenAsync(0, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        Assert.Equal(await DemoMedia.BytesAsync("poster.png"), bytes.ToArray());
        Assert.True(await host.Get<ContentHealth>().BlobsAsync(default));
    }
}

/// <summary>
/// Against the emulator with tokens instead of the account key: addresses are signed with a key lent to the identity. It checks the form of a token, not who
/// made it.
/// </summary>
public sealed class DelegatedAzureBlobsTests(SecureAzuriteServer azurite) : BlobContract, IClassFixture<SecureAzuriteServer>
{
    private protected override IBlobs Open() => Open(azurite.Credential);

    /// <summary>Formed and signed, not served: the emulator does not know the version of addresses that today's Azure client signs with a lent key.</summary>
    [Fact]
    public async Task A_reading_address_signed_with_a_lent_key_names_its_one_blob_the_identity_and_reading_alone()
    {
        var expires = new DateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(1).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var address = (await Blobs.ReadingAddressAsync(new string('1', 64), new("video/mp4", "inline; filename=a.mp4"), expires, default))!;
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Assert.EndsWith("/" + new string('1', 64), address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(("r", "b", "https", "b"), (query["sp"], query["sr"], query["spr"], query["sks"]));
        Assert.Equal(("video/mp4", "inline; filename=a.mp4", "private, no-cache"), (query["rsct"], query["rscd"], query["rscc"]));
        Assert.Equal(("00000000-0000-0000-0000-000000000002", "00000000-0000-0000-0000-000000000001"), (query["skoid"], query["sktid"]));
        Assert.Equal(expires, Instant(query["se"]));
        Assert.True(Instant(query["ske"]) >= expires, "The key ends before the address.");
        Assert.Equal(address, await Blobs.ReadingAddressAsync(new string('1', 64), new("video/mp4", "inline; filename=a.mp4"), expires, default));
        static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_lent_key_is_asked_for_again_only_when_it_would_not_last()
    {
        var keys = new DelegationKeys(azurite.Service());
        var now = TimeProvider.System.GetUtcNow();
        var first = await keys.CoveringAsync(now.AddHours(1), default);
        Assert.Same(first, await keys.CoveringAsync(now.AddHours(20), default));
        var second = await keys.CoveringAsync(now.AddHours(30), default);
        Assert.InRange(second.SignedExpiresOn, now.AddHours(30), now.AddHours(55));
    }

    [Fact]
    public async Task An_identity_that_is_refused_stops_the_start_with_one_line()
    {
        var refused = await Assert.ThrowsAsync<ConfigurationError>(() =>
            Open(new SecureAzuriteServer.Identity("https://elsewhere.example")).PrepareAsync(default)
        );
        Assert.StartsWith("Storage:Blobs:ServiceUri: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private AzureBlobs Open(Azure.Core.TokenCredential credential) =>
        AzureBlobs.Open(
            new BlobOptions { ServiceUri = azurite.ServiceUri, Container = "media" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal) },
            credential,
            azurite.Options()
        );
}
