using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ELearning.Benchmarks;

/// <summary>One request at a time to any GraphQL server, for all that is not measured.</summary>
internal static class CatalogueClient
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Body(string query, object? variables = null) => JsonSerializer.Serialize(new { query, variables }, Json);

    /// <returns>The whole body, and what the server said of its cache.</returns>
    /// <exception cref="InvalidOperationException">The answer has errors.</exception>
    public static async Task<(byte[] Answer, string? Cache)> AskAsync(this HttpClient client, string? token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode || answer.AsSpan().StartsWith("{\"errors\""u8))
            throw new InvalidOperationException($"{client.BaseAddress}: {response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)} to {body}");
        return (answer, response.Headers.TryGetValues("x-cache", out var said) ? said.Single() : null);
    }

    public static async Task<JsonElement> DataAsync(this HttpClient client, string? token, string query, object? variables = null)
    {
        var (answer, _) = await client.AskAsync(token, Body(query, variables));
        return JsonDocument.Parse(answer).RootElement.GetProperty("data");
    }
}
