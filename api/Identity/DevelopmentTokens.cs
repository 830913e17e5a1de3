using System.Globalization;
using System.Text.Json;
using ELearning.Content;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>
/// <c>POST /dev/token</c>, and <c>GET /dev/subjects</c> that lists whom the demonstration has: for callers on this machine, where
/// <c>Identity:Development</c> is on.
/// </summary>
internal static class DevelopmentTokens
{
    public static void MapDevelopmentIssuer(this IEndpointRouteBuilder app)
    {
        if (!app.ServiceProvider.GetRequiredService<IdentityOptions>().Development)
            return;
        app.MapPost("/dev/token", IssueAsync);
        app.MapGet("/dev/subjects", ListAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IOptions<ForwardedHeadersOptions> forwarded, CancellationToken cancellationToken)
    {
        if (RefusalOf(context, forwarded.Value) is { } refused)
            return refused;
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        var services = context.RequestServices;
        // Where nobody was seeded, there is nobody whose purpose is known.
        return Results.Json(
            services.GetRequiredService<IOptions<SeedOptions>>().Value.Demo
                ? await DevelopmentSubjects.ListAsync(services.GetRequiredService<MemberRegister>(), cancellationToken)
                : []
        );
    }

    private static IResult? RefusalOf(HttpContext context, ForwardedHeadersOptions forwarded) =>
        forwarded.ForwardedHeaders != ForwardedHeaders.None
            ? Refused(StatusCodes.Status403Forbidden, "no process that takes forwarded headers: it is meant to be reached from elsewhere")
        : LocalCaller.Is(context) ? null
        : Refused(StatusCodes.Status403Forbidden, "callers on this machine only");

    private static async Task<IResult> IssueAsync(
        HttpContext context,
        DevelopmentIssuer issuer,
        Subjects subjects,
        IOptions<ForwardedHeadersOptions> forwarded,
        CancellationToken cancellationToken
    )
    {
        if (RefusalOf(context, forwarded.Value) is { } refused)
            return refused;
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
