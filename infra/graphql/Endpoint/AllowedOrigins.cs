using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace ELearning.GraphQL;

/// <summary>
/// Which web sites' scripts may open a WebSocket here and read answers: those of this very host, and those configured. A browser lets every site try and says
/// by <c>Origin</c> which one it is; who sends none is no browser.
/// </summary>
internal sealed class AllowedOrigins : IValidatableObject
{
    /// <summary><c>GraphQL:Origins:0</c>, <c>:1</c>, …: <c>https://host</c> or <c>https://host:port</c>. None by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Those that the product takes for all it serves; see <see cref="FurtherOrigins"/>.</summary>
    internal IReadOnlyList<string> Further { get; set; } = [];

    /// <summary>Headers a script may send beside those that need no leave.</summary>
    private static readonly string[] Sent =
    [
        HeaderNames.Authorization,
        HeaderNames.ContentType,
        HeaderNames.IfNoneMatch,
        GraphQLEndpoint.Preflight,
        CostControl.Header,
    ];

    /// <summary>Headers a script may read beside those that need no leave.</summary>
    private static readonly string[] Read =
    [
        HeaderNames.Date,
        HeaderNames.ETag,
        HeaderNames.RetryAfter,
        HeaderNames.WWWAuthenticate,
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "RateLimit-Policy",
    ];

    public bool Allow(HttpRequest request) =>
        request.Headers.Origin switch
        {
            [] => true,
            [{ } origin] => Names(origin) || IsOf(origin, request.Host),
            _ => false,
        };

    /// <summary>
    /// What a browser is told for HTTP (CORS): nothing but to the origins configured, and to those never that cookies or the like would count; who calls is
    /// said by the token alone.
    /// </summary>
    public void Describe(CorsPolicyBuilder policy, IEnumerable<string> productHeaders) =>
        policy
            .SetIsOriginAllowed(Names)
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithHeaders(Sent)
            .WithExposedHeaders([.. Read, .. productHeaders])
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => WebOrigin.Faults(nameof(Origins), Origins);

    private bool Names(string origin) => Origins.Contains(origin, StringComparer.Ordinal) || Further.Contains(origin, StringComparer.Ordinal);

    /// <summary>By name and port alone: a proxy that ends TLS changes the scheme.</summary>
    private static bool IsOf(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.IdnHost.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? uri.Port == port : uri.IsDefaultPort);
}
