using ELearning.Content;
using ELearning.Tests.Coursewares;
using ELearning.Tests.Media;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Study;

/// <summary>A member studying against the real stores: advances the clock, plays, beats.</summary>
internal sealed class StudyRoom(ContentFixture host, string memberId = "m1")
{
    private readonly Dictionary<string, int> _sequences = [];

    public StudyDesk Desk => host.Get<StudyDesk>();

    public FakeTimeProvider Time => host.Time;

    public async Task<StudySession> StartAsync(string coursewareId, string? chapterKey = "one", bool takeOver = false, string? device = null) =>
        (await TryStartAsync(coursewareId, chapterKey, takeOver, device: device)).Session!;

    public Task<StudyOutcome> TryStartAsync(
        string coursewareId,
        string? chapterKey = "one",
        bool takeOver = false,
        PresenceAnswer? presence = null,
        string? device = null
    ) => Desk.StartAsync(memberId, new StartStudy(coursewareId, chapterKey, takeOver, device, presence), default);

    /// <summary>Lets time pass and reports what was played in it.</summary>
    public async Task<StudyOutcome> BeatAsync(string sessionId, double wait, double from, double to)
    {
        Time.Advance(TimeSpan.FromSeconds(wait));
        return await SendAsync(sessionId, _sequences[sessionId] = _sequences.GetValueOrDefault(sessionId) + 1, from, to);
    }

    /// <summary>The same with a number of one's own, as after a lost beat.</summary>
    public async Task<StudyOutcome> SendAfterAsync(double wait, string sessionId, int sequence, double from, double to)
    {
        Time.Advance(TimeSpan.FromSeconds(wait));
        return await SendAsync(sessionId, sequence, from, to);
    }

    /// <summary>The next beat, with an answer.</summary>
    public async Task<StudyOutcome> AnswerAsync(string sessionId, double wait, PresenceAnswer presence, double from, double to)
    {
        Time.Advance(TimeSpan.FromSeconds(wait));
        return await SendAsync(sessionId, _sequences[sessionId] = _sequences.GetValueOrDefault(sessionId) + 1, from, to, presence);
    }

    public Task<StudyOutcome> SendAsync(string sessionId, int sequence, double from, double to, PresenceAnswer? presence = null) =>
        Desk.RecordAsync(memberId, sessionId, new StudyBeat(sequence, to, to > from ? [new PlayedSegment(from, to)] : [], presence), default);

    public Task<StudyOutcome> FinishAsync(string sessionId, PresenceAnswer? presence = null) => Desk.FinishAsync(memberId, sessionId, presence, default);

    /// <summary>Finishes as somebody who is there: whoever is asked for a proof first gives it.</summary>
    public async Task<StudyOutcome> FinishThereAsync(string sessionId) =>
        await FinishAsync(sessionId) is var finished && finished.Error?.Detail is PresenceCheck due
            ? await FinishAsync(sessionId, Presence.Right(due))
            : finished;

    public async Task<ContentError> RefusedAsync(Func<StudyRoom, Task> call) => await Assert.ThrowsAsync<ContentError>(() => call(this));

    /// <summary>A published courseware of chapters of these lengths.</summary>
    public Task<Courseware> PublishAsync(string id, params int[] chapterSeconds) => PublishAsync(id, [], chapterSeconds);

    public async Task<Courseware> PublishAsync(string id, IReadOnlyList<Question> questions, params int[] chapterSeconds)
    {
        var chapters = new List<Chapter>();
        string[] keys = ["one", "two", "three"];
        foreach (var (seconds, i) in chapterSeconds.Select((seconds, i) => (seconds, i)))
        {
            var asset =
                seconds > 0
                    ? await host.Get<MediaLibrary>()
                        .StoreAsync(new MemoryStream(await DemoMedia.FilmAsync(seconds)), $"{keys[i]}.mp4", "video/mp4", "quanzhou", default)
                    : await host.Get<MediaLibrary>().StoreAsync(DemoMedia.Open("handbook.pdf"), "handbook.pdf", "application/pdf", "quanzhou", default);
            chapters.Add(new Chapter(keys[i], $"第{i + 1}章", asset.Id));
        }
        return await host.Get<CoursewareLibrary>()
            .PublishAsync(Teaching.Courseware(id, $"课件 {id}", "") with { Chapters = chapters, Questions = questions }, default);
    }

    public async Task<IReadOnlyList<Credit>> LedgerAsync() => [.. (await host.Get<CreditLedger>().EntriesAsync([memberId], default))[memberId]];
}
