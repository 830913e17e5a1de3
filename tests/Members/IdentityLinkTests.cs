using ELearning.Api;
using ELearning.Content;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Members;

/// <summary>Whoever signs in as a member is the member: who may say so, and how the member learns of it.</summary>
public sealed class IdentityLinkTests
{
    private const string Link =
        "mutation($input: LinkIdentityInput!) { linkIdentity(input: $input) { member { identity } errors { __typename ... on Error { code message } } } }";
    private const string History = "{ me { identityLinks { linkedAt linkedBy reason } } }";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly string Lin = School.MemberId(School.Lin);

    [Theory]
    [InlineData(null, "new", false, null, null)]
    [InlineData(null, "new", true, null, null)]
    [InlineData("old", "old", false, null, null)]
    [InlineData("old", "new", false, "忘记密码", ContentErrorCode.IdentityLinked)]
    [InlineData("old", "new", true, null, ContentErrorCode.InvalidInput)]
    [InlineData("old", "new", true, "忘记密码", null)]
    [InlineData(null, "admin", false, null, ContentErrorCode.LinkNotIndependent)]
    [InlineData("old", "admin", true, "忘记密码", ContentErrorCode.LinkNotIndependent)]
    [InlineData("admin", "admin", true, null, ContentErrorCode.LinkNotIndependent)]
    public void A_sign_in_is_replaced_only_by_who_may_with_a_reason_and_never_by_ones_own(
        string? before,
        string wanted,
        bool mayReplace,
        string? reason,
        ContentErrorCode? refused
    )
    {
        var member = Member(before);
        var by = new Actor("admin", null);
        if (refused is { } code)
        {
            Assert.Equal(code, Assert.Throws<ContentError>(() => MemberRules.Link(member, new(member.Id, wanted, reason), by, mayReplace, Now)).Code);
            return;
        }

        var linked = MemberRules.Link(member, new(member.Id, wanted, reason), by, mayReplace, Now);
        Assert.Equal(wanted, linked.Identity);
        Assert.Equal(before == wanted ? [] : [new(Now, "admin", before is null ? null : reason)], linked.IdentityLinks);
    }

    [Fact]
    public void Nobody_links_a_further_sign_in_to_themself() =>
        Assert.Equal(
            ContentErrorCode.LinkNotIndependent,
            Assert.Throws<ContentError>(() => MemberRules.Link(Member("old"), new("m", "new", "换号"), new("admin", "m"), mayReplace: true, Now)).Code
        );

    [Fact]
    public void The_history_is_added_to_until_it_is_full_and_never_forgets()
    {
        var member = Member(null);
        for (var i = 0; i < MemberRules.MostLinks; i++)
            member = MemberRules.Link(member, new(member.Id, $"oid-{i}", "换号"), new("root", null), mayReplace: true, Now.AddDays(i));
        Assert.Equal(Enumerable.Range(0, MemberRules.MostLinks).Select(i => Now.AddDays(i)), member.IdentityLinks.Select(link => link.LinkedAt));
        Assert.Equal(
            ["memberId", InputFault.TooMany, MemberRules.MostLinks],
            Assert.Throws<ContentError>(() => MemberRules.Link(member, new(member.Id, "more", "换号"), new("root", null), mayReplace: true, Now)).Arguments
        );
    }

    [Fact]
    public async Task An_administrator_of_the_subtree_does_not_become_a_member_of_it()
    {
        await using var school = await School.OpenAsync();
        var admin = school.CountyAdmin;
        Assert.Equal("LinkNotIndependentError", (await LinkAsync(admin, "admin-county")).Refusal("linkIdentity"));
        Assert.Null((await LinkAsync(admin, "oid-lin")).Refusal("linkIdentity"));
        Assert.Equal("IdentityLinkedError", (await LinkAsync(admin, "oid-friend", "他要求的")).Refusal("linkIdentity"));
        Assert.Equal("LinkNotIndependentError", (await LinkAsync(admin, "admin-county", "他要求的")).Refusal("linkIdentity"));

        Assert.Null((await admin.QueryAsync("{ me { name } }"))["me"]);
        Assert.Equal("林晓燕", (await school.Host.ClientFor("oid-lin", "Member").QueryAsync("{ me { name } }")).String("me.name"));
        Assert.Equal(["admin-county"], await LinkersAsync(school.Host.ClientFor("oid-lin", "Member")));
    }

    [Fact]
    public async Task A_replaced_sign_in_is_nobodys_and_the_member_reads_who_replaced_it_and_why()
    {
        await using var school = await School.OpenAsync();
        await LinkAsync(school.CountyAdmin, "oid-1");
        var refused = await LinkAsync(school.Administrator, "oid-2");
        Assert.Equal(("InvalidInputError", "“reason”无效：必填。"), (refused.Refusal("linkIdentity"), refused.String("linkIdentity.errors.0.message")));
        Assert.Equal("oid-2", (await LinkAsync(school.Administrator, "oid-2", "手机丢失")).String("linkIdentity.member.identity"));

        Assert.Null(await school.Host.Service<MemberRegister>().FindByIdentityAsync("oid-1", default));
        var told = (await school.Host.ClientFor("oid-2", "Member").QueryAsync(History))["me.identityLinks"]!.AsArray();
        Assert.Equal([("admin-county", null), ("root", "手机丢失")], told.Select(link => ((string)link!["linkedBy"]!, (string?)link["reason"])));
        // Who has lost a sign-in finds it free again.
        Assert.Null(
            (await school.CountyAdmin.QueryAsync(Link, new { input = new { memberId = School.MemberId(School.Wang), identity = "oid-1" } })).Refusal(
                "linkIdentity"
            )
        );
    }

    [Fact]
    public async Task A_sign_in_that_was_replaced_is_nobodys_at_once_where_it_was_replaced_and_elsewhere_within_a_second()
    {
        await using var school = await School.OpenAsync();
        await using var beside = school.Host.Beside();
        await LinkAsync(school.CountyAdmin, "oid-1");
        ApiClient[] old = [school.Host.ClientFor("oid-1", "Member"), beside.ClientFor("oid-1", "Member")];
        using var watch = ActivatorUtilities.CreateInstance<JoinWatch>(beside.Services);
        await watch.LookAsync(default);
        foreach (var client in old)
            Assert.NotNull((await client.QueryAsync("{ me { name } }"))["me"]);

        await LinkAsync(school.Administrator, "oid-2", "手机丢失");
        Assert.Null((await old[0].QueryAsync("{ me { name } }"))["me"]);
        school.Host.Time.Advance(JoinWatch.Interval);
        await watch.LookAsync(default);
        Assert.Null((await old[1].QueryAsync("{ me { name } }"))["me"]);
    }

    [Fact]
    public async Task Of_several_links_at_once_one_is_made_and_the_others_leave_nothing()
    {
        await using var school = await School.OpenAsync();
        var register = school.Host.Service<MemberRegister>();
        var id = MemberRules.IdOf(School.Lin);
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async i =>
                {
                    try
                    {
                        await register.LinkIdentityAsync(new(id, $"oid-{i}"), new("admin", null), mayReplace: false, default);
                        return true;
                    }
                    catch (ContentError error) when (error.Code == ContentErrorCode.IdentityLinked)
                    {
                        return false;
                    }
                })
        );
        Assert.Single(tries, made => made);
        Assert.Single((await register.RequireAsync(id, default)).IdentityLinks);
        var other = MemberRules.IdOf(School.Wang);
        Assert.Equal(
            $"oid-{(Array.IndexOf(tries, true) + 1) % 4}",
            (
                await register.LinkIdentityAsync(new(other, $"oid-{(Array.IndexOf(tries, true) + 1) % 4}"), new("admin", null), mayReplace: false, default)
            ).Identity
        );
    }

    private static Task<ApiAnswer> LinkAsync(ApiClient client, string identity, string? reason = null) =>
        client.QueryAsync(
            Link,
            new
            {
                input = new
                {
                    memberId = Lin,
                    identity,
                    reason,
                },
            }
        );

    private static async Task<IEnumerable<string>> LinkersAsync(ApiClient member) =>
        (await member.QueryAsync(History))["me.identityLinks"]!.AsArray().Select(link => (string)link!["linkedBy"]!);

    private static Member Member(string? identity) =>
        new()
        {
            Id = "m",
            Number = "QZ-0001",
            Name = "林晓燕",
            AdmittedOn = new(2010, 7, 1),
            Memberships = [],
            Categories = [],
            Identity = identity,
        };
}
