using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A right given to a subject within the subtree of an organisation for a time.</summary>
/// <param name="Subject">The subject of the token: a member's identity or number, or an application id.</param>
public sealed record Grant(string Id, string Subject, Role Role, string OrganisationId, DatePeriod Period);

/// <summary>Roles a token carries; all but Member, Administrator, CatalogueRead and TeachersRead act within grants.</summary>
[Description("What a token may do.")]
public enum Role
{
    [Description("A party member: acts for themself.")]
    Member,

    [Description("Administrator of an organisation's subtree: members, positions, claims, standing, reports.")]
    OrganisationAdmin,

    [Description("Makes courseware, media and teachers within the subtree of a grant.")]
    Editor,

    [Description("Signs off courseware of others.")]
    Reviewer,

    [Description("Reads everything within the subtree of a grant, with evidence; each look is recorded.")]
    Auditor,

    [Description("Everything, everywhere; gives grants.")]
    Administrator,

    [Description("Partner application: published courseware (Catalogue.Read).")]
    CatalogueRead,

    [Description("Partner application: active teachers (Teachers.Read).")]
    TeachersRead,

    [Description("Partner application: how the members within the subtree of a grant stand, by pseudonym (Standing.Read).")]
    StandingRead,
}
