namespace ELearning.Content;

/// <summary>A changed policy tried on real members without being entered: what it would change in their standings.</summary>
/// <param name="Fault">Why the text is no policy; then there is nothing else.</param>
/// <param name="Before">The standings under the policy in force.</param>
/// <param name="After">The standings under the changed one.</param>
/// <param name="Changes">The first of those whose status differs, in no order.</param>
public sealed record PolicyTrial(
    PolicyFault? Fault,
    Policy? Policy,
    StatusCounts? Before,
    StatusCounts? After,
    int Changed,
    IReadOnlyList<StandingChange> Changes
);

/// <summary>A member whose status would be another one.</summary>
public sealed record StandingChange(string MemberId, ComplianceStatus Before, ComplianceStatus After) : IOfMember;
