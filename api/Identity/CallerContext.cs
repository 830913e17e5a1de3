using System.Globalization;
using System.Security.Claims;
using ELearning.Content;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ELearning.Api;

/// <summary>
/// The caller of this request. The transport resolves it once, before anything executes; everything after reads <see cref="Caller"/>. A subscription resolves
/// it again for each thing it tells.
/// </summary>
internal sealed class CallerContext(Subjects subjects, IdentityOptions options) : ICallerContext
{
    public Caller Caller { get; private set; } = Caller.Nobody;

    ICaller ICallerContext.Caller => Caller;

    public async Task ResolveAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.Identity is not { IsAuthenticated: true } || Claims.SubjectOf(user) is not { Length: > 0 } subject)
            return;
        var roles = new HashSet<Role>(Claims.RolesOf(user));
        // What a partner application has its token says; only where it reads standings a grant says, too.
        var isPartner = roles.Count > 0 && roles.IsSubsetOf(Claims.Partners);
        var member = isPartner ? null : await subjects.FindMember(subject, options.Development, cancellationToken);
        var grants = isPartner && !roles.Contains(Role.StandingRead) ? [] : await subjects.FindGrants(subject, member, cancellationToken);
        // A grant confers its role, and a sign-in that is joined to a member makes a learner; the token need not say so.
        if (!isPartner)
            roles.UnionWith(grants.Select(grant => grant.Role).Where(Claims.Conferred.Contains));
        if (member is not null)
            roles.Add(Role.Member);
        // Who acts nowhere but for themself needs no tree; a beat stays one round trip.
        var acts = grants.Count > 0 || roles.Contains(Role.Administrator);
        Caller = new Caller(subject, roles, member, grants) { Tree = acts ? await subjects.FindTree(cancellationToken) : MovedTree.AsStored };
    }
}

/// <summary>The one place that reads claims.</summary>
internal static class Claims
{
    private static readonly Dictionary<string, Role> Names = Enum.GetValues<Role>().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>Roles of partner applications.</summary>
    public static IReadOnlySet<Role> Partners { get; } = new HashSet<Role> { Role.CatalogueRead, Role.TeachersRead, Role.StandingRead };

    /// <summary>Roles that a grant confers on a person.</summary>
    public static IReadOnlySet<Role> Conferred { get; } =
        new HashSet<Role> { Role.OrganisationAdmin, Role.PoolManager, Role.Editor, Role.Reviewer, Role.Auditor };

    /// <summary>Roles that act within the subtree of a grant.</summary>
    public static IReadOnlySet<Role> Granted { get; } =
        new HashSet<Role> { Role.OrganisationAdmin, Role.PoolManager, Role.Editor, Role.Reviewer, Role.Auditor, Role.StandingRead };

    /// <summary>The role's name in a token: partner roles as <c>Catalogue.Read</c>, the others as they are.</summary>
    public static string NameOf(Role role) =>
        role switch
        {
            Role.CatalogueRead => "Catalogue.Read",
            Role.TeachersRead => "Teachers.Read",
            Role.StandingRead => "Standing.Read",
            _ => role.ToString(),
        };

    public static bool TryRole(string name, out Role role) => Names.TryGetValue(name, out role);

    /// <summary>
    /// Who is calling: the object id that Entra gives persons and applications alike. A token without one names a person by <c>sub</c>, which is theirs alone
    /// with the one issuer that is trusted, and an application by <c>azp</c> or <c>appid</c>. Those stand in a person's token, too, for the application they
    /// use: taken for the person, all its users would be one.
    /// </summary>
    public static string? SubjectOf(ClaimsPrincipal user)
    {
        if (First(user, "oid", "http://schemas.microsoft.com/identity/claims/objectidentifier") is { } entra)
            return entra;
        var (subject, application) = (First(user, "sub", ClaimTypes.NameIdentifier), First(user, "azp", "appid"));
        return IsOfApplication(user, subject, application) ? application ?? subject : subject;
    }

    /// <summary>
    /// Whether an application acts for itself. <c>idtyp</c> says so outright; a scope is what a person let an application do; and without either the subject of
    /// an application's token is the application (RFC 9068). In doubt it is a person, who is never named by what others share.
    /// </summary>
    private static bool IsOfApplication(ClaimsPrincipal user, string? subject, string? application) =>
        user.FindFirstValue("idtyp") switch
        {
            "app" => true,
            not null => false,
            null => First(user, "scp", "scope", "http://schemas.microsoft.com/identity/claims/scope") is null && subject is not null && subject == application,
        };

    private static string? First(ClaimsPrincipal user, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (user.FindFirstValue(name) is { Length: > 0 } value)
                return value;
        }

        return null;
    }

    private static readonly string[] ApplicationClaims = ["azp", "appid", "oid", "sub"];

    /// <summary>The application a token was given to; where the token does not say, its subject.</summary>
    public static string? ApplicationOf(JsonWebToken token) =>
        ApplicationClaims.Select(name => token.TryGetPayloadValue<string>(name, out var value) ? value : null).FirstOrDefault(value => value is not null);

    /// <summary>All that a setting may call a caller by: the subject, the application, the roles.</summary>
    public static IEnumerable<string> NamesOf(ClaimsPrincipal user) =>
        ApplicationClaims.Select(user.FindFirstValue).Append(SubjectOf(user)).OfType<string>().Concat(RolesOf(user).Select(NameOf));

    /// <summary>When the token is over; null for a caller without one.</summary>
    public static DateTimeOffset? ExpiryOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue("exp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

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
