using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ELearning.Tests.RegisteredOperations;

/// <summary>
/// A partner who may send what is registered and nothing else, by every way there is; what is registered stands in the folder of the repository.
/// </summary>
public sealed class OnlyRegisteredTests(OnlyRegisteredTests.Strict strict) : IClassFixture<OnlyRegisteredTests.Strict>
{
    private const string Refused = "REGISTERED_ONLY";
    private const string Free = "{ courseware { totalCount } }";
    private static readonly object Named = new { documentId = $"sha256:{OperationHash.Of(ContractOperations.Catalogue)}", variables = new { first = 1 } };

    private ApiHost Host => strict.School.Host;

    private ApiClient Partner => Host.ClientFor("partner-1", "Catalogue.Read");

    [Fact]
    public async Task Over_http()
    {
        var refused = await Partner.AskAsync(Free, language: "en");
        Assert.Equal((403, Refused), (refused.Status, refused.Code));
        Assert.Contains("send its documentId", refused.Text, StringComparison.Ordinal);
        Assert.Single((await Partner.PostAsync(Named))["courseware.nodes"]!.AsArray());
        Assert.Equal((400, "OPERATION_UNKNOWN"), await CodeOf(new { documentId = new string('0', 64) }));
    }

    [Fact]
    public async Task By_get()
    {
        Assert.Equal(Refused, Code(await TextAsync(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(Free)}", null, "application/json")));
        Assert.NotNull(
            JsonNode.Parse(
                await TextAsync(HttpMethod.Get, $"/graphql?documentId=sha256:{OperationHash.Of(ContractOperations.Catalogue)}", null, "application/json")
            )!["data"]
        );
    }

    [Fact]
    public async Task In_a_batch()
    {
        var answers = JsonNode.Parse(await TextAsync(HttpMethod.Post, "/graphql", new[] { new { query = Free }, Named }, "application/json"))!.AsArray();
        Assert.Equal([Refused, null], answers.Select(answer => new ApiAnswer(200, answer!).Code));
    }

    [Fact]
    public async Task Over_a_web_socket()
    {
        await using var socket = await Partner.ConnectAsync();
        await socket.SubscribeAsync("1", Free);
        var (type, _, refused) = await socket.AnswerAsync();
        Assert.Equal(("error", Refused), (type, refused.Code));
        await socket.SubscribeAsync("2", "subscription { onCoursewarePublished { id } }");
        Assert.Equal(Refused, (await socket.AnswerAsync()).Answer.Code);
        await socket.SendAsync(
            new
            {
                id = "3",
                type = "subscribe",
                payload = Named,
            }
        );
        Assert.Single((await socket.AnswerAsync()).Answer["courseware.nodes"]!.AsArray());
    }

    [Fact]
    public async Task As_a_stream_of_events()
    {
        Assert.Contains(
            $"\"code\":\"{Refused}\"",
            await TextAsync(HttpMethod.Post, "/graphql", new { query = Free }, "text/event-stream"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "event: next\ndata: {\"data\":{\"courseware\":",
            await TextAsync(HttpMethod.Post, "/graphql", Named, "text/event-stream"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Sending_a_text_with_its_hash_registers_nothing()
    {
        var extensions = new { persistedQuery = new { version = 1, sha256Hash = OperationHash.Of(Free) } };
        Assert.Equal((403, Refused), await CodeOf(new { query = Free, extensions }));
        Assert.Equal((400, "OPERATION_UNKNOWN"), await CodeOf(new { extensions }));
        // Nor does it help when somebody else sends it so.
        await strict.School.Member.PostAsync(new { query = Free, extensions });
        Assert.Equal((400, "OPERATION_UNKNOWN"), await CodeOf(new { extensions }));
        Assert.Null((await strict.School.Member.PostAsync(new { extensions })).Code);
    }

    [Fact]
    public async Task It_may_be_said_by_subject_or_by_role_and_binds_no_other()
    {
        Assert.Equal(Refused, (await Host.ClientFor("PARTNER-1", "Catalogue.Read").AskAsync(Free)).Code);
        Assert.Equal(Refused, (await Host.ClientFor("another", "Teachers.Read").AskAsync("{ teachers { totalCount } }")).Code);
        Assert.Null((await Host.ClientFor("partner-2", "Catalogue.Read").AskAsync(Free)).Code);
    }

    [Fact]
    public async Task Every_operation_of_the_repository_is_loaded_and_none_asks_the_database_for_its_text()
    {
        var files = Directory.GetFiles(ContractOperations.Folder);
        Assert.True(files.Length > 20);
        foreach (var file in files)
        {
            var answer = await Partner.PostAsync(new { documentId = OperationHash.Of(await File.ReadAllTextAsync(file)) });
            Assert.True(answer.Code is null or "FORBIDDEN" or "INVALID_VALUE", $"{file}: {answer.Text}");
        }

        Assert.Equal(
            await Host.RoundTripsOf(() => strict.School.Member.QueryAsync(ContractOperations.Catalogue, new { first = 1 })),
            await Host.RoundTripsOf(() => strict.School.Member.PostAsync(Named))
        );
    }

    private async Task<(int Status, string? Code)> CodeOf(object body)
    {
        var answer = await Partner.PostAsync(body);
        return (answer.Status, answer.Code);
    }

    private async Task<string> TextAsync(HttpMethod method, string path, object? body, string accept)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd(accept);
        using var response = await Partner.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static string? Code(string answer) => new ApiAnswer(200, JsonNode.Parse(answer)!).Code;

    public sealed class Strict : IAsyncLifetime
    {
        internal School School { get; private set; } = null!;

        public async Task InitializeAsync() =>
            School = await School.OpenAsync(
                ("GraphQL:Operations:Folder", ContractOperations.Folder),
                ("GraphQL:Operations:Automatic", "true"),
                ("GraphQL:Operations:OnlyFor:0", "partner-1"),
                ("GraphQL:Operations:OnlyFor:1", "Teachers.Read")
            );

        public async Task DisposeAsync() => await School.DisposeAsync();
    }
}
