using ELearning.Content;
using Snapshooter.Xunit;

namespace ELearning.Tests.Credits;

/// <summary>What a learner is told of the seconds that did not count, through the API.</summary>
public sealed class StudyLogTests
{
    private const string Log = """
        { me { studyLog(first: 5) { totalCount nodes {
            courseware { title } chapter { title } from to status countedSeconds days { date seconds } credits { seconds form earnedOn }
            refusals { reason seconds explanation times firstAt lastAt occurrences { at until times seconds fromSeconds toSeconds } } } } } }
        """;

    [Fact]
    public async Task A_learner_reads_what_counted_on_which_day_and_why_the_rest_did_not()
    {
        await using var school = await School.OpenAsync();
        var host = school.Host;
        host.Time.SetUtcNow(SchoolTime.StartOf(new(2026, 3, 3)).AddSeconds(-10));
        var first = await StartAsync(school, School.History);
        await BeatAsync(school, first, 5, 1, 0, 10);
        await BeatAsync(school, first, 5, 2, 10, 20);
        await BeatAsync(school, first, 5, 3, 0, 20);
        await FinishAsync(school, first);
        host.Time.Advance(TimeSpan.FromHours(1));
        var second = await StartAsync(school, School.History);
        await BeatAsync(school, second, 400, 1, 0, 20);

        var chinese = await school.Member.QueryAsync(Log);
        var english = await school.Member.AskAsync(Log, language: "en");

        Snapshot.Match(chinese.Text);
        Assert.StartsWith(
            "15 s were not counted: this content was counted before this year",
            english.String("me.studyLog.nodes.0.refusals.0.explanation"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_log_is_the_members_own_and_the_auditors_and_nobody_elses()
    {
        await using var school = await School.OpenAsync();
        await FinishAsync(school, await StartAsync(school, School.History));
        const string query = "query($id: ID!) { memberById(id: $id) { studyLog { totalCount } } }";
        var lin = new { id = School.MemberId(School.Lin) };

        var auditor = school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        Assert.Equal(1, (await school.Member.QueryAsync(query, lin))["memberById.studyLog.totalCount"]!.GetValue<int>());
        Assert.Equal(1, (await auditor.QueryAsync(query, lin))["memberById.studyLog.totalCount"]!.GetValue<int>());
        Assert.Equal(0, (await school.CountyAdmin.QueryAsync(query, lin))["memberById.studyLog.totalCount"]!.GetValue<int>());
        Assert.Null((await school.OtherAdmin.QueryAsync(query, lin))["memberById"]);
    }

    [Fact]
    public async Task Round_trips_of_a_log_do_not_grow_with_its_length()
    {
        await using var school = await School.OpenAsync();
        await PlayAsync();
        var one = await school.Host.RoundTripsOf(() => school.Member.QueryAsync(Log));
        for (var i = 0; i < 4; i++)
            await PlayAsync();

        Assert.Equal(one, await school.Host.RoundTripsOf(() => school.Member.QueryAsync(Log)));

        async Task PlayAsync()
        {
            var session = await StartAsync(school, School.History);
            await BeatAsync(school, session, 10, 1, 0, 10);
            await FinishAsync(school, session);
        }
    }

    internal static async Task<string> StartAsync(School school, string courseware) =>
        (
            await school.Member.QueryAsync(
                "mutation($input: StartStudySessionInput!) { startStudySession(input: $input) { studySession { id } errors { __typename } } }",
                new
                {
                    input = new
                    {
                        coursewareId = School.Id("Courseware", courseware),
                        chapterId = School.Id("Chapter", $"{courseware}/one"),
                        deviceName = "书房电脑",
                    },
                }
            )
        ).String("startStudySession.studySession.id");

    internal static async Task BeatAsync(School school, string session, double wait, int sequence, double from, double to)
    {
        school.Host.Time.Advance(TimeSpan.FromSeconds(wait));
        var answer = await school.Member.QueryAsync(
            "mutation($input: RecordStudyProgressInput!) { recordStudyProgress(input: $input) { studySession { id } errors { __typename } } }",
            new
            {
                input = new
                {
                    sessionId = session,
                    sequence,
                    positionSeconds = to,
                    segments = new[] { new { startSeconds = from, endSeconds = to } },
                },
            }
        );
        Assert.Null(answer["recordStudyProgress.errors"]);
    }

    internal static async Task<string?> FinishAsync(School school, string session)
    {
        var answer = await school.Member.QueryAsync(
            "mutation($input: FinishStudySessionInput!) { finishStudySession(input: $input) { credits { id } errors { __typename } } }",
            new { input = new { sessionId = session } }
        );
        Assert.Null(answer["finishStudySession.errors"]);
        return answer["finishStudySession.credits"]!.AsArray() is [var credit, ..] ? credit!["id"]!.GetValue<string>() : null;
    }
}
