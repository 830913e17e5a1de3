using System.Globalization;

namespace ELearning.GraphQL;

/// <summary>The language of texts for people: English where a request prefers it to Chinese, else Chinese.</summary>
public static class RequestLanguage
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>Decides by <c>Accept-Language</c>.</summary>
    public static CultureInfo Of(HttpRequest request)
    {
        var preferred = request
            .GetTypedHeaders()
            .AcceptLanguage.Where(language => language.Quality != 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString());
        foreach (var language in preferred)
        {
            if (language.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                break;
            if (language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English;
        }

        return Chinese;
    }
}
