namespace ELearning.Content;

public sealed record RegisterMember(
    string Number,
    string Name,
    string OrganisationId,
    MemberCategory Category,
    DateOnly AdmittedOn,
    string? IdempotencyKey = null
);

/// <summary>A correction of what a member is called by; what is left out stays.</summary>
public sealed record EditMember(string MemberId, string? Number, string? Name, DateOnly? AdmittedOn, string Reason);

/// <param name="Reason">Why it takes the place of another sign-in; without meaning where there is none.</param>
public sealed record LinkIdentity(string MemberId, string Identity, string? Reason = null);

public sealed record AssignPosition(string MemberId, string OrganisationId, MemberPosition Position, DateOnly From, DateOnly? To, string? Reason = null);

/// <param name="On">The first day in the new home; the old one ends the day before.</param>
/// <param name="Reason">Needed where <paramref name="On"/> is before today.</param>
public sealed record TransferMember(string MemberId, string ToOrganisationId, DateOnly On, string? Reason = null);

/// <summary>A second membership or category, dated: a floating member's receiving organisation, a cadre who is also a secretary.</summary>
public sealed record JoinOrganisation(string MemberId, string OrganisationId, MembershipKind Kind, DatePeriod Period, string? Reason = null);

public sealed record HoldCategory(string MemberId, MemberCategory Category, bool Main, DatePeriod Period, string? Reason = null);

public sealed record RecordBackground(string MemberId, MemberBackground Background, DatePeriod Period);

public sealed record RecordSkill(string MemberId, string Name, DateOnly RecordedOn, string? CertificateAssetId = null);

/// <param name="Authority">Who granted it: the organisation, and the number of the paper.</param>
public sealed record RecordLeave(string MemberId, DateOnly From, DateOnly To, string Authority, string Reason);

/// <param name="RuleId">The row of the policy: <c>R1</c>, <c>P2.once</c>.</param>
/// <param name="Year">The year in which the figure is decided.</param>
/// <param name="Authority">Who granted it: the organisation, and the number of the paper.</param>
public sealed record WaiveFigure(string MemberId, string RuleId, int Year, string Authority, string Reason);

/// <summary>Which thing of a member ends after which day.</summary>
/// <param name="Place">Its place in the member's list, which never changes.</param>
/// <param name="On">The last day on which it holds.</param>
public sealed record EndHeld(string MemberId, HeldKind Kind, int Place, DateOnly On, string? Reason = null);

/// <summary>Which thing of a member was entered by mistake.</summary>
/// <param name="Place">Its place in the member's list, which never changes.</param>
public sealed record VoidHeld(string MemberId, HeldKind Kind, int Place, string Reason);

public sealed record EndMember(string MemberId, DateOnly On, DepartureReason Reason, string? Note = null);

public sealed record ReadmitMember(string MemberId, string OrganisationId, MemberCategory Category, DateOnly From, string? Reason = null);

/// <summary>The lists of dated things that a member has.</summary>
public enum HeldKind
{
    Membership,
    Category,
    Position,
    Background,
    Skill,
    Leave,
    Waiver,
}
