using ELearning.Content;
using ELearning.Tests.Media;
using Snapshooter.Xunit;

namespace ELearning.Tests.Coursewares;

/// <summary>What learners type and what they see first, through the API.</summary>
public sealed class SearchApiTests(SearchApiTests.Catalogue catalogue) : IClassFixture<SearchApiTests.Catalogue>
{
    private const string Search = """
        query Search($search: String, $where: CoursewareFilterInput, $order: [CoursewareSortInput!]) {
          courseware(search: $search, where: $where, order: $order) { totalCount nodes { title } } }
        """;

    private const string Facets = """
        query Facets($search: String, $where: CoursewareFilterInput) { coursewareFacets(search: $search, where: $where) {
          subjects { value count } origins { value count } kinds { value count } audience { value count } } }
        """;

    [Theory]
    [InlineData("党史", "党史 AI2026 问答、党史百年 | 茶园管理")]
    [InlineData("「党史」！", "党史 AI2026 问答、党史百年 | 茶园管理")]
    [InlineData("党史 AI2026", "党史 AI2026 问答")]
    [InlineData("AI 2026 党史", "党史 AI2026 问答")]
    [InlineData("ａｉ", "党史 AI2026 问答 | MongoDB 入门")]
    [InlineData("Mongo", "MongoDB 入门 | 党史 AI2026 问答")]
    [InlineData("mongodb 党史", "党史 AI2026 问答")]
    [InlineData("mongo 党史", "")]
    [InlineData("党章", "学习党章")]
    [InlineData("章程", "学习党章")]
    [InlineData("茶", "茶园管理")]
    [InlineData("国栋", "国栋同志事迹 | 茶园管理、党史百年")]
    [InlineData("现代农业", "现代农业园区 | 茶园管理")]
    [InlineData("历史", "党史百年")]
    [InlineData("红船 起航", "党史百年")]
    [InlineData("史党", "")]
    [InlineData("……", "")]
    public async Task A_search_shows_titles_before_names_before_summaries_and_the_newest_first_in_each(string search, string titles)
    {
        var answer = await catalogue.Member.QueryAsync(Search, new { search });
        var expected = titles.Split([" | ", "、"], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, Titles(answer));
        Assert.Equal(expected.Length, answer["courseware.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Another_order_and_a_filter_hold_for_what_a_search_finds()
    {
        var oldest = await catalogue.Member.QueryAsync(Search, new { search = "党史", order = new[] { new { publishedAt = "ASC" } } });
        Assert.Equal(["党史百年", "茶园管理", "党史 AI2026 问答"], Titles(oldest));
        var farming = await catalogue.Member.QueryAsync(
            Search,
            new { search = "党史", where = new { subjects = new { some = new { eq = "MODERN_FARMING" } } } }
        );
        Assert.Equal(["茶园管理"], Titles(farming));
        Assert.Equal(1, farming["courseware.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Facets_count_what_the_same_search_and_filter_find()
    {
        var all = await catalogue.Member.QueryAsync(Facets);
        var found = await catalogue.Member.QueryAsync(Facets, new { search = "党史" });
        var narrowed = await catalogue.Member.QueryAsync(Facets, new { search = "党史", where = new { origin = new { eq = "CENTRAL" } } });
        Snapshot.Match($"{all.Text}\n{found.Text}\n{narrowed.Text}");
    }

    [Fact]
    public async Task Facets_cost_one_round_trip_and_only_when_they_are_asked_for()
    {
        Assert.Equal(1, await catalogue.Host.RoundTripsOf(() => catalogue.Member.QueryAsync(Facets)));
        Assert.Equal(1, await catalogue.Host.RoundTripsOf(() => catalogue.Member.QueryAsync(Facets, new { search = "党史" })));
        // A title for each rank, and the families that were found.
        Assert.Equal(5, await catalogue.Host.RoundTripsOf(() => catalogue.Member.QueryAsync("{ courseware(search: \"党史\") { nodes { title } } }")));
        Assert.Equal(2, await catalogue.Host.RoundTripsOf(() => catalogue.Member.QueryAsync("{ courseware(search: \"党史\", first: 1) { nodes { title } } }")));
    }

    private static IEnumerable<string> Titles(ApiAnswer answer) => answer["courseware.nodes"]!.AsArray().Select(node => node!["title"]!.GetValue<string>());

    /// <summary>A few courseware, an hour apart.</summary>
    public sealed class Catalogue : IAsyncLifetime
    {
        private string? _film;

        internal ApiHost Host { get; } = new();

        internal ApiClient Member => Host.ClientFor("partner", "Catalogue.Read");

        public async Task InitializeAsync()
        {
            await Host.Service<TeacherPool>().AddManyAsync([Teaching.Teacher("lin", "林国栋")], default);
            await using (var stream = DemoMedia.Open("party-history.mp4"))
            {
                _film = (await Host.Service<MediaLibrary>().StoreAsync(stream, "party-history.mp4", "video/mp4", "quanzhou", default)).Id;
            }
            await PublishAsync("党史百年", "从红船到新时代", Subject.History, CoursewareOrigin.Central, "红船起航", "lin");
            await PublishAsync("茶园管理", "结合党史故事讲茶", Subject.ModernFarming, CoursewareOrigin.Local, "修剪", "lin");
            await PublishAsync("党史 AI2026 问答", "用 MongoDB 检索资料", Subject.Skill, CoursewareOrigin.Central, "提问");
            await PublishAsync("学习党章", "逐章导读（章程）", Subject.Constitution, CoursewareOrigin.Selected, "总纲");
            await PublishAsync("MongoDB 入门", "ＡＩ与数据库", Subject.Skill, CoursewareOrigin.Local, "查询");
            await PublishAsync("国栋同志事迹", "学习先进", Subject.Ethics, CoursewareOrigin.Local, "成长");
            await PublishAsync("现代农业园区", "参观", Subject.Region, CoursewareOrigin.Local, "园区");
        }

        public Task DisposeAsync() => Host.DisposeAsync().AsTask();

        private async Task PublishAsync(string title, string summary, Subject subject, CoursewareOrigin origin, string chapter, params string[] teachers)
        {
            await Host.Service<CoursewareLibrary>()
                .PublishAsync(
                    Teaching.Courseware(Ids.From(title), title, _film!) with
                    {
                        Summary = summary,
                        Subjects = [subject],
                        Origin = origin,
                        TeacherIds = teachers,
                        Chapters = [new("one", chapter, _film!)],
                    },
                    default
                );
            Host.Time.Advance(TimeSpan.FromHours(1));
        }
    }
}
