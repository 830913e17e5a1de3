using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ELearning.Content;
using ELearning.Tests.Storage;
using ELearning.Tests.Uploads;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Hosting;

/// <summary>
/// A database, or blobs, that are away for a moment: whoever asks hears that the same may be sent again, by each way of asking, and is answered when they are
/// back.
/// </summary>
public sealed class AwayTests(AwayTests.Town town) : IClassFixture<AwayTests.Town>
{
    private const string Members = "{ members(first: 1) { nodes { name } } }";
    private const string Register = "mutation($input: RegisterMemberInput!) { registerMember(input: $input) { member { id } errors { __typename } } }";
    private const string Away = "UNAVAILABLE";

    private School School => town.School;

    private ApiClient Root => town.Root;

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task A_request_is_answered_by_503_and_when_to_come_back(string accept)
    {
        await using (await CutAsync())
        {
            using var answered = await SendAsync(accept);
            Assert.Equal((503, "5"), ((int)answered.StatusCode, answered.Headers.RetryAfter?.ToString()));
            var error = JsonNode.Parse(await answered.Content.ReadAsStringAsync())!;
            Assert.Null(error["data"]);
            Assert.Equal(
                (Away, 5),
                (error["errors"]![0]!["extensions"]!["code"]!.GetValue<string>(), error["errors"]![0]!["extensions"]!["retryAfterSeconds"]!.GetValue<int>())
            );
        }

        Assert.Equal(200, (int)(await SendAsync(accept)).StatusCode);
    }

    [Fact]
    public async Task A_change_that_was_cut_off_in_the_middle_is_made_once_when_it_is_sent_again()
    {
        var input = new
        {
            input = new
            {
                number = "QZ-0300",
                name = "郑秋",
                organisationId = School.Id("Organisation", SmallTown.Village),
                category = "RURAL",
                admittedOn = "2026-01-15",
                idempotencyKey = "away",
            },
        };
        School.Host.OnCommand = command =>
        {
            if (command.GetElement(0) is { Name: "insert", Value: var into } && into == "members")
                town.Line.Cut();
        };
        var refused = await Root.AskAsync(Register, input);
        School.Host.OnCommand = null;
        await town.MendAsync();
        Assert.Equal((503, Away), (refused.Status, refused.Code));

        var made = (await Root.QueryAsync(Register, input)).String("registerMember.member.id");
        Assert.Equal(made, (await Root.QueryAsync(Register, input)).String("registerMember.member.id"));
    }

    [Fact]
    public async Task In_a_batch_each_operation_has_its_own_answer()
    {
        await using (await CutAsync())
        {
            var batch = await Root.PostAsync(new object[] { new { query = Members }, new { query = "{ __typename }" } });
            Assert.Equal((200, Away), (batch.Status, batch.Json[0]!["errors"]![0]!["extensions"]!["code"]!.GetValue<string>()));
        }

        Assert.Null((await Root.PostAsync(new object[] { new { query = Members } })).Json[0]!["errors"]);
    }

    [Fact]
    public async Task A_stream_of_events_and_a_WebSocket_say_it_in_theirs()
    {
        await using var socket = await Root.ConnectAsync();
        await using (await CutAsync())
        {
            await using var heard = await Root.ListenAsync(Members);
            Assert.Equal(("next", Away), await CodeAsync(heard));
            Assert.Equal("complete", (await heard.NextAsync()).Kind);
            await socket.SubscribeAsync("1", Members);
            var error = await socket.NextAsync();
            Assert.Equal(("error", "1", Away), ((string)error["type"]!, (string)error["id"]!, (string)error["payload"]![0]!["extensions"]!["code"]!));
        }

        await socket.SubscribeAsync("1", Members);
        Assert.Equal("next", (string)(await socket.NextAsync())["type"]!);
    }

    [Fact]
    public async Task A_subscription_that_cannot_read_what_it_has_to_tell_ends_by_it_and_one_with_nothing_to_tell_goes_on()
    {
        await using var waiting = await town.Member.ListenAsync("subscription { onCreditPosted { id } }");
        await School.CreditAsync(School.Lin, "before", CreditForm.Lecture, 60, new(2026, 2, 1));
        Assert.Equal("next", (await waiting.NextAsync()).Kind);
        await using (await CutAsync()) { }

        // The credit is posted before it is told of, so what looks for it afterwards is the subscription.
        var told = false;
        School.Host.OnCommand = command =>
        {
            var (name, into) = (command.GetElement(0).Name, command.GetElement(0).Value);
            told |= name == "insert" && into == "events";
            if (told && name == "find" && into == "credits")
                town.Line.Cut();
        };
        await School.CreditAsync(School.Lin, "after", CreditForm.Lecture, 60, new(2026, 2, 1));
        Assert.Equal(("next", Away), await CodeAsync(waiting));
        Assert.Equal("complete", (await waiting.NextAsync()).Kind);
        School.Host.OnCommand = null;
        await town.MendAsync();
    }

    [Fact]
    public async Task Uploads_and_media_are_503_too()
    {
        using var http = School.Host.CreateClient();
        var editor = await TusCaller.SignInAsync(http, "away-editor", "Editor", SmallTown.County);
        var address = await AddressAsync();
        await using (await CutAsync())
        {
            var upload = await editor.SendAsync("POST", "/uploads", ("Upload-Length", "600000"), ("Upload-Metadata", TusCaller.FilmOf(SmallTown.County)));
            Assert.Equal((503, Away, "5"), (upload.Status, upload.Code, upload["Retry-After"]));
            Assert.Contains("5", upload.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
            await IsAwayAsync(http, address);
        }

        await editor.CreateAsync(600_000, TusCaller.FilmOf(SmallTown.County));
        using var served = await http.GetAsync(address);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task Blobs_that_are_away_are_503_and_not_missing()
    {
        using var http = School.Host.CreateClient();
        var address = await AddressAsync();
        var blobs = Path.Combine(School.Host.Service<IOptions<StorageOptions>>().Value.DataDirectory, "blobs");
        Directory.Move(blobs, blobs + ".away");
        try
        {
            await IsAwayAsync(http, address);
        }
        finally
        {
            Directory.Move(blobs + ".away", blobs);
        }

        using var served = await http.GetAsync(address);
        Assert.Equal(200, (int)served.StatusCode);
    }

    private static async Task IsAwayAsync(HttpClient http, string address)
    {
        using var media = await http.GetAsync(address);
        Assert.Equal((503, "5", "no-store"), ((int)media.StatusCode, media.Headers.RetryAfter?.ToString(), media.Headers.CacheControl?.ToString()));
        Assert.Equal(Away, JsonNode.Parse(await media.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
    }

    /// <summary>Of a film that nobody has read yet, and that no process remembers.</summary>
    private async Task<string> AddressAsync()
    {
        School.Host.Time.Advance(TimeSpan.FromMinutes(2));
        var url = (
            await Root.QueryAsync(
                "query($id: ID!) { coursewareById(id: $id) { chapters { media { url } } } }",
                new { id = School.Id("Courseware", School.Farming) }
            )
        ).String("coursewareById.chapters.0.media.url");
        return new Uri(new Uri("http://localhost"), url).PathAndQuery;
    }

    private static async Task<(string Kind, string? Code)> CodeAsync(EventReader heard)
    {
        var (kind, answer) = await heard.NextAsync();
        return (kind, answer?.Code);
    }

    private Task<HttpResponseMessage> SendAsync(string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Members }) };
        request.Headers.Accept.ParseAdd(accept);
        return Root.SendAsync(request);
    }

    /// <summary>Until it is disposed; then the database is there again, and the product has noticed.</summary>
    private async Task<Mending> CutAsync()
    {
        // Nobody's token has to be looked for any more.
        await Root.QueryAsync(Members);
        town.Line.Cut();
        return new(town);
    }

    private sealed class Mending(Town town) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(town.MendAsync());
    }

    /// <summary>One school for all these tests, behind a line of its own.</summary>
    public sealed class Town : IAsyncLifetime
    {
        internal DatabaseLine Line { get; private set; } = null!;

        internal School School { get; private set; } = null!;

        internal ApiClient Root { get; private set; } = null!;

        internal ApiClient Member { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Line = await DatabaseLine.OpenAsync();
            School = await School.OpenAsync(
                ("Storage:Mongo:ConnectionString", Line.ConnectionString),
                ("Storage:Mongo:Database", $"test-away-{Environment.ProcessId}")
            );
            (Root, Member) = (School.Administrator, School.Member);
            await Member.QueryAsync("{ me { name } }");
        }

        public async Task DisposeAsync()
        {
            await School.DisposeAsync();
            await OtherServer.DropAsync($"test-away-{Environment.ProcessId}");
            await Line.DisposeAsync();
        }

        internal async Task MendAsync()
        {
            Line.Mend();
            for (var tries = 0; (await Root.AskAsync(Members)).Code == Away; tries++)
            {
                Assert.True(tries < 10, "The database is back, and the product does not notice.");
            }
        }
    }
}
