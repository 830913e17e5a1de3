namespace ELearning.Content;

/// <summary>One question an auditor asked: reading everything of a subtree is a right that leaves a trace.</summary>
/// <param name="Document">What was asked, as it was sent.</param>
/// <param name="Variables">Its variables as JSON; null where there were none.</param>
public sealed record Look(string Id, string Subject, DateTimeOffset At, string Document, string? Variables);
