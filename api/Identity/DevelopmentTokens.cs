using System.Text.Json;
using ELearning.Content;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary><c>POST /dev/token</c>, for callers on this machine, where <c>Identity:Development</c> is on.</summary>
internal static class DevelopmentTokens
{
    public static void MapDevelopmentIssuer(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<IdentityOptions>().Development)
            app.MapPost("/dev/token", IssueAsync);
    }

    private static async Task<IResult> IssueAsync(
        HttpContext context,
        DevelopmentIssuer issuer,
        Subjects subjects,
        IOptions<ForwardedHeadersOptions> forwarded,
        CancellationToken cancellationToken
    )
    {
        if (forwarded.Value.ForwardedHeaders != ForwardedHeaders.None)
            return Refused(StatusCodes.Status403Forbidden, "no process that takes forwarded headers: it is meant to be reached from elsewhere");
        if (!LocalCaller.Is(context))
            return Refused(StatusCodes.Status403Forbidden, "callers on this machine only");
        if (!context.Request.HasJsonContentType())
            return Refused(StatusCodes.Status415UnsupportedMediaType, "the body is application/json");

        TokenRequest? request;
        try
        {
            request = await context.Request.ReadFromJsonAsync<TokenRequest>(cancellationToken);
        }
        catch (JsonException)
        {
            return Refused(StatusCodes.Status400BadRequest, "the body is { \"subject\": \"…\", \"roles\": [\"Member\"] }");
        }

        if (request?.Subject is not { Length: > 0 and <= 128 } subject || subject.Any(char.IsControl))
            return Refused(StatusCodes.Status400BadRequest, "subject: 1 to 128 characters");
        var roles = new HashSet<Role>();
        foreach (var name in request.Roles ?? [])
        {
            if (!Claims.TryRole(name ?? "", out var role))
                return Refused(StatusCodes.Status400BadRequest, $"roles: none or more of {string.Join(", ", Enum.GetValues<Role>().Select(Claims.NameOf))}");
            roles.Add(role);
        }

        if (roles.Contains(Role.Member) && await subjects.FindMember(subject, true, cancellationToken) is null)
            return Refused(StatusCodes.Status404NotFound, "no member has this number");
        if (request.Organisation is { Length: > 0 } organisation)
        {
            foreach (var role in roles.Intersect(Claims.Granted))
            {
                if (!await subjects.Grant(subject, role, organisation, cancellationToken))
                    return Refused(StatusCodes.Status404NotFound, "no organisation has this code");
            }
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new TokenAnswer(issuer.Issue(subject, roles), (int)DevelopmentIssuer.Lifetime.TotalSeconds));
    }

    private static IResult Refused(int status, string why) => Results.Json(new TokenRefusal(why), statusCode: status);

    private sealed record TokenRequest(string? Subject, IReadOnlyList<string?>? Roles, string? Organisation);

    private sealed record TokenAnswer(string AccessToken, int ExpiresIn);

    private sealed record TokenRefusal(string Error);
}
