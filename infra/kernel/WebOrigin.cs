using System.ComponentModel.DataAnnotations;

namespace ELearning;

/// <summary>
/// The origin of a web site as browsers write it in <c>Origin</c>: <c>https://host</c> or <c>https://host:port</c>, in lower case and without a path. Whatever is
/// written otherwise would never be met, so it is refused at start.
/// </summary>
public static class WebOrigin
{
    public const string Mend = "is not an origin; write https://host or https://host:port, in lower case and without a path";

    public static bool IsOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>The faults of a setting that is a list of origins.</summary>
    public static IEnumerable<ValidationResult> Faults(string setting, IReadOnlyList<string> origins) =>
        origins.Index().Where(each => !IsOne(each.Item)).Select(each => new ValidationResult(Mend, [$"{setting}:{each.Index}"]));
}
