using ELearning.Content;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Coursewares;

/// <summary>What the search index owes to what is published: it follows it, and where it lags behind it shows nothing wrong.</summary>
public sealed class CoursewareSearchTests : IAsyncLifetime
{
    private ContentFixture _content = null!;

    private IMongoCollection<BsonDocument> Entries => _content.Database.GetCollection<BsonDocument>("coursewareTerms");

    public async Task InitializeAsync() => _content = await ContentFixture.StartAsync();

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task A_new_version_is_found_by_its_own_words_alone()
    {
        await _content.PublishAsync("history", "红船", summary: "起航");
        await _content.PublishAsync("history", "遵义", summary: "会议");
        Assert.Equal("history", await _content.FoundAsync("遵义"));
        Assert.Equal("history", await _content.FoundAsync("会议"));
        Assert.Equal("", await _content.FoundAsync("红船"));
        Assert.Equal("", await _content.FoundAsync("起航"));
        Assert.Equal(1, await Entries.CountDocumentsAsync("{}"));
    }

    [Fact]
    public async Task An_entry_of_an_older_version_shows_nothing_and_the_next_start_makes_it_good()
    {
        await _content.PublishAsync("history", "红船");
        var old = await Entries.Find("{}").SingleAsync();
        await _content.PublishAsync("history", "遵义");
        // As after a crash between the family and its entry.
        await Entries.ReplaceOneAsync("{}", old);
        Assert.Equal("", await _content.FoundAsync("红船"));
        Assert.Equal("", await _content.FoundAsync("遵义"));
        await _content.Get<ContentStart>().PrepareAsync(default);
        Assert.Equal("", await _content.FoundAsync("红船"));
        Assert.Equal("history", await _content.FoundAsync("遵义"));
    }

    [Fact]
    public async Task A_lost_entry_is_made_again_by_publishing_the_same()
    {
        await _content.PublishAsync("history", "红船");
        await Entries.DeleteOneAsync("{}");
        Assert.Equal("", await _content.FoundAsync("红船"));
        Assert.Equal(1, (await _content.PublishAsync("history", "红船")).Version);
        Assert.Equal("history", await _content.FoundAsync("红船"));
    }

    [Fact]
    public async Task A_start_makes_lost_outdated_and_superfluous_entries_good_and_leaves_the_others()
    {
        await _content.FillAsync([Bookcase.Book("kept", "红船一"), Bookcase.Book("lost", "红船二"), Bookcase.Book("earlier", "红船三")]);
        Assert.Equal(0, await _content.Get<CoursewareSearch>().RepairAsync(default));
        await Entries.DeleteOneAsync("{_id: 'lost'}");
        await Entries.UpdateOneAsync("{_id: 'earlier'}", "{$set: {edition: 0, keys: []}}");
        await Entries.InsertOneAsync((await Entries.Find("{_id: 'kept'}").SingleAsync()).Set("_id", "gone"));
        await using (var another = _content.Another())
        {
            var repaired = await Task.WhenAll(_content.Get<CoursewareSearch>().RepairAsync(default), another.Get<CoursewareSearch>().RepairAsync(default));
            Assert.Contains(3, repaired);
        }
        Assert.Equal(["earlier", "kept", "lost"], (await _content.FoundAsync("红船")).Split(' ').Order());
        Assert.Equal(3, await Entries.CountDocumentsAsync("{}"));
        Assert.Equal(0, await _content.Get<CoursewareSearch>().RepairAsync(default));
    }

    [Fact]
    public async Task A_publisher_that_was_slow_does_not_bring_an_older_entry_back()
    {
        var first = await _content.PublishAsync("history", "红船");
        await _content.PublishAsync("history", "遵义");
        await _content.Get<CoursewareSearch>().EnterAsync([first], default);
        Assert.Equal("history", await _content.FoundAsync("遵义"));
        Assert.Equal("", await _content.FoundAsync("红船"));
    }

    [Fact]
    public async Task The_pages_of_a_search_follow_each_other_either_way_and_new_entries_move_none()
    {
        await _content.FillAsync([
            .. Enumerable.Range(0, 5).Select(i => Bookcase.Book($"t{i}", "红船", age: i)),
            .. Enumerable.Range(0, 4).Select(i => Bookcase.Book($"s{i}", "讲座", "红船", age: i)),
        ]);
        var library = _content.Get<CoursewareLibrary>();
        var first = await library.ListAsync("红船", null, [], new(3, WithTotal: true), default);
        Assert.Equal(("t0 t1 t2", true, false, 9L), (Ids(first), first.HasNextPage, first.HasPreviousPage, first.TotalCount));
        await _content.FillAsync([Bookcase.Book("new", "红船", age: -1)]);
        var second = await library.ListAsync("红船", null, [], new(3, first.Edges[^1].Cursor), default);
        Assert.Equal(("t3 t4 s0", true, true), (Ids(second), second.HasNextPage, second.HasPreviousPage));
        var third = await library.ListAsync("红船", null, [], new(3, second.Edges[^1].Cursor), default);
        Assert.Equal(("s1 s2 s3", false, true), (Ids(third), third.HasNextPage, third.HasPreviousPage));
        var back = await library.ListAsync("红船", null, [], new(3, third.Edges[0].Cursor, Backward: true), default);
        Assert.Equal(("t3 t4 s0", true, true), (Ids(back), back.HasNextPage, back.HasPreviousPage));
        var last = await library.ListAsync("红船", null, [], new(2, null, Backward: true), default);
        Assert.Equal(("s2 s3", false, true), (Ids(last), last.HasNextPage, last.HasPreviousPage));
        // A page that ends where a rank ends still knows that another follows.
        var rank = await library.ListAsync("红船", null, [], new(6), default);
        Assert.Equal(("new t0 t1 t2 t3 t4", true), (Ids(rank), rank.HasNextPage));
        await Assert.ThrowsAsync<ContentError>(() => library.ListAsync("红船", null, [], new(3, first.Edges[0].Cursor[2..]), default));
        await Assert.ThrowsAsync<ContentError>(() => library.ListAsync("红船", null, [], new(3, "9." + first.Edges[0].Cursor[2..]), default));
        await Assert.ThrowsAsync<ContentError>(() => library.ListAsync("红船", null, [], new(101), default));
    }

    [Fact]
    public async Task A_courseware_is_found_by_what_is_said_in_it_after_those_that_write_about_it()
    {
        await _content.PublishAsync("summary", "讲座", summary: "红船精神");
        await PublishWithCaptionsAsync("said", await CaptionsAsync("林老师说到红船"), await CaptionsAsync("后来在 Nanhu 靠岸"));
        Assert.Equal("summary said", await _content.FoundAsync("红船"));
        Assert.Equal("said", await _content.FoundAsync("红船 nanhu"));
        Assert.Equal("", await _content.FoundAsync("00"));
    }

    [Fact]
    public async Task Captions_that_cannot_be_read_keep_no_publication_waiting_and_the_others_are_read()
    {
        var lost = await CaptionsAsync("红船");
        var hash = (await _content.Get<MediaLibrary>().FindAsync([lost], default))[lost].Hash;
        File.Delete(Directory.EnumerateFiles(_content.Get<IOptions<StorageOptions>>().Value.DataDirectory, hash, SearchOption.AllDirectories).Single());
        await PublishWithCaptionsAsync("half", lost, await CaptionsAsync("遵义"));
        Assert.Equal("half", await _content.FoundAsync("遵义"));
        Assert.Equal("", await _content.FoundAsync("红船"));
    }

    [Fact]
    public async Task A_retired_courseware_is_found_by_nobody_even_while_its_entry_is_still_there()
    {
        await _content.PublishAsync("history", "红船");
        var entry = await Entries.Find("{}").SingleAsync();
        await _content.Get<CoursewareLibrary>().RetireAsync("history", 1, default);
        Assert.Equal(0, await Entries.CountDocumentsAsync("{}"));
        await Entries.InsertOneAsync(entry);
        Assert.Equal("", await _content.FoundAsync("红船"));
        Assert.Equal(1, await _content.Get<CoursewareSearch>().RepairAsync(default));
        Assert.Equal(0, await Entries.CountDocumentsAsync("{}"));
        Assert.Empty((await _content.Get<CoursewareLibrary>().FacetsAsync(null, null, default)).Kinds);
    }

    private async Task<string> CaptionsAsync(string said)
    {
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n{said}\n"));
        return (await _content.Get<MediaLibrary>().StoreAsync(file, "captions.vtt", "text/vtt", "quanzhou", default)).Id;
    }

    /// <summary>A chapter for each.</summary>
    private async Task PublishWithCaptionsAsync(string id, params string[] captions)
    {
        var film = await _content.FilmAsync();
        await _content
            .Get<CoursewareLibrary>()
            .PublishAsync(
                Teaching.Courseware(id, "课", film) with
                {
                    Chapters = [.. captions.Select((asset, i) => new Chapter($"c{i}", "章", film) { Captions = [new("zh-CN", asset)] })],
                },
                default
            );
    }

    private static string Ids(Page<Courseware> page) => string.Join(' ', page.Nodes.Select(book => book.Id));
}
