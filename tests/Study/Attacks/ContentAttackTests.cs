using System.Globalization;
using ELearning.Content;

namespace ELearning.Tests.Study.Attacks;

/// <summary>
/// Attacks on content and calendar: again, malformed, replaced, across boundaries, by another clock (l, m, o, q, r). Each shows the exact seconds credited and
/// the reason of the rest.
/// </summary>
public sealed class ContentAttackTests
{
    [Fact]
    public async Task Attack_l_the_same_courseware_again_earns_nothing_before_the_next_year()
    {
        await using var room = await Classroom.OpenAsync(60);
        var lin = room.Learner();
        await StudyAsync("2026: 60", "");
        await StudyAsync("", "60 ALREADY_COUNTED");
        room.Time.SetUtcNow(new DateTimeOffset(2027, 1, 1, 0, 0, 0, SchoolTime.Offset));
        await StudyAsync("2027: 60", "");
        Assert.Equal([60], await lin.CreditedAsync(2026));
        Assert.Equal([60], await lin.CreditedAsync(2027));

        async Task StudyAsync(string credits, string refused)
        {
            var session = (await lin.StartAsync()).Id!;
            Assert.Equal(refused, (await lin.BeatAsync(session, 60, (0, 60))).Refused);
            Assert.Equal(credits, (await lin.FinishAsync(session)).Credits);
        }
    }

    [Theory]
    [InlineData("{ startSeconds: -1, endSeconds: 30 }")]
    [InlineData("{ startSeconds: -30, endSeconds: -1 }")]
    [InlineData("{ startSeconds: 30, endSeconds: 0 }")]
    [InlineData("{ startSeconds: 0, endSeconds: 1801 }")]
    [InlineData("{ startSeconds: 9000, endSeconds: 9030 }")]
    [InlineData("{ startSeconds: 0, endSeconds: 1e300 }")]
    [InlineData("{ startSeconds: 0, endSeconds: 20 }, { startSeconds: 10, endSeconds: 30 }")]
    [InlineData("{ startSeconds: 0, endSeconds: 30 }, { startSeconds: 0, endSeconds: 30 }")]
    public async Task Attack_m_malformed_segments_get_a_typed_error_and_change_nothing(string segments)
    {
        await using var room = await Classroom.OpenAsync();
        await RefusedAsync(room, segments, "InvalidInputError", null);
    }

    [Theory]
    [InlineData("{ startSeconds: 0, endSeconds: 1e400 }")]
    [InlineData("{ startSeconds: -1e400, endSeconds: 30 }")]
    [InlineData("{ startSeconds: 0, endSeconds: NaN }")]
    [InlineData("{ startSeconds: 0, endSeconds: Infinity }")]
    [InlineData("{ startSeconds: 0, endSeconds: \"NaN\" }")]
    [InlineData("{ startSeconds: 0, endSeconds: \"30\" }")]
    [InlineData("{ startSeconds: 0 }")]
    [InlineData("null")]
    public async Task Attack_m_what_is_no_number_is_a_fault_of_the_request_and_changes_nothing(string segments)
    {
        await using var room = await Classroom.OpenAsync();
        await RefusedAsync(room, segments, null, 400);
    }

    [Fact]
    public async Task Attack_m_ten_thousand_segments_get_a_typed_error_and_change_nothing()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 30, (0, 30));
        var desk = await room.DeskAsync();
        var many = Enumerable.Range(0, 10_000).Select(i => (i / 10.0, (i / 10.0) + 0.05)).ToArray();
        var refused = await lin.BeatAsync(session, 30, many[..1000]);
        Assert.Equal(("InvalidInputError", desk), (refused.Error, await room.DeskAsync()));
        // So many are not even read.
        Assert.Equal(("REQUEST_TOO_COMPLEX", desk), (await lin.RefusedAsync(session, 2, many), await room.DeskAsync()));
        // Neither the number nor the time of the refused beats is used up.
        Assert.Equal(60, (await lin.SendAsync(session, 2, played: (30, 60))).Verified);
    }

    [Fact]
    public async Task Attack_o_a_session_keeps_its_version_and_a_shorter_or_longer_one_pays_only_what_it_adds()
    {
        await using var room = await Classroom.OpenAsync(100);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Assert.Equal(50, (await lin.BeatAsync(session, 50, (0, 50))).Verified);
        await room.PublishAsync(Classroom.Film, 30);
        Assert.Equal(session, (await lin.StartAsync()).Id);
        Assert.Equal((100, 1.0), Counted(await lin.BeatAsync(session, 50, (50, 100))));
        Assert.Equal("2026: 100", (await lin.FinishAsync(session)).Credits);

        // The shorter version is a part of what the family has paid.
        var shorter = (await lin.StartAsync()).Id!;
        var again = await lin.BeatAsync(shorter, 30, (0, 30));
        Assert.Equal((0, "30 ALREADY_COUNTED"), (again.Verified, again.Refused));

        // The longer one is published while that session is open: the session stays as long as it was.
        await room.PublishAsync(Classroom.Film, 140);
        Assert.Equal("InvalidInputError", (await lin.BeatAsync(shorter, 60, (0, 60))).Error);
        Assert.Equal("", (await lin.FinishAsync(shorter)).Credits);
        var longer = await lin.StartAsync();
        Assert.Equal(40, longer.Remaining);
        var last = await lin.BeatAsync(longer.Id!, 100, (0, 100));
        Assert.Equal((40, "60 ALREADY_COUNTED"), (last.Verified, last.Refused));
        Assert.Equal("2026: 40", (await lin.FinishAsync(longer.Id!)).Credits);
        Assert.Equal([100, 40], await lin.CreditedAsync());

        static (int, double) Counted(Seen seen) => (seen.Verified, seen.Coverage);
    }

    [Fact]
    public async Task Attack_q_study_across_the_new_year_is_split_at_midnight()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        room.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 23, 59, 20, SchoolTime.Offset));
        var session = (await lin.StartAsync()).Id!;
        Assert.Equal(30, (await lin.BeatAsync(session, 30, (0, 30))).Verified);
        Assert.Equal(60, (await lin.BeatAsync(session, 30, (30, 60))).Verified);
        Assert.Equal("2026: 40, 2027: 20", (await lin.FinishAsync(session)).Credits);
        Assert.Equal([40], await lin.CreditedAsync(2026));
        Assert.Equal([20], await lin.CreditedAsync(2027));
    }

    [Fact]
    public async Task Attack_q_the_daily_ceiling_holds_until_midnight_and_each_day_has_its_own()
    {
        const int Ceiling = 8 * 2700;
        await using var room = await Classroom.OpenAsync(Ceiling + 400);
        var lin = room.Learner();
        room.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 17, 58, 20, SchoolTime.Offset));
        var session = (await lin.StartAsync()).Id!;
        Seen last = null!;
        for (var second = 0; second < Ceiling; second += 120)
            last = await lin.BeatAsync(session, 120, (second, second + 120));
        Assert.Equal((Ceiling, 0, ""), (last.Verified, last.Remaining, last.Refused));
        last = await lin.BeatAsync(session, 100, (Ceiling, Ceiling + 100));
        // It is midnight now, and the new day opens with all its time. What the ceiling refused can be watched again.
        Assert.Equal((Ceiling, Ceiling, "100 DAILY_CEILING"), (last.Verified, last.Remaining, last.Refused));
        last = await lin.BeatAsync(session, 100, (Ceiling, Ceiling + 100));
        Assert.Equal((Ceiling + 100, "100 DAILY_CEILING"), (last.Verified, last.Refused));
        Assert.Equal($"2026: {Ceiling}, 2027: 100", (await lin.FinishThereAsync(session)).Credits);
    }

    [Theory]
    [InlineData("zh-CN", "Asia/Shanghai", 0)]
    [InlineData("en", "Pacific/Kiritimati", 86_400)]
    [InlineData("ar-SA", "America/Los_Angeles", -86_400)]
    [InlineData("th-TH", "Mars/Olympus", 31_536_000)]
    public async Task Attack_r_clock_zone_and_locale_of_the_client_change_nothing(string language, string zone, int clockOff)
    {
        await using var room = await Classroom.OpenAsync();
        room.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 23, 59, 40, SchoolTime.Offset));
        var lin = room.Learner(language: language);
        lin.Client.Headers["Date"] = room.Time.GetUtcNow().AddSeconds(clockOff).ToString("R", CultureInfo.InvariantCulture);
        lin.Client.Headers["X-Timezone"] = zone;
        lin.Client.Headers["X-Client-Time"] = room.Time.GetUtcNow().AddSeconds(clockOff).ToString("O", CultureInfo.InvariantCulture);
        var session = (await lin.StartAsync()).Id!;
        var beat = await lin.BeatAsync(session, 30, (0, 60));
        Assert.Equal((30, "30 RATE"), (beat.Verified, beat.Refused));
        Assert.Equal("2026: 20, 2027: 10", (await lin.FinishAsync(session)).Credits);
    }

    /// <summary>A beat is counted, one with these segments is refused, and the next good one is counted as if the bad one had never been.</summary>
    private static async Task RefusedAsync(Classroom room, string segments, string? error, int? status)
    {
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 30, (0, 30));
        var desk = await room.DeskAsync();
        room.Time.Advance(TimeSpan.FromSeconds(30));
        var answer = await lin.Client.AskAsync(
            $"mutation {{ recordStudyProgress(input: {{ sessionId: \"{session}\", sequence: 2, positionSeconds: 30, segments: [{segments}] }}) {{ "
                + $"studySession {{ id }} errors {{ __typename ... on Error {{ code message }} }} }} }}"
        );
        if (error is not null)
            Assert.Equal(error, answer.Refusal("recordStudyProgress"));
        else
            Assert.True(answer.Status == status && answer.Json["data"] is null && answer.Code is not null, answer.Text);
        Assert.Equal(desk, await room.DeskAsync());
        Assert.Equal(60, (await lin.SendAsync(session, 2, played: (30, 60))).Verified);
    }
}
