namespace ELearning.Tests.Study.Attacks;

/// <summary>
/// Attacks on the measuring of time: totals, jumps, silence, flushes, speed and rhythm (a, b, c, d, f, g, h). Each shows the exact seconds credited and the
/// reason of the rest.
/// </summary>
public sealed class PaceAttackTests
{
    [Theory]
    [InlineData("recordStudyProgress", "sequence: 1, positionSeconds: 1800, segments: []")]
    [InlineData("finishStudySession", "")]
    public async Task Attack_a_one_large_total_is_never_read(string mutation, string rest)
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        room.Time.Advance(TimeSpan.FromSeconds(10));
        foreach (var total in new[] { "studiedSeconds", "verifiedSeconds", "totalSeconds", "seconds", "hours", "coverage" })
        {
            var answer = await lin.Client.AskAsync(
                $"mutation {{ {mutation}(input: {{ sessionId: \"{session}\" {rest} {total}: 1800 }}) {{ studySession {{ verifiedSeconds }} }} }}"
            );
            Assert.True(answer.Status == 400 && answer.Json["data"] is null, answer.Text);
            Assert.Contains(total, answer.Text, StringComparison.Ordinal);
        }

        // The only figure a client may send is a place in the chapter, and a place is no time.
        Assert.Equal((0, ""), Counted(await lin.BeatAsync(session, 10)));
        var finished = await lin.FinishAsync(session);
        Assert.Equal((0, "", ""), (finished.Verified, finished.Refused, finished.Credits));
        Assert.Empty(await lin.CreditedAsync());
    }

    [Fact]
    public async Task Attack_b_a_jump_to_the_end_earns_the_seconds_played_and_playing_them_again_earns_nothing()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Assert.Equal((5, ""), Counted(await lin.BeatAsync(session, 30, (0, 5))));
        // Jumped: the last five seconds, and the report of the end.
        Assert.Equal((10, ""), Counted(await lin.BeatAsync(session, 30, (1795, 1800))));
        Assert.Equal((10, ""), Counted(await lin.BeatAsync(session, 30, (1795, 1800))));
        Assert.Equal((10, ""), Counted(await lin.BeatAsync(session, 30, (1795, 1800), (0, 5))));
        var finished = await lin.FinishAsync(session);
        Assert.Equal(("FINISHED", "2026: 10"), (finished.Status, finished.Credits));
        Assert.Equal([10], await lin.CreditedAsync());
    }

    [Fact]
    public async Task Attack_c_the_whole_film_in_one_range_after_idling_earns_one_lease()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Assert.Equal((120, "1680 LEASE_LAPSED"), Counted(await lin.BeatAsync(session, 600, (0, 1800))));
        Assert.Equal((120, "1680 RATE, 1680 LEASE_LAPSED"), Counted(await lin.BeatAsync(session, 0, (0, 1800))));
        Assert.Equal("2026: 120", (await lin.FinishAsync(session)).Credits);
        Assert.Equal([120], await lin.CreditedAsync());
    }

    [Fact]
    public async Task Attack_d_a_hundred_tiny_flushes_collect_no_tolerance()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Seen last = null!;
        for (var second = 0; second < 100; second++)
            last = await lin.BeatAsync(session, 0.3, (second, second + 1));
        Assert.Equal((30, "70 RATE"), Counted(last));
        Assert.Equal("2026: 30", (await lin.FinishAsync(session)).Credits);
    }

    [Fact]
    public async Task Attack_f_double_speed_earns_the_time_it_took()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Seen last = null!;
        for (var second = 0; second < 1800; second += 60)
            last = await lin.BeatAsync(session, 30, (second, second + 60));
        Assert.Equal((900, "900 RATE"), Counted(last));
        Assert.Equal((0.5, 900), (last.Coverage, last.Remaining));
        Assert.Equal("2026: 900", (await lin.FinishThereAsync(session)).Credits);
    }

    [Fact]
    public async Task Attack_g_beats_faster_than_the_clock_earn_no_more_than_the_clock()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Seen last = null!;
        // Fifty beats in five seconds, each claiming thirty.
        for (var beat = 0; beat < 50; beat++)
            last = await lin.BeatAsync(session, 0.1, (beat * 30, (beat * 30) + 30));
        Assert.Equal((5, "1495 RATE"), Counted(last));
        // And ten more at one instant.
        for (var beat = 50; beat < 60; beat++)
            last = await lin.BeatAsync(session, 0, (beat * 30, (beat * 30) + 30));
        Assert.Equal((5, "1795 RATE"), Counted(last));
        Assert.Equal("2026: 5", (await lin.FinishAsync(session)).Credits);
    }

    [Fact]
    public async Task Attack_h_rare_beats_earn_at_most_one_lease_each_and_the_rest_is_recorded()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Assert.Equal((120, "180 LEASE_LAPSED"), Counted(await lin.BeatAsync(session, 300, (0, 300))));
        Assert.Equal((240, "360 LEASE_LAPSED"), Counted(await lin.BeatAsync(session, 300, (300, 600))));
        Assert.Equal((360, "1020 LEASE_LAPSED"), Counted(await lin.BeatAsync(session, 780, (600, 1380))));
        Assert.Equal("2026: 360", (await lin.FinishThereAsync(session)).Credits);

        // Rarer still, and the session is over, with what it had counted.
        var second = (await lin.StartAsync(Classroom.Other)).Id!;
        Assert.Equal((60, ""), Counted(await lin.BeatAsync(second, 60, (0, 60))));
        var late = await lin.BeatAsync(second, 901, (60, 961));
        Assert.Equal(("CLOSED", 60, "", "StudySessionClosedError"), (late.Status, late.Verified, late.Refused, late.Error));
        Assert.Equal([360, 60], await lin.CreditedAsync());
    }

    private static (int Verified, string Refused) Counted(Seen seen)
    {
        Assert.Null(seen.Error);
        return (seen.Verified, seen.Refused);
    }
}
