using System.ComponentModel.DataAnnotations;

namespace ELearning.Api;

/// <summary>Section <c>Web</c>: the online school's pages, and web clients on other hosts.</summary>
internal sealed class WebOptions : IValidatableObject
{
    /// <summary>Whether the pages are served. Default true; without them <c>/</c> is 404.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The OpenID provider at which people sign in. Default: the tenant of <c>AzureAd</c>. In Development people are chosen from a list.</summary>
    public string? Authority { get; init; }

    /// <summary>The pages' own registration at the provider (a single-page application with code and PKCE). Default: <c>AzureAd:ClientId</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>What is asked for. Default: <c>openid profile offline_access</c> and the API's <c>access_as_user</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// <c>Web:Origins:0</c>, <c>:1</c>, …: <c>https://host</c> or <c>https://host:port</c>. Their scripts may read answers of GraphQL and open a WebSocket, send
    /// files to <c>/uploads</c> and read media; by token or signed address, never by cookies. None by default.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => WebOrigin.Faults(nameof(Origins), Origins);
}
