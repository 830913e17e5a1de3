using ELearning.Api;
using ELearning.Content;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Media;

public sealed class MediaHandoverTests
{
    [Theory]
    [InlineData("GET", null, true)]
    [InlineData("GET", "Range", true)]
    [InlineData("GET", "If-Range", true)]
    [InlineData("GET", "If-None-Match", false)]
    [InlineData("GET", "if-match", false)]
    [InlineData("GET", "If-Modified-Since", false)]
    [InlineData("GET", "If-Unmodified-Since", false)]
    [InlineData("HEAD", null, false)]
    public void The_proxy_sends_what_is_asked_without_a_condition(string method, string? header, bool taken)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        if (header is not null)
            request.Headers[header] = "value";
        Assert.Equal(taken, Handover(MediaAccel.Nginx).Takes(request));
        Assert.False(Handover(null).Takes(request));
    }

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "")]
    [InlineData("", "https://account.blob.core.windows.net")]
    public void With_blobs_on_Azure_it_stops_the_start(string connection, string service)
    {
        var azure = new BlobOptions { ConnectionString = connection, ServiceUri = service };
        Assert.StartsWith(
            "Media:Accel: is for blobs in a folder",
            Assert.Throws<ConfigurationError>(() => Handover(MediaAccel.Nginx, azure)).Message,
            StringComparison.Ordinal
        );
        Assert.NotNull(Handover(null, azure));
    }

    private static MediaHandover Handover(MediaAccel? accel, BlobOptions? blobs = null) =>
        new(Options.Create(new MediaOptions { Accel = accel }), Options.Create(new StorageOptions { Blobs = blobs ?? new() }));
}
