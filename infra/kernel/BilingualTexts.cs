using System.Globalization;
using System.Text.Json;

namespace ELearning;

/// <summary>
/// The texts of one embedded file, by key, in Chinese and English: <c>{ "KEY": { "zh": "…", "en": "…" } }</c>. A text is given in the language that the request
/// in progress asked for, zh-CN unless that is English.
/// </summary>
public sealed class BilingualTexts
{
    private readonly Dictionary<string, BilingualText> _texts;

    private BilingualTexts(Dictionary<string, BilingualText> texts) => _texts = texts;

    /// <param name="beside">A type of the assembly that the file is embedded in.</param>
    /// <param name="file">The name of the file, unique in the assembly, without folder and ending: <c>ErrorTexts</c>.</param>
    public static BilingualTexts Read(Type beside, string file)
    {
        var name = beside.Assembly.GetManifestResourceNames().Single(name => name.EndsWith($".{file}.json", StringComparison.Ordinal));
        using var stream = beside.Assembly.GetManifestResourceStream(name)!;
        return new(JsonSerializer.Deserialize<Dictionary<string, BilingualText>>(stream, JsonSerializerOptions.Web)!);
    }

    /// <summary>The text in the language of the request.</summary>
    public static string Choose(BilingualText text) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? text.En : text.Zh;

    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string this[string key] => Choose(_texts[key]);

    /// <summary>Whether the key has a text in both languages.</summary>
    public bool Has(string key) => _texts.TryGetValue(key, out var text) && text is { Zh: not null, En: not null };

    /// <summary>Null where there is no such text.</summary>
    public string? Find(string key) => _texts.TryGetValue(key, out var text) ? Choose(text) : null;

    /// <summary>The text with its places filled: <c>{0}</c> by the first argument.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string Format(string key, params object?[] arguments) => string.Format(CultureInfo.InvariantCulture, this[key], arguments);
}
