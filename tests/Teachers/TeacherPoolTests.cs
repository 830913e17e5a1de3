using ELearning.Content;
using ELearning.Tests.Coursewares;

namespace ELearning.Tests.Teachers;

public sealed class TeacherPoolTests
{
    [Fact]
    public async Task Entering_twice_changes_nothing_and_opens_the_history_once()
    {
        await using var host = await ContentFixture.StartAsync();
        var pool = host.Get<TeacherPool>();
        await pool.AddManyAsync([Teaching.Teacher("t1", "林国栋")], default);
        await pool.AddManyAsync([Teaching.Teacher("t1", "改名"), Teaching.Teacher("t2", "陈秀英")], default);
        var found = await pool.FindAsync(["t1", "t2", "t3"], default);
        Assert.Equal(["林国栋", "陈秀英"], found.OrderBy(entry => entry.Key).Select(entry => entry.Value.Name));
        Assert.Equal(new TeacherStatusChange(TeacherStatus.Active, new DateOnly(2025, 1, 1), "推荐入库"), found["t1"].History.Single());
    }

    [Fact]
    public async Task The_pool_is_searched_filtered_and_shown_active_only_where_asked()
    {
        await using var host = await ContentFixture.StartAsync();
        var pool = host.Get<TeacherPool>();
        await pool.AddManyAsync(
            [
                Teaching.Teacher("t1", "林国栋"),
                Teaching.Teacher("t2", "陈秀英") with
                {
                    Sources = [TeacherSource.LocalExpert, TeacherSource.WealthLeader],
                    Engagement = TeacherEngagement.FullTime,
                },
                Teaching.Teacher("t3", "林小妹") with
                {
                    Status = TeacherStatus.Exited,
                },
            ],
            default
        );
        Assert.Equal("t1 t3", await FoundAsync(false, "林", null));
        Assert.Equal("t1", await FoundAsync(true, "林", null));
        Assert.Equal("t1", await FoundAsync(true, "国栋 教授", null));
        Assert.Equal("t2", await FoundAsync(true, null, new FieldFilter("sources", FilterOperator.Some, TeacherSource.WealthLeader)));
        Assert.Equal("t2", await FoundAsync(true, null, new FieldFilter("engagement", FilterOperator.Eq, TeacherEngagement.FullTime)));
        Assert.Equal("t3", await FoundAsync(false, null, new FieldFilter("status", FilterOperator.Eq, TeacherStatus.Exited)));
        Assert.Equal("t1 t3", await FoundAsync(false, null, new FieldFilter("name", FilterOperator.StartsWith, "林")));
        Assert.Equal("t1 t2 t3", await FoundAsync(false, null, new FieldFilter("organisationId", FilterOperator.In, new[] { "quanzhou" })));

        async Task<string> FoundAsync(bool activeOnly, string? search, Filter? filter) =>
            string.Join(
                ' ',
                (await pool.ListAsync(activeOnly ? Scope.Nothing : Scope.All, search, filter, [], new PageRequest(), default))
                    .Nodes.Select(teacher => teacher.Id)
                    .Order()
            );
    }
}
