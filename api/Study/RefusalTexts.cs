using System.Globalization;
using System.Text.Json;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Why seconds did not count and what to do about it, in words for the learner and in the language of the request, out of <c>RefusalTexts.json</c>. Place 0:
/// the seconds.
/// </summary>
internal static class RefusalTexts
{
    private static readonly Dictionary<RefusalReason, BilingualText> Texts = Load();

    public static string Explain(Refusal refusal) => string.Format(CultureInfo.InvariantCulture, ObligationTexts.Of(Texts[refusal.Reason]), refusal.Seconds);

    private static Dictionary<RefusalReason, BilingualText> Load()
    {
        using var stream = typeof(RefusalTexts).Assembly.GetManifestResourceStream("ELearning.Api.Study.RefusalTexts.json")!;
        return JsonSerializer.Deserialize<Dictionary<RefusalReason, BilingualText>>(stream, JsonSerializerOptions.Web)!;
    }
}
