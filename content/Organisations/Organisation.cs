using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A party organisation (党组织), a node of the tree from the province down to the branch (支部).</summary>
public sealed record Organisation
{
    /// <summary>The organisation's code: digits and hyphens, at most 40 characters, unique; what <c>/dev/token</c> names.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required OrganisationLevel Level { get; init; }

    /// <summary>What the organisation's members are mainly: the sector of a branch; null where it is mixed (a committee above the branches).</summary>
    public MemberCategory? Sector { get; init; }

    public string? ParentId { get; init; }

    /// <summary>The ancestors from the root down, and itself: what "within the subtree" is answered by.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    public required DatePeriod Existence { get; init; }
}

public sealed record NewOrganisation(string Code, string Name, OrganisationLevel Level, MemberCategory? Sector, string? ParentCode, DateOnly EstablishedOn);

/// <summary>Level of an organisation (行政层级).</summary>
[Description("Level of an organisation (行政层级).")]
public enum OrganisationLevel
{
    [Description("Province (省).")]
    Province,

    [Description("Prefecture-level city (设区市).")]
    City,

    [Description("County, county-level city or district (县、市、区).")]
    County,

    [Description("Township, town or street (乡镇、街道).")]
    Township,

    [Description("Basic organisation: branch, general branch or basic committee (基层党组织).")]
    Basic,
}
