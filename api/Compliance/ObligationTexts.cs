using System.Globalization;
using System.Text.Json;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Why an obligation has its status, in the language of the request, out of <c>ObligationTexts.json</c>: the figures, the window and the clause.
/// Places: 0 clause, 1 title, 2 first day, 3 last day, 4 required, 5 credited and 6 missing hours, 7 required, 8 credited and 9 missing seconds, 10 required
/// and
/// 11 credited times, 12 how binding.
/// </summary>
internal static class ObligationTexts
{
    private static readonly Dictionary<string, BilingualText> Texts = Load();

    public static string Of(BilingualText text) => BilingualTexts.English ? text.En : text.Zh;

    public static string Explain(EvaluatedRule rule)
    {
        var row = rule.Row;
        return string.Format(
            CultureInfo.InvariantCulture,
            Find($"reason.{row.Reason}"),
            row.Rule.Clause,
            Of(row.Rule.Title),
            Day(row.Window.From),
            row.Window.To is { } to ? Day(to) : Find("window.open"),
            Number(rule.Hours(row.RequiredSeconds)),
            Number(rule.Hours(row.CreditedSeconds)),
            Number(rule.Hours(row.MissingSeconds)),
            row.RequiredSeconds,
            row.CreditedSeconds,
            row.MissingSeconds,
            row.RequiredTimes,
            row.CreditedTimes,
            Find($"strength.{row.Rule.Strength}")
        );
    }

    private static string Find(string key) => Of(Texts[key]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal? hours) => hours?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";

    private static Dictionary<string, BilingualText> Load()
    {
        using var stream = typeof(ObligationTexts).Assembly.GetManifestResourceStream("ELearning.Api.Compliance.ObligationTexts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, BilingualText>>(stream, JsonSerializerOptions.Web)!;
    }
}
