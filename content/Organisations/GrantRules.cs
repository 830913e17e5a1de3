namespace ELearning.Content;

/// <summary>Who gives a right, and by what.</summary>
/// <param name="Everywhere">An Administrator: gives any role anywhere.</param>
/// <param name="Own">The grants of the giver that hold today; empty for an Administrator.</param>
public sealed record Giver(Actor Actor, bool Everywhere, IReadOnlyList<Grant> Own);

/// <summary>The rules of giving rights to others; pure. Who has a right passes on less than that: not to themself, not elsewhere, not for longer.</summary>
internal static class GrantRules
{
    /// <summary>The roles that a grant confers on whoever holds it; the others a token must name.</summary>
    public static IReadOnlySet<Role> Conferred { get; } =
        new HashSet<Role> { Role.OrganisationAdmin, Role.PoolManager, Role.Editor, Role.Reviewer, Role.Auditor };

    /// <summary>The grant by which the giver may give this, with the last day it may last; null for an Administrator.</summary>
    public static Grant? Through(Giver giver, Role role, Organisation organisation, DatePeriod period, DateOnly today)
    {
        if (giver.Everywhere)
            return null;
        if (!Conferred.Contains(role))
            throw ContentError.Invalid("role", InputFault.NotAllowed);
        var covering = giver.Own.Where(grant => grant.Role == Role.OrganisationAdmin && organisation.Lineage.Contains(grant.OrganisationId)).ToList();
        if (covering.Count == 0)
            throw ContentError.NotFound(nameof(Organisation));
        // Nobody appoints who looks over their own shoulder.
        if (role == Role.Auditor)
            covering.RemoveAll(grant => grant.OrganisationId == organisation.Id);
        if (covering.Count == 0)
            throw ContentError.Invalid("role", InputFault.NotAllowed);
        InputChecks.NotBefore("from", period.From, today);
        var through = covering.MaxBy(grant => grant.Period.To ?? DateOnly.MaxValue)!;
        if (through.Period.To is { } last && (period.To is null || period.To > last))
            throw ContentError.Invalid("to", InputFault.InTheFuture, last);
        return through;
    }

    /// <summary>An Administrator revokes any grant; who has one, those below their own organisation and those that were given by it.</summary>
    public static bool MayRevoke(Giver giver, Grant grant, Organisation organisation) =>
        giver.Everywhere
        || giver.Own.Any(own =>
            own.Role == Role.OrganisationAdmin
            && own.Id != grant.Id
            // What went elsewhere with its organisation is nobody's any more who gave it here.
            && organisation.Lineage.Contains(own.OrganisationId)
            && (grant.Chain.Contains(own.Id) || (own.OrganisationId != organisation.Id && !own.Chain.Contains(grant.Id)))
        );
}
