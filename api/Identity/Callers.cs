using System.Security.Claims;
using ELearning.Content;
using GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace ELearning.Api;

/// <summary>What the GraphQL server asks of tokens, answered by <see cref="Claims"/>.</summary>
internal sealed class Callers : ICallers
{
    public IReadOnlyList<string> Roles { get; } = [.. Enum.GetValues<Role>().Select(Claims.NameOf)];

    public string? SubjectOf(ClaimsPrincipal user) => Claims.SubjectOf(user);

    public IEnumerable<string> RolesOf(ClaimsPrincipal user) => Claims.RolesOf(user).Select(Claims.NameOf);

    public IEnumerable<string> NamesOf(ClaimsPrincipal user) => Claims.NamesOf(user);

    public DateTimeOffset? ExpiryOf(ClaimsPrincipal user) => Claims.ExpiryOf(user);

    /// <summary>The token is read by the scheme that reads all others, as if it stood in the header.</summary>
    public async Task<ClaimsPrincipal?> SignInAsync(HttpContext context, string authorization)
    {
        // The scheme answers once in a scope, and has answered for the header in that of the request.
        await using var scope = context.RequestServices.CreateAsyncScope();
        context.Request.Headers.Authorization = authorization;
        var answer = await scope
            .ServiceProvider.GetRequiredService<IAuthenticationService>()
            .AuthenticateAsync(context, JwtBearerDefaults.AuthenticationScheme);
        return answer.Principal;
    }

    public IEnumerable<string> Including(IReadOnlyList<string> roles) => roles.Append(Claims.NameOf(Role.Administrator)).Distinct();
}

internal static class CallerOfRequest
{
    /// <summary>The caller; authorization has passed by then, so there is one on every field that is not public.</summary>
    public static Caller Caller(this IResolveFieldContext context) => context.Service<CallerContext>().Caller;
}
