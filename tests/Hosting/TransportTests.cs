using ELearning.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ELearning.Tests.Hosting;

public sealed class TransportTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_comes_in_large_goes_out_again_as_it_was(bool chunked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddTransport();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost(
            "/echo",
            async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                return Results.Bytes(body.ToArray());
            }
        );
        await app.StartAsync();
        var sent = new byte[8 << 20];
        new Random(7).NextBytes(sent);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{app.Urls.Single()}/echo") { Content = new ByteArrayContent(sent) };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await client.SendAsync(request);
        Assert.Equal(sent, await answer.Content.ReadAsByteArrayAsync());
    }
}
