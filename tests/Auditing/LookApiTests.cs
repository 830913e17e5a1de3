namespace ELearning.Tests;

public sealed class LookApiTests
{
    [Fact]
    public async Task Each_look_of_an_auditor_is_recorded_for_the_administrator_to_read()
    {
        await using var school = await School.OpenAsync();
        var auditor = school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");
        await auditor.QueryAsync(Operations.MemberStanding, new { id = School.MemberId(School.Lin), year = 2026 });
        school.Host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("FORBIDDEN", (await auditor.AskAsync("{ looks { totalCount } }")).Code);
        await school.CountyAdmin.QueryAsync(Operations.Members);

        var looks = await school.Administrator.QueryAsync("{ looks { totalCount nodes { subject at document variables } } }");
        Assert.Equal(2, looks["looks.totalCount"]!.GetValue<int>());
        Assert.Equal("{ looks { totalCount } }", looks.String("looks.nodes.0.document"));
        Assert.Equal(Operations.MemberStanding, looks.String("looks.nodes.1.document"));
        Assert.Equal($$"""{"id":"{{School.MemberId(School.Lin)}}","year":2026}""", looks.String("looks.nodes.1.variables"));
        Assert.Equal("2026-03-02T04:00:00Z", looks.String("looks.nodes.1.at"));
    }
}
