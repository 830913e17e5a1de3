using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A right given to somebody within the subtree of an organisation for a time. It confers the role on whoever holds it.</summary>
/// <param name="Subject">The subject of the token: a member's identity, or an application id; of a grant to a member <see cref="SubjectOf"/> that member.</param>
public sealed record Grant(string Id, string Subject, Role Role, string OrganisationId, DatePeriod Period)
{
    /// <summary>The member who has the right, by whatever sign-in; null for a grant to a subject.</summary>
    public string? MemberId { get; init; }

    /// <summary>The token subject of who gave it; null in documents of releases that did not write it down.</summary>
    public string? GivenBy { get; init; }

    /// <summary>
    /// The grants it hangs on, from the one an Administrator gave to the one by which this was given; it holds only while all of them do. Empty for what an
    /// Administrator gave.
    /// </summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>What stands for a member where a subject is asked for; no issuer of tokens gives such a subject.</summary>
    public static string SubjectOf(string memberId) => $"member/{memberId}";
}

/// <summary>Whom to give which role where: a subject, or a member.</summary>
public sealed record GiveGrant(string? Subject, string? MemberId, Role Role, string OrganisationId, DatePeriod Period);

/// <summary>What somebody may do. Grants confer the roles of an organisation's people; Administrator and those of partner applications a token names.</summary>
[Description("What a token may do.")]
public enum Role
{
    [Description("A party member: acts for themself. 「党员」")]
    Member,

    [Description("Administrator of an organisation's subtree: members, positions, claims, standing, reports. 「组织管理员」")]
    OrganisationAdmin,

    [Description("Keeps the teacher pool within the subtree of a grant: recommends, reviews, offers teachers to other organisations. 「师资库管理员」")]
    PoolManager,

    [Description("Makes courseware and media within the subtree of a grant. 「课件编辑」")]
    Editor,

    [Description("Signs off courseware of others. 「课件审核员」")]
    Reviewer,

    [Description("Reads everything within the subtree of a grant, with evidence; each look is recorded. 「审计员」")]
    Auditor,

    [Description("Everything, everywhere; gives grants. 「系统管理员」")]
    Administrator,

    [Description("Partner application: published courseware (Catalogue.Read). 「课件目录只读应用」")]
    CatalogueRead,

    [Description("Partner application: active teachers (Teachers.Read). 「师资库只读应用」")]
    TeachersRead,

    [Description("Partner application: how the members within the subtree of a grant stand, by pseudonym (Standing.Read). 「达标情况只读应用」")]
    StandingRead,
}
