using ELearning.Content;
using ELearning.Tests.Study.Attacks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Study;

/// <summary>Presence checks heard over server-sent events, as a client gets them.</summary>
public sealed class PresenceSubscriptionTests
{
    private const string Listen = "subscription($id: ID!) { onPresenceCheckDue(sessionId: $id) { id prompt choices dueAt } }";

    [Fact]
    public async Task A_check_issued_through_another_process_is_heard_and_the_stream_ends_with_the_session()
    {
        await using var room = await Classroom.OpenAsync();
        await using var beside = room.Host.Beside();
        room.Host.Draw = Presence.Every(60);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        await using var heard = await room.Learner(host: beside).Client.ListenAsync(Listen, new { id = session });

        var check = (await lin.BeatAsync(session, 60, (0, 60))).Check!;
        room.Time.Advance(TimeSpan.FromSeconds(1));
        var (kind, first) = await heard.NextAsync();
        Assert.Equal(("next", check.Id, check.Prompt), (kind, first!.String("onPresenceCheckDue.id"), first.String("onPresenceCheckDue.prompt")));

        // Whoever begins to listen later is told what is due.
        await using var late = await lin.Client.ListenAsync(Listen, new { id = session });
        Assert.Equal(check.Id, (await late.NextAsync()).Answer!.String("onPresenceCheckDue.id"));

        var second = (await lin.BeatAsync(session, 60, Right(check), (60, 120))).Check;
        second ??= (await lin.BeatAsync(session, 60, (120, 180))).Check;
        room.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(second!.Id, (await heard.NextAsync()).Answer!.String("onPresenceCheckDue.id"));
        await lin.FinishAsync(session, Right(second));
        room.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("complete", null), await heard.NextAsync());
        Assert.True(await heard.IsOverAsync());
    }

    [Fact]
    public async Task A_check_says_how_many_seconds_are_left_by_the_servers_clock_and_never_fewer_than_none()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(60);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 60, (0, 60));
        var left = new List<int>();
        foreach (var wait in new[] { 0, 0.5, 100, 79.4 })
        {
            room.Time.Advance(TimeSpan.FromSeconds(wait));
            var seen = await lin.Client.QueryAsync("query($id: ID!) { studySessionById(id: $id) { presenceCheck { secondsLeft } } }", new { id = session });
            left.Add(seen["studySessionById.presenceCheck.secondsLeft"]!.GetValue<int>());
        }

        Assert.Equal([180, 179, 79, 0], left);
        Assert.Equal(0, new PresenceCheck("c", "p", [], room.Time.GetUtcNow()).SecondsLeft(room.Time.GetUtcNow().AddHours(1)));
    }

    [Fact]
    public async Task Nobody_listens_to_another_members_session_and_who_tries_is_recorded()
    {
        await using var room = await Classroom.OpenAsync();
        var session = (await room.Learner().StartAsync()).Id!;
        await using var heard = await room.Learner(School.Wang).Client.ListenAsync(Listen, new { id = session });
        var (kind, refused) = await heard.NextAsync();
        Assert.Equal(("next", "NOT_FOUND"), (kind, refused!.Code));
        Assert.Equal(("complete", null), await heard.NextAsync());
        var recorded = Assert.Single(await room.Documents("audit").Find(new BsonDocument("kind", "RefusedAct")).ToListAsync());
        Assert.Equal(
            (School.Wang, "onPresenceCheckDue", MemberRules.IdOf(School.Lin)),
            (recorded["subject"].AsString, recorded["operation"].AsString, recorded["ownerIds"][0].AsString)
        );
        Assert.False(room.Host.Service<EventFeed>().IsPolling);
    }

    [Fact]
    public async Task A_client_that_leaves_is_listened_for_no_longer()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var feed = room.Host.Service<EventFeed>();
        var heard = await lin.Client.ListenAsync(Listen, new { id = session });
        var ends = feed.PollingEnds;
        Assert.Equal((true, false), (feed.IsPolling, ends.IsCompleted));
        await heard.DisposeAsync();
        await ends.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(feed.IsPolling);
    }

    [Fact]
    public async Task Any_operation_may_be_answered_as_a_stream_and_a_subscription_only_so()
    {
        await using var school = await School.OpenAsync();
        await using var query = await school.Member.ListenAsync("{ me { name } }");
        Assert.Equal("林晓燕", (await query.NextAsync()).Answer!.String("me.name"));
        Assert.Equal(("complete", null), await query.NextAsync());
        await using var faulty = await school.Member.ListenAsync("{ nothing }");
        Assert.Equal("FIELDS_ON_CORRECT_TYPE", (await faulty.NextAsync()).Answer!.Code);
        Assert.Equal(("complete", null), await faulty.NextAsync());
        var refused = await school.Member.AskAsync(Listen, new { id = School.Id("StudySession", $"{MemberRules.IdOf(School.Lin)}/1") });
        Assert.Equal((400, "SUBSCRIPTION_NEEDS_STREAM"), (refused.Status, refused.Code));
    }

    private static object Right(SeenCheck check) =>
        new { checkId = check.Id, answer = QuestionBank.All.Single(question => question.Prompt == check.Prompt).Answer };
}
