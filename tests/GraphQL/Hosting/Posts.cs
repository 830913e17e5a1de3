using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>Requests as a client sends them, right or wrong.</summary>
internal static class Posts
{
    public const string Newer = "application/graphql-response+json";

    public static Task<HttpResponseMessage> AskAsync(this HttpClient client, string query, string? accept = Newer, string? language = null) =>
        client.SendBodyAsync(JsonSerializer.Serialize(new { query }), accept: accept, language: language);

    public static async Task<HttpResponseMessage> SendBodyAsync(
        this HttpClient client,
        string body,
        string? contentType = "application/json",
        string? accept = Newer,
        string? language = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        return await client.SendAsync(request);
    }

    /// <summary>Asks for a stream of events; the headers say whether there is one.</summary>
    public static async Task<HttpResponseMessage> ListenAsync(this HttpClient client, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<string?> CodeAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.Code();
}
