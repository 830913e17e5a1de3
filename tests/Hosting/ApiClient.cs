using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ELearning.Tests.Hosting;

/// <summary>Sends operations as one caller, over the real endpoint.</summary>
internal sealed class ApiClient(ApiHost host, string subject, string[] roles, string? organisation)
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(50);

    private readonly HttpClient _http = host.CreateClient();
    private string? _token;
    private DateTimeOffset _renewAt;

    /// <summary>Further headers of every operation.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    /// <summary>The answer; the test fails where there is a top-level error that it did not ask for.</summary>
    public async Task<ApiAnswer> QueryAsync(string document, object? variables = null)
    {
        var answer = await AskAsync(document, variables);
        Assert.True(answer.Json["errors"] is null, answer.Text + string.Join("\n", host.Log.Lines));
        return answer;
    }

    /// <summary>The answer, whatever it is.</summary>
    public Task<ApiAnswer> AskAsync(string document, object? variables = null, string language = "zh-CN") =>
        PostAsync(new { query = document, variables }, language);

    /// <summary>The answer to a body of any form.</summary>
    public async Task<ApiAnswer> PostAsync(object body, string language = "zh-CN")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        using var response = await SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>Any request, in this caller's name.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (subject.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        return await _http.SendAsync(request);
    }

    /// <summary>The answer as a stream of results, once the server listens.</summary>
    public async Task<EventReader> ListenAsync(string document, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document, variables }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>A WebSocket in this caller's name, acknowledged.</summary>
    public async Task<SocketClient> ConnectAsync()
    {
        var client = await SocketClient.ConnectAsync(host.Server, ["graphql-transport-ws"]);
        await client.InitAsync(await TokenAsync());
        return client;
    }

    private async Task<string> TokenAsync()
    {
        if (_token is null || host.Time.GetUtcNow() >= _renewAt)
        {
            using var response = await _http.PostAsJsonAsync(
                "/dev/token",
                new
                {
                    subject,
                    roles,
                    organisation,
                }
            );
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, body);
            _token = JsonNode.Parse(body)!["accessToken"]!.GetValue<string>();
            _renewAt = host.Time.GetUtcNow() + Renewal;
        }

        return _token;
    }
}
