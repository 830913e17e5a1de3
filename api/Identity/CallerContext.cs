using System.Security.Claims;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// The caller of this request. The transport resolves it once, before anything executes; everything after reads <see cref="Caller"/>.
/// </summary>
internal sealed class CallerContext
{
    public Caller Caller { get; private set; } = Caller.Nobody;

    public Task ResolveAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (user.Identity is { IsAuthenticated: true } && Claims.SubjectOf(user) is { Length: > 0 } subject)
            Caller = new Caller(subject, Claims.RolesOf(user), null, []);
        return Task.CompletedTask;
    }
}

/// <summary>The one place that reads claims.</summary>
internal static class Claims
{
    private static readonly Dictionary<string, Role> Names =
        Enum.GetValues<Role>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The role's name in a token: partner roles as <c>Catalogue.Read</c>, the others as they are.</summary>
    public static string NameOf(Role role) => role switch
    {
        Role.CatalogueRead => "Catalogue.Read",
        Role.TeachersRead => "Teachers.Read",
        Role.StandingRead => "Standing.Read",
        _ => role.ToString(),
    };

    public static bool TryRole(string name, out Role role) => Names.TryGetValue(name, out role);

    /// <summary>A person's object id; an application's token has its id there too, or in <c>azp</c>.</summary>
    public static string? SubjectOf(ClaimsPrincipal user) =>
        user.FindFirstValue("oid") ?? user.FindFirstValue("http://schemas.microsoft.com/identity/claims/objectidentifier")
        ?? user.FindFirstValue("azp") ?? user.FindFirstValue("sub") ?? user.FindFirstValue(ClaimTypes.NameIdentifier);

    public static IReadOnlySet<Role> RolesOf(ClaimsPrincipal user)
    {
        var roles = new HashSet<Role>();
        foreach (var claim in user.Claims)
        {
            if (claim.Type is "roles" or ClaimTypes.Role && TryRole(claim.Value, out var role))
                roles.Add(role);
        }

        return roles;
    }
}
