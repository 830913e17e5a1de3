using System.Net.Http.Json;
using System.Text.Json;

namespace ELearning.Processes.Tests.Hosting;

/// <summary>Sends operations to a real process as one caller.</summary>
internal sealed class ProcessClient : IDisposable
{
    private readonly HttpClient _http;

    private ProcessClient(HttpClient http) => _http = http;

    public static async Task<ProcessClient> SignInAsync(ServerProcess api, string subject, string role, string? organisation = null) =>
        new(
            new HttpClient
            {
                BaseAddress = api.Client.BaseAddress,
                DefaultRequestHeaders = { Authorization = await api.Client.BearerAsync(subject, role, organisation) },
            }
        );

    /// <summary>The data; the test fails where there is a top-level error.</summary>
    /// <exception cref="HttpRequestException">The process is not there any more.</exception>
    public async Task<JsonElement> SendAsync(string query, object? variables = null)
    {
        using var response = await _http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }

    public void Dispose() => _http.Dispose();
}
