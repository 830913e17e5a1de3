using System.Globalization;

namespace ELearning.Api;

/// <summary>
/// The reason for the status of an obligation, in the language of the request, out of <c>ObligationTexts.json</c>: the figures, the window and the clause.
/// Places: 0 clause, 1 title, 2 first day, 3 last day, 4 required, 5 credited and 6 missing hours, 7 required, 8 credited and 9 missing seconds, 10 required
/// and 11 credited times, 12 how binding.
/// </summary>
internal static class ObligationTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(ObligationTexts), nameof(ObligationTexts));

    public static string Explain(EvaluatedRule rule)
    {
        var row = rule.Row;
        return Texts.Format(
            $"reason.{row.Reason}",
            row.Rule.Clause,
            BilingualTexts.Choose(row.Rule.Title),
            Day(row.Window.From),
            row.Window.To is { } to ? Day(to) : Texts["window.open"],
            Number(rule.Hours(row.RequiredSeconds)),
            Number(rule.Hours(row.CreditedSeconds)),
            Number(rule.Hours(row.MissingSeconds)),
            row.RequiredSeconds,
            row.CreditedSeconds,
            row.MissingSeconds,
            row.RequiredTimes,
            row.CreditedTimes,
            Texts[$"strength.{row.Rule.Strength}"]
        );
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal? hours) => hours?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";
}
