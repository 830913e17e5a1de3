using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>Beats on a desk that this process remembers: one write, and never an answer that the stored desk would not give.</summary>
public sealed class DeskMemoryTests
{
    [Fact]
    public async Task What_another_process_did_at_the_desk_is_never_answered_from_memory()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        var (here, there) = (new StudyRoom(host), new StudyRoom(other));
        await here.PublishAsync("history", 1800);
        await here.PublishAsync("law", 600);
        var session = await here.StartAsync("history");
        await here.SendAfterAsync(30, session.Id, 1, 0, 30);
        await there.SendAfterAsync(30, session.Id, 2, 30, 60);

        // This process still remembers the desk of the first beat.
        Assert.Equal(2, host.Get<DeskStore>().Remembered("m1")!.Version);
        Assert.Equal((60, 3), Now((await here.SendAsync(session.Id, 1, 0, 30)).Session!));
        Assert.Equal((60, 3), Now((await here.SendAsync(session.Id, 2, 30, 60)).Session!));
        Assert.Equal(ContentErrorCode.SequenceConflict, (await here.RefusedAsync(room => room.SendAsync(session.Id, 2, 900, 930))).Code);
        Assert.Equal((90, 4), Now((await here.SendAfterAsync(30, session.Id, 3, 60, 90)).Session!));

        var taken = await there.StartAsync("law", takeOver: true);
        Assert.Equal(session.Id, $"m1/{host.Get<DeskStore>().Remembered("m1")!.Session!.Number}");
        var late = await here.SendAfterAsync(30, session.Id, 4, 90, 120);
        Assert.Equal((ContentErrorCode.StudySessionSuperseded, 90), (late.Error!.Code, late.Session!.VerifiedSeconds));
        Assert.Equal((30, 2), Now((await here.SendAsync(taken.Id, 1, 0, 30)).Session!));
        Assert.Equal([90], (await here.LedgerAsync()).Select(credit => credit.Seconds));

        static (int Verified, int Next) Now(StudySession seen) => (seen.VerifiedSeconds, seen.NextSequence);
    }

    [Fact]
    public async Task A_session_another_process_finished_counts_no_more()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        var (here, there) = (new StudyRoom(host), new StudyRoom(other));
        await here.PublishAsync("history", 1800);
        var session = await here.StartAsync("history");
        await here.SendAfterAsync(30, session.Id, 1, 0, 30);
        await there.FinishAsync(session.Id);
        var late = await here.SendAfterAsync(30, session.Id, 2, 30, 60);
        Assert.Equal(
            (ContentErrorCode.StudySessionClosed, StudySessionStatus.Finished, 30),
            (late.Error!.Code, late.Session!.Status, late.Session.VerifiedSeconds)
        );
        Assert.Null(host.Get<DeskStore>().Remembered("m1"));
        Assert.Equal([30], (await here.LedgerAsync()).Select(credit => credit.Seconds));
    }

    [Fact]
    public async Task A_remembered_desk_is_the_stored_one_to_the_last_digit()
    {
        await using var host = await ContentFixture.StartAsync();
        host.Draw = Presence.Every(100);
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        // A clock finer than what is stored.
        host.Time.Advance(TimeSpan.FromTicks(1_234_567));
        var session = await room.StartAsync("history");
        for (var i = 0; i < 12; i++)
        {
            // Counted, too fast, silent for too long, checks missed: everything a desk writes down.
            await room.BeatAsync(session.Id, 41.7654321 * (1 + (i % 4)), i * 61.25, (i * 61.25) + 75.5);
            Assert.Equivalent(await host.Get<DeskStore>().ReadAsync("m1", default), host.Get<DeskStore>().Remembered("m1"), strict: true);
        }
        Assert.Equal(13, host.Get<DeskStore>().Remembered("m1")!.Version);
        await room.FinishThereAsync(session.Id);
        Assert.Null(host.Get<DeskStore>().Remembered("m1"));
    }

    [Fact]
    public void The_memory_is_bounded_and_a_desk_in_use_stays_in_it()
    {
        var memory = new DeskMemory();
        Remember("busy");
        for (var i = 0; i < DeskMemory.Capacity * 2; i++)
        {
            Remember($"m{i}");
            Assert.NotNull(memory.Find("busy"));
        }
        var found = Enumerable.Range(0, DeskMemory.Capacity * 2).Count(i => memory.Find($"m{i}") is not null);
        Assert.InRange(found, DeskMemory.Capacity / 2, DeskMemory.Capacity);

        void Remember(string member) => memory.Remember(new Lesson(desk: new Desk { Id = member }).Desk);
    }
}
