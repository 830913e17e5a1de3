namespace ELearning.Content;

/// <summary>The checks of a policy beyond its shape; pure.</summary>
internal static class PolicyChecks
{
    /// <summary>
    /// The first fault in words, and where it is: a property of the policy, then for a list the number of the entry. Null where there is none.
    /// </summary>
    public static (IReadOnlyList<object> Place, string Reason)? Fault(Policy policy) =>
        Whole(policy)
        ?? Twice(policy.Rules.Select(rule => rule.Id), "rules")
        ?? Twice(policy.Duties.Select(duty => duty.Id), "duties")
        ?? policy
            .Rules.Select((rule, i) => Fault(rule) is { } reason ? (["rules", i], $"{rule.Id}: {reason}") : ((IReadOnlyList<object>, string)?)null)
            .FirstOrDefault(fault => fault is not null);

    private static (IReadOnlyList<object>, string)? Whole(Policy policy)
    {
        if (policy.Id.Length == 0)
            return (["id"], "id must not be empty");
        if (policy.Version < 1)
            return (["version"], "version must be 1 or more");
        if (policy.InForce.To < policy.InForce.From)
            return (["inForce"], "inForce.to is before inForce.from");
        if (policy.Planned is { } planned && planned.To < planned.From)
            return (["planned"], "planned.to is before planned.from");
        if (policy.SecondsPerHour < 1)
            return (["secondsPerHour"], "secondsPerHour must be 1 or more");
        if (policy.LargestClaimHours < 1)
            return (["largestClaimHours"], "largestClaimHours must be 1 or more");
        if (policy.DailyTrainingHours is < 1 or > 24)
            return (["dailyTrainingHours"], "dailyTrainingHours must be 1 to 24");
        if (policy.OnceAtLeastHours < 1)
            return (["onceAtLeastHours"], "onceAtLeastHours must be 1 or more");
        if (policy.Outside?.Rules.FirstOrDefault(id => policy.Rules.All(rule => rule.Id != id)) is { } unknown)
            return (["outside"], $"outside.rules names {unknown}, which is no rule");
        return Fault(policy.Study) is { } reason ? (["study"], $"study: {reason}") : null;
    }

    private static string? Fault(StudyRules study)
    {
        TimeSpan[] spans = [study.Heartbeat, study.Lease, study.IdleClose, study.PresenceDue, study.UnprovenAllowance, study.DailyCeiling];
        if (study is not { PresenceChecksPerHour: >= 0, FailedChecksPerDay: > 0, LargestIntervalCount: > 0 } || spans.Any(span => span <= TimeSpan.Zero))
            return "every span and count must be there and more than zero";
        return study.AskedLater < study.IdleClose ? "askedLater must not be shorter than idleClose" : null;
    }

    private static (IReadOnlyList<object>, string)? Twice(IEnumerable<string> ids, string list)
    {
        var known = new HashSet<string>();
        foreach (var (i, id) in ids.Index())
        {
            if (!known.Add(id))
                return ([list, i], $"{id} stands twice");
        }
        return null;
    }

    private static string? Fault(PolicyRule rule)
    {
        if (rule.Hours < 1 || rule.LeaderHours < 1 || rule.Times < 1 || rule.OnlineCeilingHours < 0)
            return "a figure must be 1 or more, or null";
        if (rule.LeaderHours is null != (rule.LeaderPositions.Count == 0))
            return "leaderHours and leaderPositions belong together";
        if (rule.LeaderHours is not null && rule.Hours is null)
            return "leaderHours replaces hours, which is not given";
        if (rule.Strength == RuleStrength.Stated)
            return "Stated is for duties of organisations; a rule about members is Hard, Norm, Duty or Advocated";
        if ((rule.Hours ?? rule.Times) is not null != rule.Strength is RuleStrength.Hard or RuleStrength.Norm)
            return "a figure and the strength Hard or Norm belong together";
        if (rule.Sectors.Count > 0 && rule.Positions.Count == 0)
            return "sectors say where a post is held, and need positions";
        if (
            rule.Positions.Count == 0
            && rule.Window is RuleWindow.FromAppointment or RuleWindow.BeforeAppointment or RuleWindow.ServiceTerm or RuleWindow.YearOfAppointment
        )
            return "a window of an appointment needs positions";
        return null;
    }
}
