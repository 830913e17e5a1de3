using System.Net.Http.Headers;
using System.Text.Json;

namespace ELearning.Tests.Hosting;

/// <summary>Tokens of the development issuer, for whoever speaks HTTP by itself.</summary>
internal static class SignIn
{
    /// <param name="organisation">Of a grant for the roles; null for none.</param>
    public static async Task<string> TokenAsync(this HttpClient client, string subject, IReadOnlyCollection<string> roles, string? organisation = null)
    {
        using var asked = new StringContent(
            JsonSerializer.Serialize(
                new
                {
                    subject,
                    roles,
                    organisation,
                }
            ),
            new MediaTypeHeaderValue("application/json")
        );
        using var response = await client.PostAsync(new Uri("/dev/token", UriKind.Relative), asked);
        var answer = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{subject}: {response.StatusCode} {answer}");
        using var token = JsonDocument.Parse(answer);
        return token.RootElement.GetProperty("accessToken").GetString()!;
    }

    public static async Task<AuthenticationHeaderValue> BearerAsync(this HttpClient client, string subject, string role, string? organisation = null) =>
        new("Bearer", await client.TokenAsync(subject, [role], organisation));
}
