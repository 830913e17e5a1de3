using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>Callers of the <see cref="TinySchema"/>. A token says in plain text whose it is, what roles it carries and when it is over; it is worth an hour.</summary>
internal sealed class TinyCallers(TimeProvider time) : ICallers
{
    private const string Scheme = "Bearer ";

    public IReadOnlyList<string> Roles { get; } = ["Member", "Editor", "Auditor", "Catalogue.Read", "Administrator"];

    public static ClaimsPrincipal User(string subject, params string[] roles) =>
        new(new ClaimsIdentity([new Claim("sub", subject), .. roles.Select(role => new Claim("roles", role))], "test"));

    public static string TokenOf(string subject, IEnumerable<string> roles, DateTimeOffset now) =>
        Convert.ToHexString(Encoding.UTF8.GetBytes($"{subject};{string.Join(',', roles)};{now.AddHours(1).ToUnixTimeSeconds()}"));

    /// <summary>Whom a header <c>Authorization</c> names; null where it is none of ours or over.</summary>
    public ClaimsPrincipal? Read(string authorization)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal) || Bytes(authorization[Scheme.Length..]) is not { } bytes)
            return null;
        if (Encoding.UTF8.GetString(bytes).Split(';') is not [var subject, var roles, var expiry])
            return null;
        var user = User(subject, roles.Split(',', StringSplitOptions.RemoveEmptyEntries));
        ((ClaimsIdentity)user.Identity!).AddClaim(new Claim("exp", expiry));
        return ExpiryOf(user) > time.GetUtcNow() ? user : null;
    }

    public string? SubjectOf(ClaimsPrincipal user) => user.FindFirstValue("sub");

    public IEnumerable<string> RolesOf(ClaimsPrincipal user) => user.FindAll("roles").Select(claim => claim.Value);

    public IEnumerable<string> NamesOf(ClaimsPrincipal user) => SubjectOf(user) is { } subject ? RolesOf(user).Prepend(subject) : [];

    public DateTimeOffset? ExpiryOf(ClaimsPrincipal user) =>
        user.FindFirstValue("exp") is { } expiry ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(expiry, CultureInfo.InvariantCulture)) : null;

    public Task<ClaimsPrincipal?> SignInAsync(HttpContext context, string authorization) => Task.FromResult(Read(authorization));

    public IEnumerable<string> Including(IReadOnlyList<string> roles) => roles.Append("Administrator").Distinct();

    private static byte[]? Bytes(string token)
    {
        try
        {
            return Convert.FromHexString(token);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>The caller of one request by their token alone.</summary>
internal sealed class TinyCallerContext(ICallers callers) : ICallerContext, ICaller
{
    private ClaimsPrincipal? _user;

    public ICaller Caller => this;

    public bool IsSignedIn => _user is not null;

    public bool MayActAs(string role) => _user is not null && callers.Including([role]).Intersect(callers.RolesOf(_user)).Any();

    public Task ResolveAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        _user = user.Identity is { IsAuthenticated: true } ? user : null;
        return Task.CompletedTask;
    }
}

internal static class TinySetup
{
    /// <summary>The server around <see cref="TinySchema"/>, with callers and errors of the tests' own.</summary>
    public static IServiceCollection AddTinyServer(this IServiceCollection services, IConfiguration configuration, bool isDevelopment) =>
        services
            .AddSingleton<Library>()
            .AddSingleton<ICallers, TinyCallers>()
            .AddScoped<ICallerContext, TinyCallerContext>()
            .AddSingleton<IProductErrors>(TinyErrors.Instance)
            .AddGraphQLServer<TinySchema>(
                configuration,
                isDevelopment,
                server =>
                {
                    server.ExposedHeaders.Add("X-Correlation-Id");
                    server.ExplorerTitle = "Books & shelves";
                    server.ExplorerQuery = "# <shelves>\n{ greeting }";
                    server.RoleBudgets["Member"] = 100_000;
                    server.RoleBudgets["Auditor"] = 300_000;
                }
            );
}
