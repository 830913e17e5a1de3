namespace ELearning.Content;

/// <summary>The checks of a policy file beyond its shape.</summary>
internal static class PolicyChecks
{
    /// <summary>The first fault in words, or null.</summary>
    public static string? Fault(Policy policy)
    {
        if (policy.Id.Length == 0 || policy.Version < 1)
            return "id must not be empty and version must be 1 or more";
        if (policy.InForce.To < policy.InForce.From)
            return "inForce.to is before inForce.from";
        if (policy.SecondsPerHour < 1 || policy.LargestClaimHours < 1)
            return "secondsPerHour and largestClaimHours must be 1 or more";
        if (
            policy.Study is not { PresenceChecksPerHour: >= 0, FailedChecksPerDay: > 0, LargestIntervalCount: > 0 } study
            || new[] { study.Heartbeat, study.Lease, study.IdleClose, study.PresenceDue, study.UnprovenAllowance, study.DailyCeiling }.Any(span =>
                span <= TimeSpan.Zero
            )
        )
            return "study: every span and count must be there and more than zero";
        if (study.AskedLater < study.IdleClose)
            return "study: askedLater must not be shorter than idleClose";
        if (
            policy
                .Rules.Select(rule => rule.Id)
                .Concat(policy.Duties.Select(duty => "duty " + duty.Id))
                .GroupBy(id => id)
                .FirstOrDefault(ids => ids.Count() > 1) is
            { } twice
        )
            return $"{twice.Key} stands twice";
        return policy.Rules.Select(Fault).FirstOrDefault(fault => fault is not null);
    }

    private static string? Fault(PolicyRule rule)
    {
        if (rule.Hours < 1 || rule.LeaderHours < 1 || rule.Times < 1 || rule.OnlineCeilingHours < 0)
            return $"{rule.Id}: a figure must be 1 or more, or null";
        if (rule.LeaderHours is null != (rule.LeaderPositions.Count == 0))
            return $"{rule.Id}: leaderHours and leaderPositions belong together";
        if ((rule.Hours ?? rule.LeaderHours ?? rule.Times) is not null != rule.Strength is RuleStrength.Hard or RuleStrength.Norm)
            return $"{rule.Id}: a figure and the strength Hard or Norm belong together";
        if (rule.Positions.Count == 0 && rule.Window is RuleWindow.FromAppointment or RuleWindow.BeforeAppointment or RuleWindow.ServiceTerm)
            return $"{rule.Id}: a window of an appointment needs positions";
        return null;
    }
}
