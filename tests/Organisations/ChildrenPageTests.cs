using ELearning.Content;

namespace ELearning.Tests.Organisations;

/// <summary>Lists that the contract names as lists, read as connections.</summary>
public sealed class ChildrenPageTests
{
    [Fact]
    public async Task Children_of_an_organisation_and_of_its_report_are_walked_both_ways_and_only_those_the_caller_may_see()
    {
        await using var school = await School.OpenAsync();
        foreach (var number in Enumerable.Range(3, 5))
        {
            await school
                .Host.Service<OrganisationTree>()
                .AddAsync(new($"350583-0{number}", $"第{number}镇", OrganisationLevel.Township, null, SmallTown.County, new(1990, 1, 1)), default);
        }
        var all = Enumerable.Range(1, 7).Select(number => $"350583-0{number}").ToList();

        foreach (var (list, code) in new[] { ("childrenPage", "code"), ("complianceReport(year: 2026) { childrenPage", "organisation { code }") })
        {
            Assert.Equal(all, (await WalkAsync(school.CountyAdmin, list, code, "first", "after")).Order());
            var backward = await WalkAsync(school.CountyAdmin, list, code, "last", "before");
            Assert.Equal(all, backward.Order());
        }
        Assert.Empty(await WalkAsync(school.OtherAdmin, "childrenPage", "code", "first", "after", SmallTown.County));
        var city = await school.CountyAdmin.QueryAsync(
            "query($id: ID!) { organisationById(id: $id) { parent { childrenPage { totalCount nodes { code } } } } }",
            new { id = School.Id("Organisation", SmallTown.County) }
        );
        Assert.Equal([SmallTown.County], city["organisationById.parent.childrenPage.nodes"]!.AsArray().Select(node => node!["code"]!.GetValue<string>()));
        Assert.Equal(1, city["organisationById.parent.childrenPage.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task History_is_paged_newest_first()
    {
        await using var school = await School.OpenAsync();
        var members = school.Host.Service<MemberRegister>();
        var id = MemberRules.IdOf(School.Wang);
        for (var i = 0; i < 5; i++)
            await members.EditAsync(new(id, null, $"王建国{i}", null, "更正"), SmallTown.Clerk, default);

        const string Query =
            "query($id: ID!, $after: String) { memberById(id: $id) { historyPage(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } "
            + "nodes { after } } } }";
        var first = await school.CountyAdmin.QueryAsync(Query, new { id = School.MemberId(School.Wang) });
        var second = await school.CountyAdmin.QueryAsync(
            Query,
            new { id = School.MemberId(School.Wang), after = first.String("memberById.historyPage.pageInfo.endCursor") }
        );

        Assert.Equal(["王建国4", "王建国3", "王建国2"], Names(first));
        Assert.Equal(["王建国1", "王建国0"], Names(second));
        Assert.Equal(
            (5, true),
            (first["memberById.historyPage.totalCount"]!.GetValue<int>(), first["memberById.historyPage.pageInfo.hasNextPage"]!.GetValue<bool>())
        );
        Assert.False(second["memberById.historyPage.pageInfo.hasNextPage"]!.GetValue<bool>());

        static IEnumerable<string> Names(ApiAnswer answer) =>
            answer["memberById.historyPage.nodes"]!.AsArray().Select(node => node!["after"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_catalogue_is_filtered_by_who_keeps_it_and_by_what_is_local()
    {
        await using var school = await School.OpenAsync();
        var film = await school.Host.Service<CoursewareLibrary>().FindAsync([School.History], default);
        await school
            .Host.Service<CoursewareLibrary>()
            .PublishAsync(
                film[School.History].Content with
                {
                    Id = "local",
                    Title = "安溪茶",
                    LocalFeature = true,
                    OrganisationId = SmallTown.County,
                },
                default
            );

        Assert.Equal(["安溪茶"], await TitlesAsync("localFeature: { eq: true }"));
        Assert.Equal(["安溪茶"], await TitlesAsync($"organisationId: {{ eq: \"{School.Id("Organisation", SmallTown.County)}\" }}"));
        Assert.DoesNotContain("安溪茶", await TitlesAsync("localFeature: { eq: false }"));
        Assert.NotEmpty(await TitlesAsync("localFeature: { eq: false }"));

        async Task<string[]> TitlesAsync(string where) =>
            [
                .. (await school.Member.QueryAsync($"{{ courseware(where: {{ {where} }}) {{ nodes {{ title }} }} }}"))["courseware.nodes"]!
                    .AsArray()
                    .Select(node => node!["title"]!.GetValue<string>()),
            ];
    }

    private static async Task<List<string>> WalkAsync(ApiClient client, string list, string code, string size, string beside, string? of = null)
    {
        var found = new List<string>();
        string? cursor = null;
        for (var more = true; more; )
        {
            var closing = list.Contains('{', StringComparison.Ordinal) ? " }" : "";
            var answer = await client.QueryAsync(
                $"query($id: ID!, $cursor: String) {{ organisationById(id: $id) {{ {list}({size}: 3, {beside}: $cursor) {{ pageInfo {{ hasNextPage "
                    + $"hasPreviousPage "
                    + $"startCursor endCursor }} nodes {{ {code} }} }}{closing} }} }}",
                new { id = School.Id("Organisation", of ?? SmallTown.County), cursor }
            );
            if (answer["organisationById"] is not { } organisation)
                return found;
            var page = organisation["childrenPage"] ?? organisation["complianceReport"]!["childrenPage"]!;
            found.AddRange(page["nodes"]!.AsArray().Select(node => (node!["code"] ?? node["organisation"]!["code"])!.GetValue<string>()));
            more = page["pageInfo"]![size == "first" ? "hasNextPage" : "hasPreviousPage"]!.GetValue<bool>();
            cursor = page["pageInfo"]![size == "first" ? "endCursor" : "startCursor"]?.GetValue<string>();
        }
        return found;
    }
}
