using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ELearning.SampleClient;

/// <summary>Sends the operations of <c>infra/operations</c> as one caller and reads their answers into records.</summary>
internal sealed class SchoolClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>A token of the development issuer; in production it comes from Entra ID.</summary>
    public async Task SignInAsync(string subject, string role)
    {
        using var response = await http.PostAsJsonAsync("/dev/token", new { subject, roles = new[] { role } });
        response.EnsureSuccessStatusCode();
        var token = await response.Content.ReadFromJsonAsync<Token>(Json);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token!.AccessToken);
    }

    /// <summary>What is published and found by these words.</summary>
    public async Task<CoursewarePage> CatalogueAsync(string search, int first) =>
        (await SendAsync<CatalogueData>("Catalogue", new { search, first })).Courseware;

    public async Task<StartedSession> StartAsync(StartInput input)
    {
        var payload = (await SendAsync<StartData>("Start", new { input })).StartStudySession;
        return Expected(payload.StudySession, payload.Errors);
    }

    public async Task<PlayedSession> BeatAsync(BeatInput input)
    {
        var payload = (await SendAsync<BeatData>("Beat", new { input })).RecordStudyProgress;
        return Expected(payload.StudySession, payload.Errors);
    }

    public async Task<IReadOnlyList<Credit>> FinishAsync(FinishInput input)
    {
        var payload = (await SendAsync<FinishData>("Finish", new { input })).FinishStudySession;
        return Expected(payload.Credits, payload.Errors);
    }

    private async Task<TData> SendAsync<TData>(string operation, object variables)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Content = JsonContent.Create(new { query = await OperationFiles.TextOfAsync(operation), variables }, options: Json);
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        using var response = await http.SendAsync(request);
        var answer = (await response.Content.ReadFromJsonAsync<Answer<TData>>(Json))!;
        return answer.Errors is [var first, ..] ? throw new RefusedException(first.Extensions.Code, first.Message) : answer.Data!;
    }

    /// <summary>The expected failures of a mutation are data: a program decides by their code.</summary>
    private static TResult Expected<TResult>(TResult? result, IReadOnlyList<PayloadError>? errors) =>
        errors is [var first, ..] ? throw new RefusedException(first.Code, first.Message) : result!;
}
