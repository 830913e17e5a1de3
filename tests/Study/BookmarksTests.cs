using ELearning.Content;
using ELearning.Tests.Study.Attacks;

namespace ELearning.Tests.Study;

/// <summary>How far a member has come, and what there is to go on with.</summary>
public sealed class BookmarksTests
{
    private const string Progress = "myProgress { countedSeconds coverage positionSeconds lastStudiedAt chapter { id } }";
    private const string One = $"query($id: ID!) {{ coursewareById(id: $id) {{ {Progress} chapters {{ {Progress} }} }} }}";
    private const string GoOn =
        "query($first: Int) { me { continueWatching(first: $first) { courseware { id } chapter { id } progress { countedSeconds coverage } } } }";

    [Fact]
    public async Task What_the_open_session_counted_is_there_at_once_and_stays_when_it_is_settled()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        Assert.Equal((0, 0.0, 0.0, (string?)null, (string?)null), await ReadAsync(lin.Client, Classroom.Film));
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 90, (0, 90));
        var heard = Written(room.Time.GetUtcNow());
        var open = (90, 0.05, 90.0, heard, School.Id("Chapter", "film/one"));
        Assert.Equal(open, await ReadAsync(lin.Client, Classroom.Film));
        Assert.Equal(open, await ReadAsync(lin.Client, Classroom.Film, "chapters.0."));
        room.Time.Advance(TimeSpan.FromSeconds(20));
        await lin.FinishThereAsync(session);
        Assert.Equal(open, await ReadAsync(lin.Client, Classroom.Film));

        // Studied again: what counts twice counts once, the position is the later one.
        var again = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(again, 60, (60, 120));
        Assert.Equal(
            (120, 120 / 1800.0, 120.0),
            (await ReadAsync(lin.Client, Classroom.Film)) is var now ? (now.Counted, now.Coverage, now.Position) : default
        );

        // Nobody else has it, and who is no member has none.
        Assert.Equal(0, (await ReadAsync(room.Learner(School.Wang).Client, Classroom.Film)).Counted);
        var clerk = await room.School.CountyAdmin.QueryAsync(One, new { id = School.Id("Courseware", Classroom.Film) });
        Assert.Null(clerk["coursewareById.myProgress"]);
        Assert.Null(clerk["coursewareById.chapters.0.myProgress"]);
    }

    [Fact]
    public async Task A_courseware_has_the_share_of_its_chapters_together_and_a_new_version_keeps_what_it_has_the_media_of()
    {
        await using var content = await ContentFixture.StartAsync();
        var room = new StudyRoom(content);
        var first = await room.PublishAsync("history", 600, 1800, 0);
        var session = await room.StartAsync("history", "two");
        await room.BeatAsync(session.Id, 60, 0, 60);
        await room.FinishAsync(session.Id);
        var family = (await content.Get<Bookmarks>().ProgressAsync("m1", ["history", "law"], default))["history"];
        var whole = family.Of(first);
        Assert.Equal(("two", 60, 60 / 2400.0, 60.0), (whole.ChapterKey, whole.CountedSeconds, whole.Coverage, whole.PositionSeconds));
        Assert.Equal(
            [(0, 0.0), (60, 60 / 1800.0), (0, 0.0)],
            first.Content.Chapters.Select(chapter => (family.Of(chapter).CountedSeconds, family.Of(chapter).Coverage))
        );

        var second = await room.PublishAsync("history", 600, 1801);
        Assert.Equal((0, 0.0, (string?)null), family.Of(second) is var other ? (other.CountedSeconds, other.Coverage, other.ChapterKey) : default);
        var third = await room.PublishAsync("history", 700, 1800);
        Assert.Equal((60, "two"), family.Of(third) is var same ? (same.CountedSeconds, same.ChapterKey) : default);

        // With the new year it begins anew.
        room.Time.Advance(TimeSpan.FromDays(300));
        Assert.Equal(0, (await content.Get<Bookmarks>().ProgressAsync("m1", ["history"], default))["history"].Of(third).CountedSeconds);
        Assert.Empty(await content.Get<Bookmarks>().UnfinishedAsync("m1", 5, default));
    }

    [Fact]
    public async Task What_was_skipped_lies_between_the_pieces_that_were_counted()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        Assert.Equal("", await SpansAsync());
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 40, (0, 20.5), (60, 70));
        Assert.Equal("0-20.5 60-70", await SpansAsync());
        await lin.BeatAsync(session, 30, (15, 30));
        Assert.Equal("0-30 60-70", await SpansAsync());
        await lin.BeatAsync(session, 30, (30, 60));
        await lin.FinishThereAsync(session);
        Assert.Equal("0-70", await SpansAsync());
        Assert.Equal("0-70", await SpansAsync("chapters.0."));

        // In more pieces than are told.
        var again = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(again, 60, [.. Enumerable.Range(0, 60).Select(piece => (100 + (2.0 * piece), 100.5 + (2 * piece)))]);
        await lin.BeatAsync(again, 60, [.. Enumerable.Range(0, 60).Select(piece => (300 + (2.0 * piece), 300.6 + (2 * piece)))]);
        var told = (await SpansAsync()).Split(' ');
        Assert.Equal(("0-70", StudyProgress.MostSpans, "418-418.6"), (told[0], told.Length, told[^1]));
        Assert.Equal(70 + 30 + 36, (await ReadAsync(lin.Client, Classroom.Film)).Counted);

        async Task<string> SpansAsync(string below = "")
        {
            const string spans = "myProgress { countedSpans { startSeconds endSeconds } }";
            var seen = await lin.Client.QueryAsync(
                $"query($id: ID!) {{ coursewareById(id: $id) {{ {spans} chapters {{ {spans} }} }} }}",
                new { id = School.Id("Courseware", Classroom.Film) }
            );
            return string.Join(
                ' ',
                seen[$"coursewareById.{below}myProgress.countedSpans"]!.AsArray().Select(span => $"{span!["startSeconds"]}-{span["endSeconds"]}")
            );
        }
    }

    [Fact]
    public async Task What_was_begun_is_listed_last_studied_first_until_all_of_it_is_counted_and_its_session_is_over()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        Assert.Equal("", await GoOnAsync(lin.Client));
        await WatchAsync(Classroom.Other, 30);
        await WatchAsync(Classroom.Film, 60);
        var history = await WatchAsync(School.History, 24, finish: false);
        Assert.Equal("history 24 1, film 60 0.03, other 30 0.02", await GoOnAsync(lin.Client));
        Assert.Equal("history 24 1, film 60 0.03", await GoOnAsync(lin.Client, 2));
        await lin.FinishThereAsync(history);
        Assert.Equal("film 60 0.03, other 30 0.02", await GoOnAsync(lin.Client));
        await lin.StartAsync(Classroom.Other);
        Assert.Equal("other 30 0.02, film 60 0.03", await GoOnAsync(lin.Client));

        await room.Host.Service<CoursewareLibrary>().RetireAsync(Classroom.Film, 1, default);
        Assert.Equal("other 30 0.02", await GoOnAsync(lin.Client));
        Assert.Equal("", await GoOnAsync(room.Learner(School.Wang).Client));
        Assert.Equal("PAGE_SIZE", (await lin.Client.AskAsync(GoOn, new { first = 21 })).Code);
        Assert.Equal("PAGE_SIZE", (await lin.Client.AskAsync("{ me { continueWatching(first: 0) { chapter { id } } } }")).Code);

        // It is the member's own business, not that of who keeps the register.
        var kept = await room.School.CountyAdmin.QueryAsync(
            "query($id: ID!) { memberById(id: $id) { continueWatching { chapter { id } } } }",
            new { id = School.MemberId(School.Lin) }
        );
        Assert.Empty(kept["memberById.continueWatching"]!.AsArray());

        async Task<string> WatchAsync(string courseware, int seconds, bool finish = true)
        {
            var session = (await lin.StartAsync(courseware)).Id!;
            await lin.BeatAsync(session, seconds, (0, seconds));
            if (finish)
                await lin.FinishThereAsync(session);
            return session;
        }
    }

    [Fact]
    public async Task A_whole_catalogue_reads_twice_for_it_and_never_more()
    {
        await using var school = await School.OpenAsync();
        const string without = "{ courseware { nodes { id chapters { id } } } }";
        var plain = await school.Host.RoundTripsOf(() => school.Member.QueryAsync(without));
        foreach (var query in new[] { "{ courseware { nodes { id X chapters { id } } } }", "{ courseware { nodes { id chapters { id X } } } }" })
        {
            var asked = query.Replace("X", "myProgress { coverage }", StringComparison.Ordinal);
            Assert.Equal(plain + 2, await school.Host.RoundTripsOf(() => school.Member.QueryAsync(asked)));
        }

        // Who is no member has no progress to look for.
        var clerk = await school.Host.RoundTripsOf(() => school.Administrator.QueryAsync(without));
        Assert.Equal(clerk, await school.Host.RoundTripsOf(() => school.Administrator.QueryAsync("{ courseware { nodes { id myProgress { coverage } } } }")));
    }

    private static async Task<(int Counted, double Coverage, double Position, string? At, string? Chapter)> ReadAsync(
        ApiClient client,
        string courseware,
        string below = ""
    )
    {
        var seen = await client.QueryAsync(One, new { id = School.Id("Courseware", courseware) });
        var at = $"coursewareById.{below}myProgress";
        return (
            seen[$"{at}.countedSeconds"]!.GetValue<int>(),
            seen[$"{at}.coverage"]!.GetValue<double>(),
            seen[$"{at}.positionSeconds"]!.GetValue<double>(),
            seen[$"{at}.lastStudiedAt"]?.GetValue<string>(),
            seen[$"{at}.chapter"]?["id"]!.GetValue<string>()
        );
    }

    private static async Task<string> GoOnAsync(ApiClient client, int first = 5) =>
        string.Join(
            ", ",
            (await client.QueryAsync(GoOn, new { first }))["me.continueWatching"]!
                .AsArray()
                .Select(row =>
                    NodeId.TryDecode(row!["courseware"]!["id"]!.GetValue<string>(), out _, out var courseware)
                        ? FormattableString.Invariant(
                            $"{courseware} {row["progress"]!["countedSeconds"]!.GetValue<int>()} {Math.Round(row["progress"]!["coverage"]!.GetValue<double>(), 2)}"
                        )
                        : ""
                )
        );

    private static string? Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
