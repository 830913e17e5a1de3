using ELearning.Content;
using ELearning.Tests.Study;
using MongoDB.Bson;
using Xunit.Abstractions;

namespace ELearning.Tests.Credits;

/// <summary>The desk is read and written at every beat: it stays small whatever the member does.</summary>
public sealed class DeskSizeTests(ITestOutputHelper output)
{
    private const int LargestDesk = 16 * 1024;
    private const int Pieces = 512;
    private const double ChapterSeconds = 8 * 3600;
    private const double Stride = ChapterSeconds / Pieces;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_eight_hours_of_scattered_watching_the_desk_is_at_most_16_KiB(bool watchedBefore)
    {
        DocumentMapping.Register();
        // The worst that can be: content counted before in as many pieces as there may be, each new piece beginning where an old one ends, and nothing of it
        // confirmed yet.
        var before = IntervalSet.FromEdges([
            .. Enumerable
                .Range(0, watchedBefore ? Pieces : 0)
                .SelectMany(piece => new[] { (long)(piece * Stride * 1000) + 1, (long)(((piece * Stride) + 10) * 1000) }),
        ]);
        var lesson = new Lesson(ChapterSeconds, before: before, draw: watchedBefore ? Presence.Never : Presence.Every(900));
        var random = new Random(7);
        var time = 0.0;
        for (var beat = 1; time < ChapterSeconds; beat++)
        {
            time += beat % 50 == 0 ? 130 : 30;
            var start = (random.Next(Pieces) * Stride) + 10;
            (double, double)[] segments = (beat % 4) switch
            {
                0 => [(start, start + 40)],
                1 => [(start - 10, start + 20)],
                _ => [(start, start + 15 + (random.NextDouble() * 14))],
            };
            if (beat % 40 != 0 && lesson.Look(time).PresenceCheck is { } check)
                lesson.Answer(time, Presence.Right(check), segments);
            else
                lesson.At(time, segments);
        }

        var session = lesson.Session with
        {
            Clients = [.. Enumerable.Range(0, ClientTraces.LargestCount).Select(_ => new SeenClient(new string('a', 32), new string('b', 32)))],
            Questions = Presence
                .Proctor(Presence.Never)
                .Ration([
                    .. Enumerable
                        .Range(0, 100)
                        .Select(i => new Question($"第{i}题：本章讲到的会议在哪一年召开？", ["1921年", "1935年", "1945年", "1949年"], "1921年")),
                ]),
            DeviceName = new string('机', 64),
            MediaHash = new string('c', 64),
        };
        var desk = (lesson.Desk with { Session = session }).ToBsonDocument();

        output.WriteLine(
            $"{session.Years[0].Counted.Count} pieces counted, {session.Years[0].Pending.Count} pending, {session.RefusalLog.Events.Count} refusals, "
                + $"{session.Checks.Count} checks: {desk.ToBson().Length} bytes"
        );
        foreach (var element in desk["session"].AsBsonDocument)
            output.WriteLine($"  {element.Name}: {new BsonDocument(element).ToBson().Length}");
        Assert.True(session.Years[0].Counted.Count > 300);
        Assert.True(!watchedBefore || session.RefusalLog.Events.Count == RefusalLog.Largest);
        Assert.True(desk.ToBson().Length <= LargestDesk, $"{desk.ToBson().Length} bytes");
    }
}
