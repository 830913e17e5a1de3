using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>An HTML page of the client as it was built, filled in for this process.</summary>
/// <param name="Html">What is sent.</param>
/// <param name="Policy">Its <c>Content-Security-Policy</c>.</param>
internal sealed partial record WebPage(byte[] Html, string Policy)
{
    public EntityTagHeaderValue Tag { get; } = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Html))[..16]}\"");

    /// <summary>The learners' page: strict, with Trusted Types; one policy, <c>paper</c>, starts the worker that reads PDFs.</summary>
    /// <param name="built">The page as the build made it, with an empty configuration.</param>
    /// <param name="configuration">What the scripts read from it.</param>
    /// <param name="store">Origin of media that are not served from here; null where they are.</param>
    /// <param name="authority">Origin of the provider at which people sign in; null in Development.</param>
    public static WebPage ForLearners(string built, IReadOnlyDictionary<string, string> configuration, string? store, string? authority)
    {
        var html = Filled(built, configuration);
        var inline = Inline()
            .Matches(html)
            .Select(script => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[1].Value)))}'");
        return new(
            Encoding.UTF8.GetBytes(html),
            $"default-src 'none'; script-src 'self'{string.Concat(inline)}; style-src 'self'; img-src 'self' data:{Also(store)}; media-src 'self'{Also(store)}; "
                + $"connect-src 'self'{Also(store)}{Also(authority)}; frame-src 'self'{Also(store)}; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types paper"
        );
    }

    /// <summary>GraphiQL: its editors write styles into the page, and worse is not let in.</summary>
    /// <inheritdoc cref="ForLearners"/>
    public static WebPage ForExplorer(string built, IReadOnlyDictionary<string, string> configuration, string? authority) =>
        new(
            Encoding.UTF8.GetBytes(Filled(built, configuration)),
            $"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                + $"connect-src 'self'{Also(authority)}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );

    // The default encoder writes < and > of values as \u003C and \u003E: none of them can end the element.
    private static string Filled(string built, IReadOnlyDictionary<string, string> configuration) =>
        Configuration().Replace(built, found => $"{found.Groups[1].Value}{JsonSerializer.Serialize(configuration)}{found.Groups[2].Value}");

    private static string Also(string? origin) => origin is null ? "" : $" {origin}";

    [GeneratedRegex("""(<script id="config" type="application/json">)[^<]*(</script>)""")]
    private static partial Regex Configuration();

    [GeneratedRegex("<script>([^<]*)</script>")]
    private static partial Regex Inline();
}
