using ELearning.Tests.Uploads;

namespace ELearning.Tests.Hosting;

/// <summary>One list of origins for all that a web client on another host uses.</summary>
public sealed class WebOriginsTests : IAsyncLifetime
{
    private const string Client = "https://school.example";
    private const string Stranger = "https://evil.example";
    private School _school = null!;

    public async Task InitializeAsync() => _school = await School.OpenAsync(("Web:Origins:0", Client), ("GraphQL:Origins:0", "https://partner.example"));

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/graphql", "POST", "authorization,content-type")]
    [InlineData("/uploads", "POST", "authorization,tus-resumable,upload-length,upload-metadata,upload-checksum,content-type")]
    [InlineData("/uploads/some", "PATCH", "authorization,tus-resumable,upload-offset,content-type")]
    [InlineData("/uploads/some", "HEAD", "authorization,tus-resumable")]
    [InlineData("/uploads/some", "DELETE", "authorization,tus-resumable")]
    [InlineData("/media/some", "GET", "range")]
    public async Task Its_browser_may_send_what_it_needs_and_no_others(string path, string method, string headers)
    {
        using var asked = await PreflightAsync(Client, path, method, headers);
        Assert.Equal(
            (204, Client, null),
            ((int)asked.StatusCode, Header(asked, "Access-Control-Allow-Origin"), Header(asked, "Access-Control-Allow-Credentials"))
        );
        Assert.Contains(method, Header(asked, "Access-Control-Allow-Methods")!.Split(',', StringSplitOptions.TrimEntries));
        var allowed = Header(asked, "Access-Control-Allow-Headers")!.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
        Assert.Empty(headers.Split(',').Except(allowed));

        using var stranger = await PreflightAsync(Stranger, path, method, headers);
        Assert.DoesNotContain(stranger.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Its_scripts_read_where_an_upload_is_and_what_became_of_it()
    {
        var http = _school.Host.CreateClient();
        var editor = await TusCaller.SignInAsync(http, "editor", "Editor", SmallTown.Village);
        var film = TusCaller.FilmOf(SmallTown.Village);
        var created = await editor.SendAsync("POST", "/uploads", ("Upload-Length", "600000"), ("Upload-Metadata", film), ("Origin", Client));
        Assert.Equal((201, Client), (created.Status, created["Access-Control-Allow-Origin"]));
        var read = created["Access-Control-Expose-Headers"]!.Split(',', StringSplitOptions.TrimEntries);
        Assert.Empty(
            new[] { "Location", "Tus-Resumable", "Upload-Offset", "Upload-Length", "Upload-Expires", "Upload-Asset-Id", "Upload-Refused-By", "Date" }.Except(
                read
            )
        );

        // What is refused can be read, too; by others nothing.
        Assert.Equal((404, Client), await SendAsync(Client));
        Assert.Equal((404, null), await SendAsync(Stranger));
        Assert.Equal((404, null), await SendAsync("https://partner.example"));
        using var answer = await _school.Member.SendAsync(new(HttpMethod.Get, "/graphql?query={__typename}") { Headers = { { "Origin", Client } } });
        Assert.Equal(Client, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains("Date", Header(answer, "Access-Control-Expose-Headers")!, StringComparison.Ordinal);

        async Task<(int, string?)> SendAsync(string origin) =>
            await editor.SendAsync("HEAD", "/uploads/none", ("Origin", origin)) is var missing
                ? (missing.Status, missing["Access-Control-Allow-Origin"])
                : default;
    }

    [Fact]
    public async Task A_client_of_tus_learns_what_the_server_can_as_before()
    {
        var answer = await new TusCaller(_school.Host.CreateClient(), null).SendAsync("OPTIONS", "/uploads", ("Tus-Resumable", ""), ("Origin", Client));
        Assert.Equal((204, "1.0.0", Client), (answer.Status, answer["Tus-Version"], answer["Access-Control-Allow-Origin"]));
    }

    private async Task<HttpResponseMessage> PreflightAsync(string origin, string path, string method, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return await _school.Host.CreateClient().SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
