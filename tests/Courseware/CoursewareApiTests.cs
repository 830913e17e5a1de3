using Snapshooter.Xunit;

namespace ELearning.Tests.Coursewares;

public sealed class CoursewareApiTests
{
    [Fact]
    public async Task The_catalogue_lists_what_is_published_newest_first()
    {
        await using var school = await School.OpenAsync();
        var answer = await school.Member.QueryAsync(ContractOperations.Catalogue, new { first = 2 });
        Snapshot.Match(answer.Text);
    }

    [Fact]
    public async Task The_catalogue_goes_on_where_the_cursor_says_and_takes_filter_order_and_search()
    {
        await using var school = await School.OpenAsync();
        var member = school.Member;
        var first = await member.QueryAsync(ContractOperations.Catalogue, new { first = 2 });
        var rest = await member.QueryAsync(ContractOperations.Catalogue, new { first = 2, after = first.String("courseware.pageInfo.endCursor") });
        Assert.Equal("党的光辉历程", Titles(rest));
        Assert.Equal(
            "茶园管理实用技术",
            Titles(await member.QueryAsync(ContractOperations.Catalogue, new { where = new { subjects = new { some = new { eq = "MODERN_FARMING" } } } }))
        );
        Assert.Equal("党员手册", Titles(await member.QueryAsync(ContractOperations.Catalogue, new { where = new { origin = new { eq = "CENTRAL" } } })));
        Assert.Equal(
            "党的光辉历程,茶园管理实用技术",
            Titles(
                await member.QueryAsync(
                    ContractOperations.Catalogue,
                    new
                    {
                        where = new { teacherIds = new { some = new { eq = School.Id("Teacher", School.Active) } } },
                        order = new[] { new { durationSeconds = "ASC" } },
                    }
                )
            )
        );
        Assert.Equal("茶园管理实用技术", Titles(await member.QueryAsync(ContractOperations.Catalogue, new { search = "茶园" })));
    }

    [Fact]
    public async Task A_courseware_shows_its_chapters_and_where_their_media_are()
    {
        await using var school = await School.OpenAsync();
        var answer = await school.Member.QueryAsync(ContractOperations.CoursewareById, new { id = School.Id("Courseware", School.Farming) });
        Snapshot.Match(answer.Text);
        Assert.Null((await school.Member.QueryAsync(ContractOperations.CoursewareById, new { id = School.Id("Courseware", "nothing") }))["coursewareById"]);
    }

    [Fact]
    public async Task Each_level_of_nesting_costs_one_round_trip()
    {
        await using var school = await School.OpenAsync();
        var partner = school.Host.ClientFor("partner", "Catalogue.Read", "Teachers.Read");
        Assert.Equal(1, await TripsAsync("{ courseware(first: 1) { nodes { title } } }"));
        Assert.Equal(1, await TripsAsync("{ courseware(first: 100) { nodes { title creditHours chapters { title } } } }"));
        Assert.Equal(2, await TripsAsync("{ courseware(first: 2) { nodes { title teachers { name } } } }"));
        Assert.Equal(2, await TripsAsync("{ courseware(first: 100) { nodes { title teachers { name } } } }"));
        Assert.Equal(3, await TripsAsync("{ courseware(first: 100) { nodes { teachers { courseware(first: 3) { nodes { title } } } } } }"));
        Assert.Equal(
            4,
            await TripsAsync(
                "{ courseware(first: 50) { nodes { teachers { courseware(first: 3) { nodes { teachers { name } chapters { media { url } } } } } } } }"
            )
        );

        Task<long> TripsAsync(string query) => school.Host.RoundTripsOf(() => partner.QueryAsync(query));
    }

    [Fact]
    public async Task A_page_out_of_bounds_or_an_id_of_something_else_is_a_fault_of_the_request()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal("PAGE_SIZE", (await school.Member.AskAsync(ContractOperations.Catalogue, new { first = 500 })).Code);
        Assert.Equal("PAGE_SIZE", (await school.Member.AskAsync(ContractOperations.Catalogue, new { first = 0 })).Code);
        Assert.NotNull((await school.Member.AskAsync(ContractOperations.Catalogue, new { after = "nonsense" })).Code);
        Assert.Equal("INVALID_ID", (await school.Member.AskAsync(ContractOperations.CoursewareById, new { id = School.Id("Teacher", School.Active) })).Code);
        Assert.Equal("INVALID_ID", (await school.Member.AskAsync(ContractOperations.CoursewareById, new { id = "nonsense" })).Code);
    }

    private static string Titles(ApiAnswer answer) =>
        string.Join(",", answer["courseware.nodes"]!.AsArray().Select(node => node!["title"]!.GetValue<string>()));
}
