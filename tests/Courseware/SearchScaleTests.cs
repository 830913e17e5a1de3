using ELearning.Content;
using MongoDB.Bson;
using Xunit.Abstractions;

namespace ELearning.Tests.Coursewares;

/// <summary>
/// The first page of the catalogue and of a search reads no more among ten thousand courseware than among a hundred, and both are served by an index.
/// </summary>
public sealed class SearchScaleTests(ITestOutputHelper output)
{
    private const int Page = 20;

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public async Task A_first_page_reads_what_it_shows_and_little_more(int families)
    {
        await using var content = await ContentFixture.StartAsync();
        // Every second one has 党史 in its title, every third in its summary; 航天 stands in the titles of few, 茶园 in the summary of one.
        await content.FillAsync(
            Enumerable
                .Range(0, families)
                .Select(i =>
                    Bookcase.Book(
                        $"b{i:00000}",
                        $"{(i % 2 == 0 ? "党史" : "农技")}{(i % 40 == 1 ? "航天" : "")}",
                        (i % 3 == 0 ? "党史" : "") + (i == families / 2 ? "茶园" : ""),
                        i % 4 == 0 ? [Subject.History] : [],
                        age: i
                    )
                )
        );
        var library = content.Get<CoursewareLibrary>();

        var catalogue = await library.ListAsync(null, null, [], new(Page, WithTotal: true), default);
        Assert.Equal((Every(1), families), (Ids(catalogue), (int)catalogue.TotalCount!));
        var history = await library.ListAsync("党史", null, [], new(Page, WithTotal: true), default);
        Assert.Equal((Every(2), Enumerable.Range(0, families).Count(i => i % 2 == 0 || i % 3 == 0)), (Ids(history), (int)history.TotalCount!));
        Assert.Equal("b00040", (await library.ListAsync("党史", null, [], new(1, history.Edges[^1].Cursor), default)).Nodes.Single().Id);
        Assert.Equal($"b{families / 2:00000}", Ids(await library.ListAsync("茶园", null, [], new(Page), default)));
        Assert.Equal("b00001 b00041", Ids(await library.ListAsync("农技 航天", null, [], new(2), default)));

        var newest = new PageQuery([], null, CoursewareLibrary.NewestFirst, new(Page));
        await ReadsAsync("courseware", CoursewareStore.Map, newest, "courseware.publishedAt_1__id_1");
        await ReadsAsync("courseware", CoursewareStore.Map, newest with { Page = new(Page, catalogue.Edges[^1].Cursor) }, "courseware.publishedAt_1__id_1");
        await ReadsAsync(
            "courseware",
            CoursewareStore.Map,
            newest with
            {
                Filter = new FieldFilter("subjects", FilterOperator.Some, Subject.History),
            },
            "courseware.subjects_1_courseware.publishedAt_-1__id_-1"
        );
        await ReadsAsync(
            "coursewareTerms",
            CoursewareTermStore.Map,
            newest with
            {
                Within = CoursewareTermStore.RankedAt(SearchRank.Title, ["党史"]),
            },
            "keys_1_courseware.publishedAt_-1__id_-1"
        );
        await ReadsAsync(
            "coursewareTerms",
            CoursewareTermStore.Map,
            newest with
            {
                Within = CoursewareTermStore.RankedAt(SearchRank.Title, ["航天", "农技"]),
            },
            "keys_1_courseware.publishedAt_-1__id_-1"
        );
        await ReadsAsync(
            "coursewareTerms",
            CoursewareTermStore.Map,
            newest with
            {
                Within = CoursewareTermStore.RankedAt(SearchRank.Summary, ["茶园"]),
            },
            "keys_1_courseware.publishedAt_-1__id_-1"
        );
        await CountsAsync("courseware", []);
        await CountsAsync(
            "courseware",
            CoursewareStore.Map.Match(newest with { Filter = new FieldFilter("origin", FilterOperator.Eq, CoursewareOrigin.Local) })
        );
        await CountsAsync("coursewareTerms", CoursewareTermStore.Having(["党史"]));

        static string Ids(Page<Courseware> page) => string.Join(' ', page.Nodes.Select(book => book.Id));

        static string Every(int step) => string.Join(' ', Enumerable.Range(0, Page).Select(i => $"b{i * step:00000}"));

        async Task ReadsAsync<T>(string collection, QueryMap<T> map, PageQuery query, string index)
        {
            var (filter, sort, limit) = map.Asked(query);
            var explained = await ExplainAsync(
                new BsonDocument
                {
                    { "find", collection },
                    { "filter", filter },
                    { "sort", sort },
                    { "limit", limit },
                }
            );
            var (plan, statistics) = (explained["queryPlanner"]["winningPlan"].ToJson(), explained["executionStats"].AsBsonDocument);
            output.WriteLine($"{families} {collection} by {index}: reads {statistics["totalDocsExamined"]} documents for {statistics["nReturned"]}");
            Assert.Contains($"\"indexName\" : \"{index}\"", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("\"SORT\"", plan, StringComparison.Ordinal);
            // One more tells whether the list goes on; one is where the cursor stands.
            Assert.True(statistics["totalDocsExamined"].ToInt32() <= Page + 2, explained.ToJson());
        }

        // As the driver counts; the whole collection by the hint that MongoDB needs to do without its documents.
        async Task CountsAsync(string collection, BsonDocument matching)
        {
            var counting = BsonDocument.Parse(
                $"{{aggregate: '{collection}', pipeline: [{{$match: {matching.ToJson()}}}, {{$group: {{_id: 1, n: {{$sum: 1}}}}}}], cursor: {{}}}}"
            );
            var plan = (await ExplainAsync(matching.ElementCount == 0 ? counting.Add("hint", "_id_") : counting)).ToJson();
            Assert.Contains("COUNT_SCAN", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("\"FETCH\"", plan, StringComparison.Ordinal);
        }

        Task<BsonDocument> ExplainAsync(BsonDocument command) =>
            content.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", command }, { "verbosity", "executionStats" } });
    }
}
