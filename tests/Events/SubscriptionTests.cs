using ELearning.Content;
using ELearning.Tests.Study;
using ELearning.Tests.Study.Attacks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Events;

/// <summary>What can be listened to, over a WebSocket and as server-sent events, through the process where it happens and through another one.</summary>
public sealed class SubscriptionTests(SubscriptionTests.Rooms rooms) : IClassFixture<SubscriptionTests.Rooms>
{
    private const string SessionChanged = "subscription($id: ID!) { onStudySessionChanged(sessionId: $id) { status verifiedSeconds presenceCheck { id } } }";
    private const string CreditPosted = "subscription($member: ID) { onCreditPosted(memberId: $member) { seconds form } }";
    private const string StandingChanged =
        "subscription($year: Int, $member: ID) { onStandingChanged(year: $year, memberId: $member) { year status obligations { ruleId creditedSeconds } } }";
    private const string Published = "subscription { onCoursewarePublished { id version title } }";

    private ApiHost Host => rooms.Room.Host;

    private ApiHost Beside => rooms.Beside;

    [Fact]
    public async Task A_session_that_another_device_takes_over_is_told_through_another_process_and_its_beats_are_not()
    {
        var lin = rooms.Room.Learner();
        var session = (await lin.StartAsync(takeOver: true)).Id!;
        await using var socket = await rooms.Room.Learner(host: Beside).Client.ConnectAsync();
        await socket.SubscribeAsync("1", SessionChanged, new { id = session });
        await using var heard = await rooms.Room.Learner(host: Beside).Client.ListenAsync(SessionChanged, new { id = session });
        await lin.BeatAsync(session, 20, (0, 20));
        await lin.BeatAsync(session, 20, (20, 40));
        await lin.StartAsync(Classroom.Other, takeOver: true, device: "手机");

        Assert.Equal("SUPERSEDED", (await NextAsync(heard)).String("onStudySessionChanged.status"));
        Assert.Equal("complete", (await heard.NextAsync()).Kind);
        Assert.Equal("SUPERSEDED", (await socket.AnswerAsync()).Answer.String("onStudySessionChanged.status"));
        Assert.Equal("complete", (await socket.AnswerAsync()).Type);
    }

    [Fact]
    public async Task A_presence_check_is_told_when_it_is_issued_and_when_it_is_settled_and_the_session_ends_the_subscription()
    {
        Host.Draw = Presence.Every(60);
        var wang = rooms.Room.Learner(School.Wang);
        var session = (await wang.StartAsync()).Id!;
        await using var heard = await wang.Client.ListenAsync(SessionChanged, new { id = session });
        await wang.BeatAsync(session, 10, (0, 10));
        var check = (await wang.BeatAsync(session, 60, (10, 70))).Check!;
        Assert.Equal(check.Id, (await heard.NextAsync()).Answer!.String("onStudySessionChanged.presenceCheck.id"));
        await wang.BeatAsync(session, 20, Right(check), (70, 90));
        Assert.Null((await heard.NextAsync()).Answer!["onStudySessionChanged.presenceCheck"]);
        await wang.FinishAsync(session);
        var ended = (await heard.NextAsync()).Answer!;
        Assert.Equal(("FINISHED", 90), (ended.String("onStudySessionChanged.status"), (int)ended["onStudySessionChanged.verifiedSeconds"]!));
        Assert.Equal(("complete", null), await heard.NextAsync());

        // Whoever begins to listen then is told how it ended.
        await using var late = await wang.Client.ListenAsync(SessionChanged, new { id = session });
        Assert.Equal("FINISHED", (await late.NextAsync()).Answer!.String("onStudySessionChanged.status"));
        Assert.Equal(("complete", null), await late.NextAsync());
    }

    [Fact]
    public async Task An_auditor_hears_sessions_of_the_subtree_and_each_look_is_recorded()
    {
        var chen = rooms.Room.Learner(School.Chen);
        var session = (await chen.StartAsync()).Id!;
        await using var heard = await Host.ClientWithin(School.OtherCounty, "auditor-other", "Auditor").ListenAsync(SessionChanged, new { id = session });
        await RefusedAsync("NOT_FOUND", Host.ClientWithin(SmallTown.County, "auditor-county", "Auditor"), SessionChanged, new { id = session });
        await RefusedAsync("FORBIDDEN", Host.ClientWithin(School.OtherCounty, "admin-other", "OrganisationAdmin"), SessionChanged, new { id = session });

        await chen.FinishAsync(session);
        Assert.Equal("FINISHED", (await heard.NextAsync()).Answer!.String("onStudySessionChanged.status"));
        Assert.Equal(("complete", null), await heard.NextAsync());
        string[] recorded = ["Read OK HA-0001", "Read OK HA-0001", "RefusedAct NOT_FOUND HA-0001", "RefusedAct FORBIDDEN HA-0001"];
        Assert.Equal(recorded, (await RecordedAsync("auditor-other")).Concat(await RecordedAsync("auditor-county")).Concat(await RecordedAsync("admin-other")));
    }

    [Fact]
    public async Task A_posted_credit_is_told_to_its_member_and_to_an_administrator_until_the_grant_is_taken_back()
    {
        var whose = new { member = School.MemberId(School.Chen) };
        await using var own = await Host.ClientFor(School.Chen, "Member").ListenAsync(CreditPosted);
        await using var admin = await Host.ClientWithin(School.OtherCounty, "admin-credits", "OrganisationAdmin").ListenAsync(CreditPosted, whose);
        await RefusedAsync("NOT_FOUND", Host.ClientWithin(SmallTown.County, "admin-foreign", "OrganisationAdmin"), CreditPosted, whose);
        await RefusedAsync("NOT_FOUND", Host.ClientFor("root", "Administrator"), CreditPosted);

        await rooms.School.CreditAsync(School.Chen, "told/1", CreditForm.Lecture, 2700, SchoolTime.Today(Host.Time));
        Assert.Equal(2700, (int)(await own.NextAsync()).Answer!["onCreditPosted.seconds"]!);
        Assert.Equal(2700, (int)(await admin.NextAsync()).Answer!["onCreditPosted.seconds"]!);

        var book = Host.Service<GrantBook>();
        var today = SchoolTime.Today(Host.Time);
        await book.RevokeAsync(Assert.Single(await book.ForAsync("admin-credits", today, default)).Id, today.AddDays(-1), SmallTown.Root, default);
        Host.Time.Advance(TimeSpan.FromMilliseconds(1));
        await rooms.School.CreditAsync(School.Chen, "told/2", CreditForm.Lecture, 5400, today);
        Assert.Equal(5400, (int)(await own.NextAsync()).Answer!["onCreditPosted.seconds"]!);
        Assert.Equal(("next", "NOT_FOUND"), await admin.NextAsync() is var (kind, answer) ? (kind, answer!.Code) : default);
        Assert.Equal(("complete", null), await admin.NextAsync());
        Assert.Equal(["Read OK HA-0001", "RefusedAct NOT_FOUND HA-0001"], await RecordedAsync("admin-credits"));
    }

    [Fact]
    public async Task A_standing_is_told_when_it_really_changes_through_whatever_process()
    {
        var wang = Host.ClientFor(School.Wang, "Member");
        await using var own = await Beside.ClientFor(School.Wang, "Member").ListenAsync(StandingChanged);
        await using var admin = await Host.ClientWithin(SmallTown.County, "admin-standing", "OrganisationAdmin")
            .ListenAsync(StandingChanged, new { year = 2026, member = School.MemberId(School.Wang) });

        // Last year's hours change nothing in this one.
        await rooms.School.CreditAsync(School.Wang, "2025", CreditForm.Lecture, 5400, new(2025, 5, 1));
        await rooms.School.CreditAsync(School.Wang, "2026", CreditForm.Lecture, 2700, new(2026, 3, 1));
        var told = await NextAsync(own);
        Assert.Contains(told["onStandingChanged.obligations"]!.AsArray(), row => (long)row!["creditedSeconds"]! >= 2700);
        var seen = await wang.QueryAsync("{ me { compliance(year: 2026) { year status obligations { ruleId creditedSeconds } } } }");
        Assert.Equal(seen["me.compliance"]!.ToJsonString(), told["onStandingChanged"]!.ToJsonString());
        Assert.Equal(told.Text, (await admin.NextAsync()).Answer!.Text);

        await Host.Service<MemberRegister>()
            .AssignPositionAsync(
                new(MemberRules.IdOf(School.Wang), SmallTown.Village, MemberPosition.Secretary, new(2026, 1, 1), null),
                SmallTown.Clerk,
                default
            );
        var promoted = await NextAsync(own);
        Assert.NotEqual(told.Text, promoted.Text);
        Assert.Equal(promoted.Text, (await admin.NextAsync()).Answer!.Text);
    }

    [Fact]
    public async Task A_published_version_is_told_once_to_whoever_may_read_the_catalogue()
    {
        await using var heard = await Beside.ClientFor(School.Lin, "Member").ListenAsync(Published);
        await using var partner = await Host.ClientFor("partner", "Catalogue.Read").ListenAsync(Published);
        await RefusedAsync("FORBIDDEN", Host.ClientFor("partner", "Teachers.Read"), Published);
        foreach (var version in new[] { 1, 2 })
        {
            await rooms.Room.PublishAsync("fresh", 60 * version);
            // As whoever repairs an interrupted publication does.
            await Host.Service<IEvents>().AppendAsync(DomainEventKind.CoursewarePublished, "fresh", null, default);
            foreach (var listener in new[] { heard, partner })
            {
                var told = await NextAsync(listener);
                Assert.Equal(
                    (School.Id("Courseware", "fresh"), version),
                    (told.String("onCoursewarePublished.id"), (int)told["onCoursewarePublished.version"]!)
                );
            }
        }
    }

    /// <summary>Whoever listens through another process hears at the next look.</summary>
    private async Task<ApiAnswer> NextAsync(EventReader heard)
    {
        rooms.Room.Time.Advance(TimeSpan.FromSeconds(1));
        var (kind, answer) = await heard.NextAsync();
        Assert.Equal("next", kind);
        return answer!;
    }

    private static async Task RefusedAsync(string code, ApiClient client, string query, object? variables = null)
    {
        await using var refused = await client.ListenAsync(query, variables);
        Assert.Equal(("next", code), await refused.NextAsync() is var (kind, answer) ? (kind, answer!.Code) : default);
        Assert.Equal(("complete", null), await refused.NextAsync());
    }

    /// <summary>Kind, result and whose data, oldest first.</summary>
    private async Task<IEnumerable<string>> RecordedAsync(string subject) =>
        (await rooms.Room.Documents("audit").Find(new BsonDocument("subject", subject)).Sort(new BsonDocument("_id", 1)).ToListAsync()).Select(entry =>
            $"{entry["kind"].AsString} {entry["result"].AsString} {string.Join(' ', entry["ownerIds"].AsBsonArray.Select(NumberOf))}"
        );

    private static string NumberOf(BsonValue owner) =>
        new[] { School.Lin, School.Wang, School.Chen }.Single(number => MemberRules.IdOf(number) == owner.AsString);

    private static object Right(SeenCheck check) =>
        new { checkId = check.Id, answer = QuestionBank.All.Single(question => question.Prompt == check.Prompt).Answer };

    /// <summary>One school with two processes for all these tests; each has members of its own.</summary>
    public sealed class Rooms : IAsyncLifetime
    {
        internal Classroom Room { get; private set; } = null!;

        internal School School => Room.School;

        internal ApiHost Beside { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Room = await Classroom.OpenAsync();
            Beside = Room.Host.Beside();
        }

        public async Task DisposeAsync()
        {
            await Beside.DisposeAsync();
            await Room.DisposeAsync();
        }
    }
}
