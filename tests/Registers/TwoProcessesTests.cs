namespace ELearning.Tests.Registers;

/// <summary>The same act in two processes of one deployment at once: one does it, and the other is told what stands in the way.</summary>
public sealed class TwoProcessesTests
{
    private static readonly string Village = NodeId.Encode("Organisation", SmallTown.Village);

    [Fact]
    public async Task Of_two_who_register_one_number_one_does_and_the_other_hears_that_it_is_taken()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        var member = new
        {
            number = "QZ-7777",
            name = "黄志强",
            organisationId = Village,
            category = "RURAL",
            admittedOn = "2010-07-01",
        };
        var answers = await BothAsync(school.Host, beside, "registerMember", _ => member);
        Assert.Equal([null, "NumberTakenError"], answers.Select(answer => answer.Refusal("registerMember")).Order());
        var found = await school.Administrator.QueryAsync("""{ members(search: "QZ-7777") { totalCount } }""");
        Assert.Equal(1, found["members.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Of_two_who_end_one_post_one_does_and_the_other_hears_that_it_is_over()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        var assigned = await school.Administrator.QueryAsync(
            "mutation($input: AssignPositionInput!) { assignPosition(input: $input) { member { positions { id } } errors { __typename } } }",
            new
            {
                input = new
                {
                    memberId = School.MemberId(School.Wang),
                    organisationId = Village,
                    position = "COMMITTEE_MEMBER",
                    from = "2026-03-01",
                },
            }
        );
        var post = assigned.String("assignPosition.member.positions.0.id");
        var answers = await BothAsync(school.Host, beside, "endPosition", i => new { id = post, on = i == 0 ? "2026-06-30" : "2026-07-31" });
        Assert.Equal([null, "EntryOverError"], answers.Select(answer => answer.Refusal("endPosition")).Order());
    }

    [Fact]
    public async Task Of_two_who_use_one_code_one_is_joined_and_the_other_refused()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        var issued = await school.Administrator.QueryAsync(
            "mutation($input: IssueActivationCodesInput!) { issueActivationCodes(input: $input) { codes { code member { number } } errors { __typename } } }",
            new { input = new { organisationId = Village } }
        );
        var code = issued["issueActivationCodes.codes"]!.AsArray().First(code => code!["member"]!["number"]!.GetValue<string>() == School.Wang)!["code"]!;
        var answers = await BothAsync(
            school.Host,
            beside,
            "activateMember",
            _ => new { number = School.Wang, code = code.GetValue<string>() },
            host => host.ClientFor($"somebody-new-{(host == beside ? 2 : 1)}")
        );
        Assert.Single(answers, answer => answer.Refusal("activateMember") is null);
        Assert.Single(answers, answer => answer.Refusal("activateMember") is "ActivationRefusedError");
    }

    private static async Task<ApiAnswer[]> BothAsync(ApiHost one, ApiHost other, string mutation, Func<int, object> input, Func<ApiHost, ApiClient>? who = null)
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        who ??= host => host.ClientFor("root", "Administrator");
        return await Task.WhenAll(
            new[] { one, other }.Select(
                (host, i) =>
                    who(host).QueryAsync($"mutation($input: {type}!) {{ {mutation}(input: $input) {{ errors {{ __typename }} }} }}", new { input = input(i) })
            )
        );
    }
}
