namespace ELearning.Content;

/// <summary>Who acts: the subject of the token and, where the token is joined to one, the member.</summary>
public sealed record Actor(string Subject, string? MemberId);

/// <summary>Where somebody may look or act: everywhere, or within the subtrees of some organisations.</summary>
public sealed record Scope(bool Everywhere, IReadOnlyList<string> OrganisationIds)
{
    public static Scope All { get; } = new(true, []);

    public static Scope Nothing { get; } = new(false, []);

    public static Scope Within(params IReadOnlyList<string> organisationIds) => new(false, organisationIds);

    /// <param name="lineage">The organisation's ancestors and itself.</param>
    public bool Covers(IEnumerable<string> lineage) => Everywhere || lineage.Any(OrganisationIds.Contains);
}
