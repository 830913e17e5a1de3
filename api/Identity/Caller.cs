using ELearning.Content;

namespace ELearning.Api;

/// <summary>Who is calling, read once per request from the token and what is stored about its subject.</summary>
/// <param name="Subject">See <see cref="Claims.SubjectOf"/>; empty for nobody.</param>
/// <param name="Roles">What the token says, what the grants confer, and Member for whoever is joined to one.</param>
/// <param name="MemberId">The member the subject is joined to; null for applications and people without one.</param>
/// <param name="Grants">Stored grants of the subject that hold today.</param>
internal sealed record Caller(string Subject, IReadOnlySet<Role> Roles, string? MemberId, IReadOnlyList<Grant> Grants) : ICaller
{
    /// <summary>What moves of organisations make of the ancestors that documents keep, when the caller was resolved.</summary>
    public MovedTree Tree { get; init; } = MovedTree.AsStored;

    public static Caller Nobody { get; } = new("", new HashSet<Role>(), null, []);

    public bool IsSignedIn => Subject.Length > 0;

    /// <summary>A partner application, which is nobody's sign-in.</summary>
    public bool IsPartner => Roles.Count > 0 && Roles.IsSubsetOf(Claims.Partners);

    /// <summary>Who content writes down as having acted.</summary>
    public Actor Actor => new(Subject, MemberId);

    public bool Has(Role role) => Roles.Contains(role);

    /// <summary>The role itself, or Administrator, who may do what any may.</summary>
    public bool MayActAs(string role) => Has(Role.Administrator) || (Claims.TryRole(role, out var known) && Has(known));

    /// <summary>
    /// Where the caller acts in any of these roles: everywhere as Administrator, else in the subtrees of the grants for it. A role that a token names without a
    /// grant acts nowhere.
    /// </summary>
    public Scope ScopeOf(params ReadOnlySpan<Role> roles)
    {
        if (Has(Role.Administrator))
            return Scope.All with { Tree = Tree };

        var organisations = new HashSet<string>();
        foreach (var role in roles)
        {
            if (!Has(role))
                continue;
            organisations.UnionWith(Grants.Where(grant => grant.Role == role).Select(grant => grant.OrganisationId));
        }

        return organisations.Count == 0 ? Scope.Nothing : Scope.Within([.. organisations]) with { Tree = Tree };
    }
}
