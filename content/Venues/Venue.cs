using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A place where members are taught (阵地), policy 三.1 and 三.4: entered once, changed by acts that its history keeps.</summary>
public sealed record Venue
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required VenueKind Kind { get; init; }

    /// <summary>For whom it is kept: a village's, a county's.</summary>
    public required OrganisationLevel Level { get; init; }

    /// <summary>The organisation that keeps it.</summary>
    public required string OrganisationId { get; init; }

    /// <summary>The ancestors of that organisation and itself; after a move they follow.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    /// <summary>How many people it seats.</summary>
    public required int Capacity { get; init; }

    public required string Address { get; init; }

    public IReadOnlyList<string> Equipment { get; init; } = [];

    /// <summary>From the day it was opened; ends with the day it was closed on.</summary>
    public required DatePeriod Existence { get; init; }

    /// <summary>As what it was ever recognised, in the order of entry; the list only grows, so a place in it names one recognition for good.</summary>
    public IReadOnlyList<BaseRecognition> Recognitions { get; init; } = [];

    /// <summary>What was changed since the venue was entered, oldest first; at most <see cref="RegisterRules.MostChanges"/>.</summary>
    public IReadOnlyList<RegisterChange> History { get; init; } = [];

    /// <summary>What its name and address are found by.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>A digest of what it was entered with under an idempotency key; null where there was none.</summary>
    public string? Entered { get; init; }

    /// <summary>Rises with each change.</summary>
    public int Version { get; init; } = 1;

    public VenueStatus StatusOn(DateOnly day) => Existence.Contains(day) ? VenueStatus.Open : VenueStatus.Closed;
}

/// <summary>A demonstration base was recognised by somebody above; it ends when that is withdrawn.</summary>
/// <param name="Authority">Who recognised it: the organisation, and the number of the paper.</param>
/// <param name="Reason">Why it was withdrawn; null while it holds.</param>
public sealed record BaseRecognition(BaseLevel Level, DatePeriod Period, string Authority, string? Reason = null, Voiding? Voided = null) : IHeld;

/// <param name="OpenedOn">Its first day, today or before; null for today.</param>
public sealed record EnterVenue(
    string OrganisationId,
    string Name,
    VenueKind Kind,
    OrganisationLevel Level,
    int Capacity,
    string Address,
    IReadOnlyList<string>? Equipment = null,
    DateOnly? OpenedOn = null,
    string? IdempotencyKey = null
);

/// <summary>Other particulars of a venue; what is left out stays.</summary>
/// <param name="ExpectedVersion">The version that was looked at.</param>
public sealed record EditVenue(
    string VenueId,
    int ExpectedVersion,
    string? Name = null,
    VenueKind? Kind = null,
    OrganisationLevel? Level = null,
    int? Capacity = null,
    string? Address = null,
    IReadOnlyList<string>? Equipment = null,
    string? Reason = null
);

/// <param name="On">The last day, today or before.</param>
public sealed record CloseVenue(string VenueId, DateOnly On, string Reason);

/// <param name="From">The first day of the recognition, today or before.</param>
public sealed record RecogniseBase(string VenueId, BaseLevel Level, DateOnly From, string Authority);

/// <param name="Place">Which of the venue's recognitions.</param>
/// <param name="On">The last day on which it holds.</param>
public sealed record WithdrawBase(string VenueId, int Place, DateOnly On, string Reason);

/// <param name="Place">Which of the venue's recognitions.</param>
public sealed record VoidRecognition(string VenueId, int Place, string Reason);

[Description("What a venue is (阵地类型).")]
public enum VenueKind
{
    [Description("Party school 「党校」.")]
    PartySchool,

    [Description("Service centre for members 「党员服务中心」.")]
    ServiceCentre,

    [Description("Site of distance education 「远程教育站点」.")]
    RemoteSite,

    [Description("Activity place of a village or community 「村（社区）活动场所」.")]
    ActivityPlace,

    [Description("Demonstration base for teaching practice; it alone is recognised 「教学实践示范基地」.")]
    DemonstrationBase,

    [Description("Base of patriotic, warning or integrity education 「爱国警示廉政教育基地」.")]
    EducationBase,

    [Description("Party school of an enterprise 「企业党校」.")]
    EnterpriseSchool,

    [Description("University or college 「高校」.")]
    College,

    [Description("Demonstration base of science and technology 「科技示范基地」.")]
    ScienceBase,

    [Description("Reading room for members 「党员书屋」.")]
    ReadingRoom,
}

[Description("Whether a venue is open today.")]
public enum VenueStatus
{
    [Description("Open. 「启用」")]
    Open,

    [Description("Closed. 「停用」")]
    Closed,
}

[Description("As what a demonstration base is recognised (示范基地级别).")]
public enum BaseLevel
{
    [Description("By the province 「省级」.")]
    Province,

    [Description("By the city 「市级」.")]
    City,

    [Description("By the county 「县级」.")]
    County,
}
