using System.Security.Claims;

namespace ELearning.GraphQL;

/// <summary>Who is calling, as far as a field can ask.</summary>
public interface ICaller
{
    bool IsSignedIn { get; }

    /// <summary>Whether the caller has this role, or one that includes it.</summary>
    bool MayActAs(string role);
}

/// <summary>The caller of one request, in the scope of the request.</summary>
public interface ICallerContext
{
    /// <summary>Nobody until <see cref="ResolveAsync"/> has answered.</summary>
    ICaller Caller { get; }

    /// <summary>Finds out who is calling: once for a request before anything of it executes, and again for each result of a subscription.</summary>
    Task ResolveAsync(ClaimsPrincipal user, CancellationToken cancellationToken);
}

/// <summary>What the product reads out of a token, without asking a database. One for all requests.</summary>
public interface ICallers
{
    /// <summary>Whom the token names; null for nobody.</summary>
    string? SubjectOf(ClaimsPrincipal user);

    /// <summary>The roles the token carries, by their names.</summary>
    IEnumerable<string> RolesOf(ClaimsPrincipal user);

    /// <summary>All that a setting may call the caller by: subject, application, roles.</summary>
    IEnumerable<string> NamesOf(ClaimsPrincipal user);

    /// <summary>When the token is over; null for a caller without one.</summary>
    DateTimeOffset? ExpiryOf(ClaimsPrincipal user);

    /// <summary>Reads a token that came after the headers did, as that of a WebSocket.</summary>
    /// <param name="context">The request that opened the connection.</param>
    /// <param name="authorization">What would be the value of the header <c>Authorization</c>.</param>
    /// <returns>Null where the token is not accepted.</returns>
    Task<ClaimsPrincipal?> SignInAsync(HttpContext context, string authorization);

    /// <summary>All roles there are.</summary>
    IReadOnlyList<string> Roles { get; }

    /// <summary>Who may ask for a field that asks for one of these roles, for the schema to say: the roles and those that include them.</summary>
    IEnumerable<string> Including(IReadOnlyList<string> roles);
}

/// <summary>Nobody: the caller before anybody is known.</summary>
internal sealed class Nobody : ICaller
{
    public static Nobody Instance { get; } = new();

    public bool IsSignedIn => false;

    public bool MayActAs(string role) => false;
}

/// <summary>Somebody who lacks no right: with this caller a document is checked before anybody sends it.</summary>
internal sealed class Anybody : ICaller
{
    public static Anybody Instance { get; } = new();

    public bool IsSignedIn => true;

    public bool MayActAs(string role) => true;
}

/// <summary>The callers of a schema by itself: whoever carries a name is signed in, and nobody has a role.</summary>
internal sealed class PlainCallers : ICallers
{
    public IReadOnlyList<string> Roles => [];

    public string? SubjectOf(ClaimsPrincipal user) => user.Identity?.Name;

    public IEnumerable<string> RolesOf(ClaimsPrincipal user) => [];

    public IEnumerable<string> NamesOf(ClaimsPrincipal user) => SubjectOf(user) is { } subject ? [subject] : [];

    public DateTimeOffset? ExpiryOf(ClaimsPrincipal user) => null;

    public Task<ClaimsPrincipal?> SignInAsync(HttpContext context, string authorization) => Task.FromResult<ClaimsPrincipal?>(null);

    public IEnumerable<string> Including(IReadOnlyList<string> roles) => roles;
}

/// <summary>The caller of a schema by itself.</summary>
internal sealed class PlainCallerContext(ICallers callers) : ICallerContext
{
    public ICaller Caller { get; private set; } = Nobody.Instance;

    public Task ResolveAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Caller = user.Identity is { IsAuthenticated: true } && callers.SubjectOf(user) is { Length: > 0 } ? new SignedIn() : Nobody.Instance;
        return Task.CompletedTask;
    }

    private sealed class SignedIn : ICaller
    {
        public bool IsSignedIn => true;

        public bool MayActAs(string role) => false;
    }
}
