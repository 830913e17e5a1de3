namespace ELearning.Content;

/// <summary>A one-time code by which whoever signs in becomes a member, as stored: without the code. One for each member; a new one voids the old.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="Hash">Of the code, with a key of this school: what is stored lets nobody in.</param>
/// <param name="IssuedBy">The token subject of who had it made.</param>
/// <param name="Tries">How often a wrong code was given.</param>
/// <param name="UsedBy">The token subject that used it; null until then.</param>
internal sealed record ActivationCode(string Id, string Hash, string IssuedBy, DateTimeOffset ExpiresAt, int Tries = 0, string? UsedBy = null);

/// <summary>A code as it is shown once, to be handed to the member.</summary>
/// <param name="Code">Ten letters and digits in two groups, none of them easily mistaken for another.</param>
public sealed record IssuedCode(Member Member, string Code, DateTimeOffset ExpiresAt);
