using System.Globalization;
using System.Resources;
using System.Text.Json;

namespace ELearning;

/// <summary>
/// Texts in Chinese and English by key, out of a file that is embedded in an assembly: <c>{ "KEY": { "zh": "…", "en": "…" } }</c>.
/// </summary>
public sealed class BilingualTexts
{
    private readonly Dictionary<string, Dictionary<string, string>> _texts;

    private BilingualTexts(Dictionary<string, Dictionary<string, string>> texts) => _texts = texts;

    /// <summary>Whether the request in progress asked for English; Chinese is the default.</summary>
    public static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <param name="beside">A type of the assembly that has the file.</param>
    /// <param name="resource">The name of the embedded file, namespace and folders included.</param>
    public static BilingualTexts Load(Type beside, string resource)
    {
        using var stream = beside.Assembly.GetManifestResourceStream(resource) ?? throw new MissingManifestResourceException(resource);
        return new(JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!);
    }

    /// <summary>The text in the language of the request; null where there is none of this key.</summary>
    public string? Find(string key) => _texts.TryGetValue(key, out var texts) ? texts[English ? "en" : "zh"] : null;

    /// <summary>Whether there is a text of this key in both languages.</summary>
    public bool Has(string key) => _texts.TryGetValue(key, out var texts) && texts.ContainsKey("zh") && texts.ContainsKey("en");
}
