using System.ComponentModel;

namespace ELearning.Content;

/// <summary>One line of the history of an organisation, a member or a venue: what was changed, by whom, when, and why.</summary>
/// <param name="At">When it was entered.</param>
/// <param name="By">The token subject of who entered it.</param>
/// <param name="From">The first day from which it holds, or the last day of what it ended; null where it is of no day, such as a corrected name.</param>
/// <param name="Before">What stood there before: a name, a code, a number; null where there was nothing.</param>
/// <param name="After">What stands there since; null where it only ended.</param>
/// <param name="Reason">Why, in the words of who entered it; there wherever the change reached back before its day or took something back.</param>
public sealed record RegisterChange(DateTimeOffset At, string By, RegisterAct Act, DateOnly? From, string? Before, string? After, string? Reason);

[Description("What was done to an entry of the register.")]
public enum RegisterAct
{
    [Description("The organisation got another name. 「组织更名」")]
    Renamed,

    [Description("The organisation got another sector. 「变更行业类别」")]
    SectorChanged,

    [Description("The organisation was closed. 「撤销组织」")]
    Closed,

    [Description("The organisation goes below another one, with all below it. 「调整隶属关系」")]
    Moved,

    [Description("A move of the organisation that was ahead was called off. 「取消调整隶属关系」")]
    MoveCancelled,

    [Description("Another organisation organises its training. 「变更培训组织单位」")]
    TrainingOrganiserSet,

    [Description("The member's name was corrected. 「更正姓名」")]
    NameCorrected,

    [Description("The member's number was corrected; the old one still finds the member. 「更正党员编号」")]
    NumberCorrected,

    [Description("The day of admission was corrected. 「更正入党日期」")]
    AdmissionCorrected,

    [Description("The member went to another home organisation. 「转接组织关系」")]
    Transferred,

    [Description("An organisation began to receive the member as floating (流入). 「流入接收」")]
    Received,

    [Description("A membership ended. 「组织关系终止」")]
    MembershipEnded,

    [Description("A membership was voided: it was entered by mistake. 「作废组织关系」")]
    MembershipVoided,

    [Description("A category began. 「增加党员类别」")]
    CategoryAdded,

    [Description("A category ended. 「党员类别终止」")]
    CategoryEnded,

    [Description("A category was voided: it was entered by mistake. 「作废党员类别」")]
    CategoryVoided,

    [Description("A position began. 「任职」")]
    PositionAssigned,

    [Description("A position ended. 「免职」")]
    PositionEnded,

    [Description("A position was voided: it was entered by mistake. 「作废任职」")]
    PositionVoided,

    [Description("A background was recorded. 「登记身份情况」")]
    BackgroundRecorded,

    [Description("A background ended. 「身份情况终止」")]
    BackgroundEnded,

    [Description("A background was voided: it was entered by mistake. 「作废身份情况」")]
    BackgroundVoided,

    [Description("A skill was recorded. 「登记技能」")]
    SkillRecorded,

    [Description("A skill was voided: it was entered by mistake. 「作废技能」")]
    SkillVoided,

    [Description("A leave was recorded. 「登记请假」")]
    LeaveRecorded,

    [Description("A leave was voided: it was entered by mistake. 「作废请假」")]
    LeaveVoided,

    [Description("The member was relieved of a figure of the policy. 「免除学时要求」")]
    FigureWaived,

    [Description("A relief was voided. 「作废免除」")]
    WaiverVoided,

    [Description("The records of the organisation, or of the member by an import of earlier hours, begin on another day. 「调整记录起始日」")]
    RecordsMoved,

    [Description("The venue got another name. 「阵地更名」")]
    VenueRenamed,

    [Description("The venue is of another kind. 「变更阵地类型」")]
    VenueKindChanged,

    [Description("The venue is kept for another level. 「变更阵地层级」")]
    VenueLevelChanged,

    [Description("The venue seats another number. 「变更容纳人数」")]
    VenueCapacityChanged,

    [Description("The venue has another address. 「变更阵地地址」")]
    VenueAddressChanged,

    [Description("The venue has other equipment. 「变更阵地设备」")]
    VenueEquipmentChanged,

    [Description("The venue was closed. 「停用阵地」")]
    VenueClosed,

    [Description("The demonstration base was recognised. 「认定示范基地」")]
    BaseRecognised,

    [Description("The recognition of the demonstration base was withdrawn. 「撤销示范基地认定」")]
    BaseWithdrawn,

    [Description("The recognition was voided: it was entered by mistake. 「作废示范基地认定」")]
    BaseVoided,

    [Description("The member left. 「离开组织」")]
    Left,

    [Description("The member came back. 「重新接收」")]
    Readmitted,
}

/// <summary>What is held for a time. It ends by its period; where it was entered by mistake it is voided, stays readable and counts for nothing.</summary>
public interface IHeld
{
    DatePeriod Period { get; }

    Voiding? Voided { get; }
}

/// <summary>An entry was taken back as a mistake.</summary>
/// <param name="By">The token subject of who took it back.</param>
public sealed record Voiding(string Reason, string By, DateTimeOffset At);

/// <summary>Questions about lists of held things.</summary>
public static class Held
{
    /// <summary>Those that were not voided.</summary>
    public static IEnumerable<T> Valid<T>(this IEnumerable<T> held)
        where T : IHeld => held.Where(one => one.Voided is null);

    /// <summary>Those that hold on the day.</summary>
    public static IEnumerable<T> On<T>(this IEnumerable<T> held, DateOnly day)
        where T : IHeld => held.Valid().Where(one => one.Period.Contains(day));
}
