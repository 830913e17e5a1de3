using System.Net.Http.Headers;
using System.Text;
using ELearning.Tests.Media;

namespace ELearning.Tests.Training;

/// <summary>Sends evidence of claims as one caller.</summary>
internal static class EvidenceSender
{
    /// <summary>Sends a file of the demonstration as evidence.</summary>
    /// <returns>The global id of the asset.</returns>
    public static async Task<string> SendEvidenceAsync(this ApiClient client, string file = "poster.png", string name = "签到表.png", string type = "image/png")
    {
        using var bytes = new MemoryStream();
        await using (var content = DemoMedia.Open(file))
            await content.CopyToAsync(bytes);
        using var response = await client.TrySendEvidenceAsync(bytes.ToArray(), name, type);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response.Headers.GetValues("Upload-Asset-Id").Single();
    }

    public static async Task<HttpResponseMessage> TrySendEvidenceAsync(this ApiClient client, byte[] bytes, string name, string type, long? length = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/uploads");
        if (length is null)
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        }
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", $"{length ?? bytes.Length}");
        request.Headers.Add("Upload-Metadata", $"filename {Base64(name)},filetype {Base64(type)},purpose {Base64("EVIDENCE")}");
        return await client.SendAsync(request);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
