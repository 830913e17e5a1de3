using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ELearning.Tests.Uploads;

/// <summary>Speaks tus as one caller, header by header.</summary>
internal sealed class TusCaller(HttpClient http, string? token)
{
    /// <param name="organisation">Of a grant for the role; null for none.</param>
    public static async Task<TusCaller> SignInAsync(HttpClient http, string subject, string role, string? organisation = null) =>
        new(http, await http.TokenAsync(subject, [role], organisation));

    public string? Token => token;

    public static string Metadata(params (string Name, string Value)[] pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Name} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

    /// <summary>A film for an organisation of <see cref="SmallTown"/>.</summary>
    public static string FilmOf(string organisation) =>
        Metadata(("filename", "党史.mp4"), ("filetype", "video/mp4"), ("organisationId", NodeId.Encode("Organisation", organisation)));

    /// <summary>A header of the test replaces the usual one; with an empty value there is none.</summary>
    public async Task<TusAnswer> SendAsync(string method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body };
        if (body is not null)
            body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        (string Name, string Value)[] usual = [("Tus-Resumable", "1.0.0"), .. token is null ? [] : new[] { ("Authorization", $"Bearer {token}") }];
        foreach (
            var (name, value) in usual.Where(header => headers.All(own => own.Name != header.Name)).Concat(headers).Where(header => header.Value.Length > 0)
        )
        {
            if (name == "Content-Type")
                body!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await http.SendAsync(request);
        var all = response
            .Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new((int)response.StatusCode, all, await response.Content.ReadAsStringAsync());
    }

    public Task<TusAnswer> SendAsync(string method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, (HttpContent?)null, headers);

    public Task<TusAnswer> SendAsync(string method, string path, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, new ByteArrayContent(body), headers);

    /// <summary>The path of a new upload.</summary>
    public async Task<string> CreateAsync(long length, string metadata)
    {
        var created = await SendAsync("POST", "/uploads", ("Upload-Length", $"{length}"), ("Upload-Metadata", metadata));
        Assert.True(created.Status == 201, created.Text);
        return "/" + created["Location"];
    }

    public Task<TusAnswer> PatchAsync(string path, long offset, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync("PATCH", path, body, [("Upload-Offset", $"{offset}"), .. headers]);
}

internal sealed record TusAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? Code => Json.GetProperty("code").GetString();
}
