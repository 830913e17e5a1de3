namespace ELearning.Content;

public sealed record RegisterMember(
    string Number,
    string Name,
    string OrganisationId,
    MemberCategory Category,
    DateOnly AdmittedOn,
    string? IdempotencyKey = null
);

/// <param name="Reason">Why it takes the place of another sign-in; without meaning where there is none.</param>
public sealed record LinkIdentity(string MemberId, string Identity, string? Reason = null);

public sealed record AssignPosition(string MemberId, string OrganisationId, MemberPosition Position, DateOnly From, DateOnly? To);

/// <summary>A second membership or category, dated: a floating member's receiving organisation, a cadre who is also a secretary.</summary>
public sealed record JoinOrganisation(string MemberId, string OrganisationId, MembershipKind Kind, DatePeriod Period);

public sealed record HoldCategory(string MemberId, MemberCategory Category, bool Main, DatePeriod Period);
