using ELearning.Content;

namespace ELearning.Tests.Members;

/// <summary>People join their record by a code, and have the roles that were given to them, whatever their token says.</summary>
public sealed class JoiningApiTests
{
    private const string Issue =
        "mutation($input: IssueActivationCodesInput!) { issueActivationCodes(input: $input) { codes { code expiresAt member { id number } } hasMore "
        + "errors { __typename } } }";

    private const string Activate =
        "mutation($input: ActivateMemberInput!) { activateMember(input: $input) { member { id number identity } errors { __typename } } }";

    private const string Viewer = "{ viewer { subject roles grants { role organisation { code } } member { number } } }";

    [Fact]
    public async Task Who_signs_in_with_the_code_is_the_member_from_then_on_and_nobody_else_by_it()
    {
        await using var school = await School.OpenAsync();
        var code = (await IssueAsync(school))[School.Wang];
        var wang = school.Host.ClientFor("oid-wang");
        Assert.Equal("""{"subject":"oid-wang","roles":[],"grants":[],"member":null}""", await ViewerAsync(wang));

        Assert.Equal("ActivationRefusedError", (await JoinAsync(wang, School.Wang, "00000-00000")).Refusal("activateMember"));
        Assert.Equal("ActivationRefusedError", (await JoinAsync(wang, "QZ-9999", code)).Refusal("activateMember"));
        Assert.Equal("ActivationRefusedError", (await JoinAsync(wang, School.Lin, code)).Refusal("activateMember"));
        Assert.Equal(School.Wang, (await JoinAsync(wang, "ｑｚ-0002", code.ToLowerInvariant())).String("activateMember.member.number"));

        Assert.Equal("""{"subject":"oid-wang","roles":["MEMBER"],"grants":[],"member":{"number":"QZ-0002"}}""", await ViewerAsync(wang));
        // A lost answer is asked for again; another sign-in cannot have it.
        Assert.Equal(School.Wang, (await JoinAsync(wang, School.Wang, code)).String("activateMember.member.number"));
        Assert.Equal("ActivationRefusedError", (await JoinAsync(school.Host.ClientFor("oid-thief"), School.Wang, code)).Refusal("activateMember"));
        Assert.DoesNotContain(School.Wang, (await IssueAsync(school)).Keys);
    }

    [Fact]
    public async Task One_of_two_who_use_a_code_at_once_is_the_member()
    {
        await using var school = await School.OpenAsync();
        var code = (await IssueAsync(school))[School.Wang];
        string[] subjects = ["oid-a", "oid-b", "oid-c"];

        var answers = await Task.WhenAll(subjects.Select(subject => JoinAsync(school.Host.ClientFor(subject), School.Wang, code)));

        Assert.Single(answers, answer => answer.Refusal("activateMember") is null);
        Assert.Single(
            await Task.WhenAll(subjects.Select(subject => ViewerAsync(school.Host.ClientFor(subject)))),
            viewer => viewer.Contains("QZ-0002", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_code_is_good_for_five_tries_and_thirty_days_and_until_the_next()
    {
        await using var school = await School.OpenAsync();
        var codes = await IssueAsync(school);
        for (var i = 0; i < Activation.MostTries; i++)
            await JoinAsync(school.Host.ClientFor("oid-guesser"), School.Wang, "00000-00000");
        Assert.Equal("ActivationRefusedError", (await JoinAsync(school.Host.ClientFor("oid-wang"), School.Wang, codes[School.Wang])).Refusal("activateMember"));

        // One that is used up is followed by another; one in somebody's hands only where that is asked for.
        var renewed = (await IssueAsync(school))[School.Wang];
        Assert.DoesNotContain(School.Wang, (await IssueAsync(school)).Keys);
        var again = (await IssueAsync(school, again: true))[School.Wang];
        Assert.Equal("ActivationRefusedError", (await JoinAsync(school.Host.ClientFor("oid-wang"), School.Wang, renewed)).Refusal("activateMember"));
        school.Host.Time.Advance(Activation.Lifetime);
        Assert.Equal("ActivationRefusedError", (await JoinAsync(school.Host.ClientFor("oid-wang"), School.Wang, again)).Refusal("activateMember"));
    }

    [Fact]
    public async Task A_clerk_appointed_as_member_has_the_role_by_whatever_sign_in_and_loses_it_with_the_right_it_hangs_on()
    {
        await using var school = await School.OpenAsync();
        var code = (await IssueAsync(school))[School.Wang];
        var wang = school.Host.ClientFor("oid-wang");
        await JoinAsync(wang, School.Wang, code);
        // The county's administrator makes Wang administrator of the township, and Wang makes an editor.
        var first = await GiveAsync(school.CountyAdmin, null, School.MemberId(School.Wang), "ORGANISATION_ADMIN", SmallTown.Township);
        Assert.Null(first.Refusal("giveGrant"));
        await GiveAsync(wang, "oid-editor", null, "EDITOR", SmallTown.Village);
        var editor = school.Host.ClientFor("oid-editor");
        Assert.Equal(
            """{"subject":"oid-wang","roles":["MEMBER","ORGANISATION_ADMIN"],"grants":[{"role":"ORGANISATION_ADMIN","organisation":{"code":"350583-01"}}],"member":{"number":"QZ-0002"}}""",
            await ViewerAsync(wang)
        );
        Assert.Contains("EDITOR", await ViewerAsync(editor), StringComparison.Ordinal);
        Assert.Contains("您已成为", (await wang.QueryAsync("{ me { unreadNotifications notifications { nodes { text } } } }")).Text, StringComparison.Ordinal);

        // Neither gives what is not theirs to give.
        Assert.Equal("NotFoundError", (await GiveAsync(wang, "oid-x", null, "EDITOR", SmallTown.County)).Refusal("giveGrant"));
        Assert.Equal("NotFoundError", (await GiveAsync(wang, "oid-x", null, "EDITOR", SmallTown.Office)).Refusal("giveGrant"));
        Assert.Equal("InvalidInputError", (await GiveAsync(wang, "oid-x", null, "AUDITOR", SmallTown.Township)).Refusal("giveGrant"));
        Assert.Null((await GiveAsync(wang, "oid-x", null, "AUDITOR", SmallTown.Village)).Refusal("giveGrant"));
        Assert.Equal("GrantNotIndependentError", (await GiveAsync(wang, "oid-wang", null, "EDITOR", SmallTown.Village)).Refusal("giveGrant"));

        await school.CountyAdmin.QueryAsync(
            "mutation($input: RevokeGrantInput!) { revokeGrant(input: $input) { errors { __typename } } }",
            new { input = new { grantId = first.String("giveGrant.grant.id"), lastDay = "2026-03-01" } }
        );
        Assert.DoesNotContain("ORGANISATION_ADMIN", await ViewerAsync(wang), StringComparison.Ordinal);
        Assert.DoesNotContain("EDITOR", await ViewerAsync(editor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_on_lasts_no_longer_than_what_it_hangs_on()
    {
        await using var school = await School.OpenAsync();
        await GiveAsync(school.Administrator, "oid-short", null, "ORGANISATION_ADMIN", SmallTown.County, "2026-06-30");
        var clerk = school.Host.ClientFor("oid-short");

        Assert.Equal("InvalidInputError", (await GiveAsync(clerk, "oid-x", null, "EDITOR", SmallTown.County)).Refusal("giveGrant"));
        Assert.Equal("InvalidInputError", (await GiveAsync(clerk, "oid-x", null, "EDITOR", SmallTown.County, "2026-07-01")).Refusal("giveGrant"));
        Assert.Null((await GiveAsync(clerk, "oid-x", null, "EDITOR", SmallTown.County, "2026-06-30")).Refusal("giveGrant"));
    }

    [Fact]
    public async Task Nobody_comes_to_more_than_their_own_by_ending_a_right_or_by_somebody_elses_sign_in()
    {
        await using var school = await School.OpenAsync();
        // Ended by the Administrator, a right stays ended whoever ends it again.
        var ended = await GiveAsync(school.Administrator, "admin-county", null, "AUDITOR", SmallTown.Township);
        await RevokeAsync(school.Administrator, ended, "2026-03-01");
        await RevokeAsync(school.CountyAdmin, ended, "2099-12-31");
        Assert.DoesNotContain("AUDITOR", await ViewerAsync(school.CountyAdmin), StringComparison.Ordinal);

        // Wang, who has no sign-in yet, is to administer the city: the county lets nobody sign in as them.
        await GiveAsync(school.Administrator, null, School.MemberId(School.Wang), "ORGANISATION_ADMIN", SmallTown.City);
        Assert.DoesNotContain(School.Wang, (await IssueAsync(school)).Keys);
        var linked = await school.CountyAdmin.QueryAsync(
            "mutation($input: LinkIdentityInput!) { linkIdentity(input: $input) { errors { __typename } } }",
            new { input = new { memberId = School.MemberId(School.Wang), identity = "oid-friend" } }
        );
        Assert.Equal("LinkNotIndependentError", linked.Refusal("linkIdentity"));

        static Task<ApiAnswer> RevokeAsync(ApiClient client, ApiAnswer given, string lastDay) =>
            client.QueryAsync(
                "mutation($input: RevokeGrantInput!) { revokeGrant(input: $input) { errors { __typename } } }",
                new { input = new { grantId = given.String("giveGrant.grant.id"), lastDay } }
            );
    }

    private static async Task<IReadOnlyDictionary<string, string>> IssueAsync(School school, bool again = false)
    {
        var answer = await school.CountyAdmin.QueryAsync(Issue, new { input = new { organisationId = School.Id("Organisation", SmallTown.County), again } });
        return answer["issueActivationCodes.codes"]!
            .AsArray()
            .ToDictionary(code => code!["member"]!["number"]!.GetValue<string>(), code => code!["code"]!.GetValue<string>());
    }

    private static Task<ApiAnswer> JoinAsync(ApiClient client, string number, string code) => client.QueryAsync(Activate, new { input = new { number, code } });

    private static async Task<string> ViewerAsync(ApiClient client) => (await client.QueryAsync(Viewer))["viewer"]!.ToJsonString();

    private static Task<ApiAnswer> GiveAsync(ApiClient client, string? subject, string? memberId, string role, string organisation, string? to = null) =>
        client.QueryAsync(
            "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { id } errors { __typename ... on Error { message } } } }",
            new
            {
                input = new
                {
                    subject,
                    memberId,
                    role,
                    organisationId = School.Id("Organisation", organisation),
                    from = "2026-03-02",
                    to,
                },
            }
        );
}
