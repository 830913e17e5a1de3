using Snapshooter.Xunit;

namespace ELearning.Tests.Study;

public sealed class StudyApiTests
{
    private static readonly object StartHistory = new
    {
        input = new
        {
            coursewareId = School.Id("Courseware", School.History),
            chapterId = School.Id("Chapter", "history/one"),
            takeOver = false,
        },
    };

    [Fact]
    public async Task A_chapter_that_was_really_played_becomes_one_credit()
    {
        await using var school = await School.OpenAsync();
        var member = school.Member;
        var start = await member.QueryAsync(ContractOperations.Start, StartHistory);
        var session = start.String("startStudySession.studySession.id");
        school.Host.Time.Advance(TimeSpan.FromSeconds(10));
        var first = await BeatAsync(member, session, 1, 0, 10);
        school.Host.Time.Advance(TimeSpan.FromSeconds(14));
        var second = await BeatAsync(member, session, 2, 10, 24);
        var watching = await member.QueryAsync(ContractOperations.ContinueWatching);
        var finish = await member.QueryAsync(ContractOperations.Finish, new { input = new { sessionId = session } });
        var again = await member.QueryAsync(ContractOperations.Finish, new { input = new { sessionId = session } });
        Snapshot.Match(string.Join("\n", start.Text, first.Text, second.Text, watching.Text, finish.Text, again.Text));

        var standing = await member.QueryAsync(ContractOperations.MyStanding, new { year = 2026 });
        Assert.Equal(24, Obligation(standing, "R3")!["creditedSeconds"]!.GetValue<int>());
        Assert.Equal("StudySession", standing.String("me.credits.nodes.0.source.__typename"));
        Assert.Single(standing["me.credits.nodes"]!.AsArray());
    }

    [Fact]
    public async Task The_whole_chapter_in_one_beat_after_five_seconds_yields_five()
    {
        await using var school = await School.OpenAsync();
        var session = (await school.Member.QueryAsync(ContractOperations.Start, StartHistory)).String("startStudySession.studySession.id");
        school.Host.Time.Advance(TimeSpan.FromSeconds(5));
        var beat = await BeatAsync(school.Member, session, 1, 0, 24);
        Assert.Equal(5, beat["recordStudyProgress.studySession.verifiedSeconds"]!.GetValue<int>());
        Assert.Equal("RATE", beat.String("recordStudyProgress.studySession.refusals.0.reason"));
        Assert.Equal(19, beat["recordStudyProgress.studySession.refusals.0.seconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task Another_chapter_meanwhile_is_refused_with_what_is_being_studied_until_it_takes_over()
    {
        await using var school = await School.OpenAsync();
        const string Document = """
            mutation($input: StartStudySessionInput!) { startStudySession(input: $input) {
              studySession { status chapter { id } }
              errors { __typename ... on StudySessionActiveError { code message title deviceName since sessionId } } } }
            """;
        await school.Member.QueryAsync(Document, new { input = new { coursewareId = School.Id("Courseware", School.History), deviceName = "手机" } });
        var other = School.Id("Courseware", School.Farming);
        var refused = await school.Member.QueryAsync(Document, new { input = new { coursewareId = other } });
        Assert.Equal("手机", refused.String("startStudySession.errors.0.deviceName"));
        Assert.Equal("党的光辉历程", refused.String("startStudySession.errors.0.title"));
        Assert.Equal("2026-03-02T04:00:00Z", refused.String("startStudySession.errors.0.since"));
        Assert.Equal(
            "ACTIVE",
            (await school.Member.QueryAsync(Document, new { input = new { coursewareId = other, takeOver = true } })).String(
                "startStudySession.studySession.status"
            )
        );
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, 500)]
    [InlineData(9, 3)]
    public async Task A_beat_outside_the_chapter_is_refused_and_changes_nothing(double start, double end)
    {
        await using var school = await School.OpenAsync();
        var session = (await school.Member.QueryAsync(ContractOperations.Start, StartHistory)).String("startStudySession.studySession.id");
        school.Host.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("InvalidInputError", (await BeatAsync(school.Member, session, 1, start, end)).Refusal("recordStudyProgress"));
        Assert.Equal(10, (await BeatAsync(school.Member, session, 1, 0, 10))["recordStudyProgress.studySession.verifiedSeconds"]!.GetValue<int>());
    }

    [Fact]
    public async Task Infinity_and_a_number_too_large_never_reach_the_desk()
    {
        await using var school = await School.OpenAsync();
        var session = (await school.Member.QueryAsync(ContractOperations.Start, StartHistory)).String("startStudySession.studySession.id");
        foreach (var number in new[] { "1e400", "-1e400" })
        {
            var answer = await school.Member.AskAsync(
                $"mutation {{ recordStudyProgress(input: {{ sessionId: \"{session}\", sequence: 1, positionSeconds: {number}, segments: [] }}) {{ "
                    + $"studySession {{ id }} }} }}"
            );
            Assert.NotNull(answer.Code);
        }
    }

    [Fact]
    public async Task What_is_not_there_or_not_ones_own_is_not_found()
    {
        await using var school = await School.OpenAsync();
        var session = (await school.Member.QueryAsync(ContractOperations.Start, StartHistory)).String("startStudySession.studySession.id");
        var wang = school.Host.ClientFor(School.Wang, "Member");
        Assert.Equal("NotFoundError", (await BeatAsync(wang, session, 1, 0, 1)).Refusal("recordStudyProgress"));
        Assert.Equal(
            "NotFoundError",
            (await wang.QueryAsync(ContractOperations.Finish, new { input = new { sessionId = session } })).Refusal("finishStudySession")
        );
        Assert.Equal(
            "NotFoundError",
            (await wang.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", "nothing") } })).Refusal(
                "startStudySession"
            )
        );
        Assert.Equal(
            "NotFoundError",
            (
                await wang.QueryAsync(
                    ContractOperations.Start,
                    new { input = new { coursewareId = School.Id("Courseware", School.History), chapterId = School.Id("Chapter", "farming/one") } }
                )
            ).Refusal("startStudySession")
        );
        Assert.Equal(
            "ChapterNotCreditableError",
            (await wang.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = School.Id("Courseware", School.Handbook) } })).Refusal(
                "startStudySession"
            )
        );
        var seen = await wang.QueryAsync("query($id: ID!) { studySessionById(id: $id) { id } node(id: $id) { id } }", new { id = session });
        Assert.Null(seen["studySessionById"]);
        Assert.Null(seen["node"]);
        Assert.Equal(
            "ACTIVE",
            (await school.Member.QueryAsync("query($id: ID!) { studySessionById(id: $id) { status } }", new { id = session })).String("studySessionById.status")
        );
    }

    [Fact]
    public async Task A_sequence_number_with_another_body_is_a_conflict()
    {
        await using var school = await School.OpenAsync();
        var session = (await school.Member.QueryAsync(ContractOperations.Start, StartHistory)).String("startStudySession.studySession.id");
        school.Host.Time.Advance(TimeSpan.FromSeconds(10));
        var first = await BeatAsync(school.Member, session, 1, 0, 10);
        Assert.Equal(first.Text, (await BeatAsync(school.Member, session, 1, 0, 10)).Text);
        Assert.Equal("SequenceConflictError", (await BeatAsync(school.Member, session, 1, 0, 9)).Refusal("recordStudyProgress"));
    }

    private static Task<ApiAnswer> BeatAsync(ApiClient client, string session, int sequence, double start, double end) =>
        client.QueryAsync(
            ContractOperations.Beat,
            new
            {
                input = new
                {
                    sessionId = session,
                    sequence,
                    positionSeconds = Math.Clamp(end, 0, 24),
                    segments = new[] { new { startSeconds = start, endSeconds = end } },
                },
            }
        );

    private static System.Text.Json.Nodes.JsonNode? Obligation(ApiAnswer standing, string rule) =>
        standing["me.compliance.obligations"]!.AsArray().Single(row => row!["ruleId"]!.GetValue<string>() == rule);
}
