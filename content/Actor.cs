namespace ELearning.Content;

/// <summary>Who acts: the subject of the token and, where the token is joined to one, the member.</summary>
public sealed record Actor(string Subject, string? MemberId);

/// <summary>Where somebody may look or act: everywhere, or within the subtrees of some organisations.</summary>
public sealed record Scope(bool Everywhere, IReadOnlyList<string> OrganisationIds)
{
    public static Scope All { get; } = new(true, []);

    public static Scope Nothing { get; } = new(false, []);

    private readonly MovedTree? _tree;

    /// <summary>What moves make of the ancestors that documents keep; whoever makes a scope to look by says it. Not stored with the scope.</summary>
    public MovedTree Tree
    {
        get => _tree ?? MovedTree.AsStored;
        init => _tree = value;
    }

    public static Scope Within(params IReadOnlyList<string> organisationIds) => new(false, organisationIds);

    /// <summary>The subtrees of some organisations, in the same tree.</summary>
    public Scope At(params IReadOnlyList<string> organisationIds) => new(false, organisationIds) { Tree = Tree };

    /// <param name="lineage">The organisation's ancestors and itself, as they were stored.</param>
    public bool Covers(IEnumerable<string> lineage)
    {
        if (Everywhere)
            return true;
        if (Tree.IsAsStored)
            return lineage.Any(OrganisationIds.Contains);
        var stored = lineage as IReadOnlyCollection<string> ?? [.. lineage];
        return Tree.Within(OrganisationIds).Any(clause => clause.Holds(stored));
    }
}
