using System.Net;
using System.Security.Cryptography;
using ELearning.Tests.Media;

namespace ELearning.Processes.Tests.Media;

/// <summary>nginx sends the bytes, from the folder of blobs, when the API has checked the address.</summary>
public sealed class MediaFromNginxTests() : MediaContract(("Media:Accel", "nginx"))
{
    private readonly byte[] _film = RandomNumberGenerator.GetBytes(1000);
    private NginxServer? _nginx;

    private protected override async Task<HttpClient> OpenAsync()
    {
        Host.UseKestrel(0);
        _nginx = await NginxServer.StartAsync(Host.CreateClient().BaseAddress!, Host.Services.BlobFolder());
        return new() { BaseAddress = _nginx.Address };
    }

    public override async Task DisposeAsync()
    {
        await _nginx!.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_API_names_the_file_and_sends_nothing_of_it()
    {
        var asset = await Host.Services.KeepAsync(_film);
        using var direct = await Host.CreateClient().GetAsync(new Uri(Host.Services.Sign(asset), UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, 0), (direct.StatusCode, (await direct.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal($"/protected/{asset.Hash[..2]}/{asset.Hash}", Header(direct, "X-Accel-Redirect"));
        using var served = await GetAsync(Host.Services.Sign(asset));
        Assert.Equal(_film, await served.Content.ReadAsByteArrayAsync());
        Assert.Null(Header(served, "X-Accel-Redirect"));
        Assert.StartsWith("nginx", Header(served, "Server"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)] // 404
    [InlineData(true)] // 403
    public async Task A_blob_that_nginx_cannot_read_is_away_for_a_moment_and_the_refusal_is_kept_by_nobody(bool isThere)
    {
        var asset = await Host.Services.KeepAsync(_film);
        var other = Directory.CreateTempSubdirectory("elearning-unreadable-");
        try
        {
            // A link to itself is refused whoever asks, root included.
            if (isThere)
                File.CreateSymbolicLink(Path.Combine(other.CreateSubdirectory(asset.Hash[..2]).FullName, asset.Hash), asset.Hash);
            await using var blind = await NginxServer.StartAsync(Host.CreateClient().BaseAddress!, other.FullName);
            using var client = new HttpClient { BaseAddress = blind.Address };
            using var refused = await client.GetAsync(new Uri(Host.Services.Sign(asset), UriKind.Relative));
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, "no-store", "5"),
                (refused.StatusCode, Header(refused, "Cache-Control"), Header(refused, "Retry-After"))
            );
        }
        finally
        {
            other.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Nobody_reaches_the_folder_from_outside()
    {
        var asset = await Host.Services.KeepAsync(_film);
        foreach (
            var path in new[]
            {
                $"/protected/{asset.Hash[..2]}/{asset.Hash}",
                $"/media/../protected/{asset.Hash[..2]}/{asset.Hash}",
                $"/media/%2e%2e/protected/{asset.Hash[..2]}/{asset.Hash}",
                $"/protected/../protected/{asset.Hash[..2]}/{asset.Hash}",
                $"//protected/{asset.Hash[..2]}/{asset.Hash}",
                "/protected/",
                "/protected",
            }
        )
        {
            var address = new Uri(Client.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            using var response = await Client.GetAsync(address);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, response.StatusCode));
        }
    }
}
