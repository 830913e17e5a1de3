using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A party organisation (党组织), a node of the tree from the province down to the branch (支部).</summary>
public sealed record Organisation
{
    /// <summary>The organisation's code: digits, letters and hyphens, at most 40 characters, unique and never used again; what <c>/dev/token</c> names.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required OrganisationLevel Level { get; init; }

    /// <summary>What the organisation's members are mainly: the sector of a branch; null where it is mixed (a committee above the branches).</summary>
    public MemberCategory? Sector { get; init; }

    /// <summary>The organisation right above today; what was above before stands in <see cref="EarlierParents"/>.</summary>
    public string? ParentId { get; init; }

    /// <summary>The ancestors from the root down, and itself: what "within the subtree" is answered by.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    /// <summary>From the day it was established; ends with the day it was closed on.</summary>
    public required DatePeriod Existence { get; init; }

    /// <summary>The names before <see cref="Name"/>, oldest first.</summary>
    public IReadOnlyList<EarlierName> EarlierNames { get; init; } = [];

    /// <summary>The sectors before <see cref="Sector"/>, oldest first.</summary>
    public IReadOnlyList<EarlierSector> EarlierSectors { get; init; } = [];

    /// <summary>From when on there are records here and below; null for what the organisation above says. A root states it.</summary>
    public DateOnly? RecordsFrom { get; init; }

    /// <summary>The organisations right above before <see cref="ParentId"/>, oldest first.</summary>
    public IReadOnlyList<EarlierParent> EarlierParents { get; init; } = [];

    /// <summary>Who organises the training that a rule leaves to the organiser (R5); null for the nearest township, itself or above.</summary>
    public string? TrainingOrganiserId { get; init; }

    /// <summary>Who was named before <see cref="TrainingOrganiserId"/>, oldest first.</summary>
    public IReadOnlyList<EarlierOrganiser> EarlierOrganisers { get; init; } = [];

    /// <summary>Who took over its members and drafts when it was closed; null while open, and where there was nobody left.</summary>
    public string? SuccessorId { get; init; }

    /// <summary>What was changed since the organisation was entered, oldest first; at most <see cref="RegisterRules.MostChanges"/>.</summary>
    public IReadOnlyList<RegisterChange> History { get; init; } = [];

    /// <summary>What its names and code are found by; empty in documents of releases without a search, until they are brought forward.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Rises with each change.</summary>
    public int Version { get; init; }

    /// <summary>What its members mainly were on a day; null for mixed.</summary>
    public MemberCategory? SectorOn(DateOnly day) => EarlierSectors.FirstOrDefault(held => held.Period.Contains(day)) is { } earlier ? earlier.Sector : Sector;
}

/// <summary>A name that the organisation had for a time.</summary>
public sealed record EarlierName(string Name, DatePeriod Period);

/// <summary>What the organisation's members were mainly for a time; null for mixed.</summary>
public sealed record EarlierSector(MemberCategory? Sector, DatePeriod Period);

/// <summary>Below which the organisation stood for a time.</summary>
public sealed record EarlierParent(string ParentId, DatePeriod Period);

/// <summary>Who organised its training for a time; null for the nearest township.</summary>
public sealed record EarlierOrganiser(string? OrganiserId, DatePeriod Period);

/// <param name="RecordsFrom">From when on there are records; null: as the parent's, for a root 1 January of the year in which it is entered.</param>
public sealed record NewOrganisation(
    string Code,
    string Name,
    OrganisationLevel Level,
    MemberCategory? Sector,
    string? ParentCode,
    DateOnly EstablishedOn,
    DateOnly? RecordsFrom = null
);

/// <param name="From">The first day of the new name, today or before.</param>
/// <param name="Reason">Needed where <paramref name="From"/> is before today.</param>
public sealed record RenameOrganisation(string OrganisationId, string Name, DateOnly From, string? Reason = null);

/// <param name="Sector">What its members mainly are from now on; null for mixed.</param>
/// <param name="From">The first day of it, today or before.</param>
/// <param name="Reason">Needed where <paramref name="From"/> is before today.</param>
public sealed record ChangeSector(string OrganisationId, MemberCategory? Sector, DateOnly From, string? Reason = null);

/// <param name="From">The first day of the records here and below, today or before.</param>
public sealed record SetRecordsFrom(string OrganisationId, DateOnly From, string Reason);

/// <param name="TrainingOrganiserId">Who organises its training from now on; null for the nearest township.</param>
/// <param name="From">The first day of it, today or before.</param>
/// <param name="Reason">Needed where <paramref name="From"/> is before today.</param>
public sealed record SetTrainingOrganiser(string OrganisationId, string? TrainingOrganiserId, DateOnly From, string? Reason = null);

/// <param name="On">The last day.</param>
/// <param name="SuccessorId">Where its members and open drafts go; null where there are none.</param>
/// <param name="Reason">Needed where <paramref name="On"/> is before today.</param>
public sealed record CloseOrganisation(string OrganisationId, DateOnly On, string? SuccessorId = null, string? Reason = null);

/// <summary>Level of an organisation (行政层级).</summary>
[Description("Level of an organisation (行政层级).")]
public enum OrganisationLevel
{
    [Description("Province 「省」.")]
    Province,

    [Description("Prefecture-level city 「设区市」.")]
    City,

    [Description("County, county-level city or district (县、市、区). 「县（市、区）」")]
    County,

    [Description("Township, town or street (乡镇、街道). 「乡镇（街道）」")]
    Township,

    [Description("Basic organisation: branch, general branch or basic committee 「基层党组织」.")]
    Basic,
}
