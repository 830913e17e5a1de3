using System.Text;
using CsCheck;
using ELearning.Content;
using MongoDB.Driver;

namespace ELearning.Tests.Storage;

public sealed class QueryMapTests : IAsyncLifetime
{
    private sealed record Thing(string Id, string Name, int? Rank, string Parent, IReadOnlyList<string> Tags)
    {
        public DateTimeOffset At { get; init; } = DateTimeOffset.UnixEpoch;
    }

    private static readonly QueryMap<Thing> Map = new QueryMap<Thing>(thing => thing.Id)
        .Add<string>(
            "name",
            "Name",
            FilterOperator.Eq | FilterOperator.Neq | FilterOperator.In | FilterOperator.Nin | FilterOperator.StartsWith | FilterOperator.Contains,
            "",
            thing => thing.Name
        )
        .Add<int?>("rank", "Rank", FilterOperator.Gt | FilterOperator.Gte | FilterOperator.Lt | FilterOperator.Lte | FilterOperator.Eq, "", thing => thing.Rank)
        .Add<DateTimeOffset>("at", "At", default, "", thing => thing.At)
        .Add<string>("id", "_id", default, "", thing => thing.Id)
        .Add<string>("tags", "Tags", FilterOperator.Some | FilterOperator.All | FilterOperator.None, "", isList: true);

    private ContentFixture _content = null!;
    private IMongoCollection<Thing> _things = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        _things = _content.Database.GetCollection<Thing>("things");
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    public static TheoryData<string> Orders =>
        ["", "name", "-name", "rank", "-rank", "rank name", "-rank name", "rank -name", "-rank -name", "-at rank", "name -rank at", "id", "-id", "rank -id"];

    [Theory, MemberData(nameof(Orders))]
    public async Task Paging_either_way_shows_every_document_once_in_the_order_of_the_database(string order)
    {
        var sample = Enumerable
            .Range(0, 37)
            .Select(number => new Thing($"t{number * 7 % 37:00}", $"n{number % 5}", number % 4 == 0 ? null : number % 3, "p", [])
            {
                At = DateTimeOffset.UnixEpoch.AddMilliseconds(number % 6),
            })
            .ToList();
        await _things.InsertManyAsync(sample);
        var sorts = Sorts(order);
        var whole = (await PageAsync(sorts, new(100))).Nodes.Select(thing => thing.Id).ToList();
        Assert.Equal(37, whole.Distinct().Count());
        Assert.Equal(Sorted(sample, sorts), whole);

        foreach (var limit in new[] { 1, 4, 36, 37 })
        {
            var forward = new List<string>();
            for (Page<Thing>? page = null; page is null || page.HasNextPage; )
            {
                Assert.Equal(page is not null, forward.Count > 0);
                page = await PageAsync(sorts, new(limit, page?.Edges[^1].Cursor));
                forward.AddRange(page.Nodes.Select(thing => thing.Id));
            }
            Assert.Equal(whole, forward);

            var backward = new List<string>();
            for (Page<Thing>? page = null; page is null || page.HasPreviousPage; )
            {
                page = await PageAsync(sorts, new(limit, page?.Edges[0].Cursor, Backward: true));
                backward.InsertRange(0, page.Nodes.Select(thing => thing.Id));
            }
            Assert.Equal(whole, backward);
        }
    }

    [Fact]
    public async Task Inserts_in_between_shift_no_page()
    {
        await _things.InsertManyAsync(Enumerable.Range(0, 10).Select(number => new Thing($"t{number}", $"n{number}", null, "p", [])));
        var first = await PageAsync(Sorts("name"), new(5));
        await _things.InsertManyAsync([new("a", "n0", null, "p", []), new("z", "n4", null, "p", []), new("zz", "n99", null, "p", [])]);

        var second = await PageAsync(Sorts("name"), new(10, first.Edges[^1].Cursor));

        Assert.Equal(["z", "t5", "t6", "t7", "t8", "t9", "zz"], second.Nodes.Select(thing => thing.Id));
    }

    [Fact]
    public async Task The_ends_of_a_list_are_told_right()
    {
        await _things.InsertManyAsync(Enumerable.Range(0, 3).Select(number => new Thing($"t{number}", $"n{number}", null, "p", [])));
        var all = await PageAsync([], new(3, WithTotal: true));
        var empty = await PageAsync([], new(3, all.Edges[^1].Cursor));

        Assert.Equal((false, false, 3L), (all.HasNextPage, all.HasPreviousPage, all.TotalCount));
        Assert.Equal((false, true, null), (empty.HasNextPage, empty.HasPreviousPage, empty.TotalCount));
        Assert.Empty(empty.Edges);
        Assert.True((await PageAsync([], new(2))).HasNextPage);
        Assert.True((await PageAsync([], new(2, Backward: true))).HasPreviousPage);
    }

    public static TheoryData<string> BadCursors =>
        [
            "",
            " ",
            "x",
            "!!!",
            Cursor("{}"),
            Cursor("[]"),
            Cursor("null"),
            Cursor("[\"+name\"]"),
            Cursor("[\"+name\",\"a\"]"),
            Cursor("[\"+name\",\"a\",\"\"]"),
            Cursor("[\"+name\",\"a\",null]"),
            Cursor("[\"-name\",\"a\",\"id\"]"),
            Cursor("[\"+name\",{\"$gt\":\"\"},\"id\"]"),
            Cursor("[\"+name\",1,\"id\"]"),
            Cursor("[\"+name\",\"a\",\"id\",\"more\"]"),
            Cursor(new string('[', 2000)),
            new('A', 5000),
            "é€😀",
        ];

    [Theory, MemberData(nameof(BadCursors))]
    public async Task A_cursor_that_was_not_made_here_is_malformed(string cursor)
    {
        var after = await Assert.ThrowsAsync<ContentError>(() => PageAsync(Sorts("name"), new(5, cursor)));
        var before = await Assert.ThrowsAsync<ContentError>(() => PageAsync(Sorts("name"), new(5, cursor, Backward: true)));

        Assert.Equal(["after", InputFault.Malformed, null], after.Arguments);
        Assert.Equal(["before", InputFault.Malformed, null], before.Arguments);
    }

    [Fact]
    public void Any_text_as_a_cursor_is_either_read_or_malformed() =>
        Gen.OneOf(
                Gen.String,
                Gen.String[Gen.Char.AlphaNumeric, 0, 60],
                Gen.Byte.Array[0, 60].Select(bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes)),
                Gen.String.Select(Cursor)
            )
            .Sample(
                text =>
                {
                    try
                    {
                        KeysetCursor.Decode(text, "+rank -at", [typeof(int), typeof(DateTimeOffset)], "after");
                    }
                    catch (ContentError error)
                    {
                        return error.Code == ContentErrorCode.InvalidInput;
                    }
                    return true;
                },
                iter: 5000
            );

    [Theory]
    [InlineData("a", "a", 1)]
    [InlineData("a", null, 1)]
    [InlineData("a", "x", "x")]
    [InlineData("a", "2147483648", "x")]
    public void A_value_is_read_by_the_type_of_its_field_or_not_at_all(string order, string? value, object expected)
    {
        var cursor = Cursor(System.Text.Json.JsonSerializer.Serialize(new[] { order, value, "id" }));
        if (expected is "x")
            Assert.Throws<ContentError>(() => KeysetCursor.Decode(cursor, order, [typeof(int)], "after"));
        else
            Assert.Equal("id", KeysetCursor.Decode(cursor, order, [value is null ? typeof(int) : typeof(string)], "after").Id);
    }

    [Fact]
    public async Task Each_operator_means_what_it_says()
    {
        await _things.InsertManyAsync([
            new("1", "ab", 1, "p", ["x", "y"]),
            new("2", "abc", 2, "p", ["x"]),
            new("3", "b.c", null, "p", []),
            new("4", "bxc", 3, "p", ["y"]),
        ]);
        async Task<string> Ids(Filter filter) =>
            string.Join(' ', (await Map.PageAsync(_things, new([], filter, [], new()), default)).Nodes.Select(thing => thing.Id));
        FieldFilter Name(FilterOperator by, object? value) => new("name", by, value);
        FieldFilter Rank(FilterOperator by, object? value) => new("rank", by, value);
        FieldFilter Tags(FilterOperator by, object? value) => new("tags", by, value);

        Assert.Equal("1", await Ids(Name(FilterOperator.Eq, "ab")));
        Assert.Equal("2 3 4", await Ids(Name(FilterOperator.Neq, "ab")));
        Assert.Equal("1 3", await Ids(Name(FilterOperator.In, new[] { "ab", "b.c" })));
        Assert.Equal("2 4", await Ids(Name(FilterOperator.Nin, new[] { "ab", "b.c" })));
        Assert.Equal("1 2", await Ids(Name(FilterOperator.StartsWith, "ab")));
        Assert.Equal("3", await Ids(Name(FilterOperator.Contains, ".c")));
        Assert.Equal("2 4", await Ids(Rank(FilterOperator.Gt, 1)));
        Assert.Equal("1 2", await Ids(Rank(FilterOperator.Lte, 2)));
        Assert.Equal("3", await Ids(Rank(FilterOperator.Eq, null)));
        Assert.Equal("1 2", await Ids(Tags(FilterOperator.Some, "x")));
        Assert.Equal("2 3", await Ids(Tags(FilterOperator.All, "x")));
        Assert.Equal("3 4", await Ids(Tags(FilterOperator.None, "x")));
        Assert.Equal("2", await Ids(new AndFilter([Name(FilterOperator.StartsWith, "ab"), Rank(FilterOperator.Gte, 2)])));
        Assert.Equal("1 4", await Ids(new OrFilter([Name(FilterOperator.Eq, "ab"), Rank(FilterOperator.Eq, 3)])));
        Assert.Equal("1 2 3 4", await Ids(new AndFilter([])));
        Assert.Equal("", await Ids(new OrFilter([])));
        Assert.Equal("", await Ids(Name(FilterOperator.In, Array.Empty<string>())));
    }

    [Fact]
    public async Task What_is_not_declared_cannot_be_asked()
    {
        Task Ask(Filter? filter, params Sort[] sorts) => Map.PageAsync(_things, new([], filter, sorts, new()), default);

        Assert.Equal("where.parent", (await Assert.ThrowsAsync<ContentError>(() => Ask(new FieldFilter("parent", FilterOperator.Eq, "p")))).Arguments[0]);
        Assert.Equal("where.name", (await Assert.ThrowsAsync<ContentError>(() => Ask(new FieldFilter("name", FilterOperator.Gt, "p")))).Arguments[0]);
        Assert.Equal("order.tags", (await Assert.ThrowsAsync<ContentError>(() => Ask(null, new Sort("tags", false)))).Arguments[0]);
        Assert.Equal("first", (await Assert.ThrowsAsync<ContentError>(() => PageAsync([], new(101)))).Arguments[0]);
        Assert.Equal("last", (await Assert.ThrowsAsync<ContentError>(() => PageAsync([], new(0, Backward: true)))).Arguments[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_of_many_parents_equal_each_parents_own_page(bool parentIsList)
    {
        await _things.InsertManyAsync(
            Enumerable
                .Range(0, 40)
                .Select(number => new Thing($"t{number:00}", $"n{number % 7}", null, $"p{number % 3}", [$"p{number % 3}", $"p{number % 2}x"]))
        );
        var path = parentIsList ? "Tags" : "Parent";
        string[] parents = ["p0", "p2", "p1x", "none"];
        foreach (var backward in new[] { false, true })
        {
            var request = new PageRequest(4, null, backward, WithTotal: true);
            var batch = await PagesAsync(parents, request);
            foreach (var parent in parents)
            {
                var own = (await PagesAsync([parent], request))[parent];
                Assert.Equal(own.Edges, batch[parent].Edges, (one, other) => one.Node.Id == other.Node.Id && one.Cursor == other.Cursor);
                Assert.Equal(
                    (own.HasNextPage, own.HasPreviousPage, own.TotalCount),
                    (batch[parent].HasNextPage, batch[parent].HasPreviousPage, batch[parent].TotalCount)
                );
            }
            var cursor = batch["p0"].Edges[1].Cursor;
            var further = (await PagesAsync(["p0", "p2"], request with { Cursor = cursor }))["p0"];
            Assert.Equal(
                (await PagesAsync(["p0"], request with { Cursor = cursor }))["p0"].Edges.Select(edge => edge.Cursor),
                further.Edges.Select(edge => edge.Cursor)
            );
            Assert.Equal(batch["p0"].TotalCount, further.TotalCount);
        }

        Task<IReadOnlyDictionary<string, Page<Thing>>> PagesAsync(string[] of, PageRequest page) =>
            Map.PagesAsync(_things, path, of, new([], null, Sorts("name"), page), default, parentIsList);
    }

    private Task<Page<Thing>> PageAsync(IReadOnlyList<Sort> sorts, PageRequest page) => Map.PageAsync(_things, new([], null, sorts, page), default);

    private static Sort[] Sorts(string order) =>
        [.. order.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(key => new Sort(key.TrimStart('-'), key.StartsWith('-')))];

    private static IEnumerable<string> Sorted(IEnumerable<Thing> sample, Sort[] sorts)
    {
        var sorted = sample.OrderBy(_ => 0);
        foreach (var sort in sorts)
        {
            IComparable? Key(Thing thing) =>
                sort.Field switch
                {
                    "name" => thing.Name,
                    "rank" => thing.Rank,
                    "id" => thing.Id,
                    _ => thing.At,
                };
            sorted = sort.Descending ? sorted.ThenByDescending(Key) : sorted.ThenBy(Key);
        }
        return (
            sorts is [.., { Descending: true }]
                ? sorted.ThenByDescending(thing => thing.Id, StringComparer.Ordinal)
                : sorted.ThenBy(thing => thing.Id, StringComparer.Ordinal)
        ).Select(thing => thing.Id);
    }

    private static string Cursor(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
