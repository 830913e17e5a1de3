using System.IO.Compression;
using System.Net.Http.Json;

namespace ELearning.GraphQL.Tests.Endpoint;

/// <summary>Which answers are compressed, and for whom.</summary>
public sealed class CompressionTests : IAsyncLifetime
{
    private const string Long = "{ __schema { types { name description fields { name description } } } }";
    private const string Short = "{ greeting }";
    private TinyServer _server = null!;

    public async Task InitializeAsync() => _server = await TinyServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1, br;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("zstd", null)]
    [InlineData("br;q=0", null)]
    [InlineData(null, null)]
    public async Task A_long_answer_goes_out_as_its_client_takes_it(string? taken, string? coding)
    {
        using var plain = await AskAsync(Long, null);
        var text = await plain.Content.ReadAsStringAsync();
        using var answer = await AskAsync(Long, taken);
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(text, await ReadAsync(bytes, coding));
        if (coding is not null)
            Assert.True(bytes.Length * 3 < text.Length, $"{bytes.Length} of {text.Length}");
    }

    [Fact]
    public async Task A_short_answer_a_stream_and_the_page_go_out_as_they_are()
    {
        using var answer = await AskAsync(Short, "br");
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);

        using var stream = await AskAsync(Long, "br", "text/event-stream");
        Assert.Equal(("text/event-stream", 0), (stream.Content.Headers.ContentType!.MediaType, stream.Content.Headers.ContentEncoding.Count));

        using var page = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        page.Headers.Add("Accept", "text/html");
        page.Headers.Add("Accept-Encoding", "br");
        using var client = _server.Client();
        using var explorer = await client.SendAsync(page);
        Assert.Equal(("text/html", 0), (explorer.Content.Headers.ContentType!.MediaType, explorer.Content.Headers.ContentEncoding.Count));
    }

    [Fact]
    public async Task So_does_a_batch_and_what_is_refused_says_its_status()
    {
        using var batch = await SendAsync(Enumerable.Repeat(new { query = Long }, 2), "gzip");
        Assert.Equal("gzip", batch.Content.Headers.ContentEncoding.Single());
        Assert.StartsWith("[{", await ReadAsync(await batch.Content.ReadAsByteArrayAsync(), "gzip"), StringComparison.Ordinal);

        var unknown = string.Join(' ', Enumerable.Range(0, 15).Select(i => $"nothing{i}"));
        using var refused = await AskAsync($"{{ {unknown} }}", "br", "application/graphql-response+json");
        Assert.Equal((400, "br"), ((int)refused.StatusCode, refused.Content.Headers.ContentEncoding.Single()));
        Assert.Contains("nothing3", await ReadAsync(await refused.Content.ReadAsByteArrayAsync(), "br"), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(string query, string? taken, string accept = "application/json") => SendAsync(new { query }, taken, accept);

    private async Task<HttpResponseMessage> SendAsync(object body, string? taken, string accept = "application/json")
    {
        using var client = _server.SignedIn("Member");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        request.Headers.Add("Accept", accept);
        if (taken is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", taken);
        return await client.SendAsync(request);
    }

    private static async Task<string> ReadAsync(byte[] bytes, string? coding)
    {
        using var stored = new MemoryStream(bytes);
        await using Stream plain = coding switch
        {
            "br" => new BrotliStream(stored, CompressionMode.Decompress),
            "gzip" => new GZipStream(stored, CompressionMode.Decompress),
            _ => stored,
        };
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync();
    }
}
