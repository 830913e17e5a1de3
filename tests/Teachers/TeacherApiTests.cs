using Snapshooter.Xunit;

namespace ELearning.Tests.Teachers;

public sealed class TeacherApiTests
{
    [Fact]
    public async Task The_pool_shows_active_teachers_with_what_they_teach()
    {
        await using var school = await School.OpenAsync();
        var answer = await school.Member.QueryAsync(ContractOperations.TeacherPool, new { first = 10 });
        Snapshot.Match(answer.Text);
    }

    [Fact]
    public async Task Who_left_the_pool_exists_for_who_keeps_the_pool_of_the_subtree_only()
    {
        await using var school = await School.OpenAsync();
        const string ById = "query($id: ID!) { teacherById(id: $id) { name } node(id: $id) { id } courseware { nodes { teachers { name } } } }";
        var suspended = new { id = School.Id("Teacher", School.Suspended) };
        var seen = await school.Member.QueryAsync(ById, suspended);
        Assert.Null(seen["teacherById"]);
        Assert.Null(seen["node"]);
        Assert.DoesNotContain("黄旧", seen.Text, StringComparison.Ordinal);
        Assert.Equal(
            0,
            (await school.Member.QueryAsync(ContractOperations.TeacherPool, new { where = new { status = new { eq = "SUSPENDED" } } }))[
                "teachers.totalCount"
            ]!.GetValue<int>()
        );

        foreach (
            var stranger in new[] { school.Host.ClientWithin(SmallTown.County, "editor-below", "Editor"), school.Host.ClientFor("editor-nowhere", "Editor") }
        )
        {
            Assert.Null((await stranger.QueryAsync(ById, suspended))["teacherById"]);
            Assert.Equal(
                0,
                (await stranger.QueryAsync(ContractOperations.TeacherPool, new { where = new { status = new { eq = "SUSPENDED" } } }))[
                    "teachers.totalCount"
                ]!.GetValue<int>()
            );
        }

        var editor = school.Host.ClientWithin(SmallTown.City, "editor", "Editor");
        Assert.Equal("黄旧", (await editor.QueryAsync(ById, suspended)).String("teacherById.name"));
        Assert.Equal(
            "黄旧",
            (await editor.QueryAsync(ContractOperations.TeacherPool, new { where = new { status = new { eq = "SUSPENDED" } } })).String("teachers.nodes.0.name")
        );
    }

    [Fact]
    public async Task Names_are_searched()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal(1, (await school.Member.QueryAsync(ContractOperations.TeacherPool, new { search = "国栋" }))["teachers.totalCount"]!.GetValue<int>());
        Assert.Equal(0, (await school.Member.QueryAsync(ContractOperations.TeacherPool, new { search = "无此人" }))["teachers.totalCount"]!.GetValue<int>());
    }
}
