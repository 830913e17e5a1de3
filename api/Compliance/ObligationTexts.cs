using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// The reason for the status of an obligation, in the language of the request, out of <c>ObligationTexts.json</c>: the figures, the window and the clause.
/// Places: 0 clause, 1 title, 2 first day, 3 last day, 4 required, 5 credited and 6 missing hours, 7 required, 8 credited and 9 missing seconds, 10 required
/// and 11 credited times, 12 how binding, 13 who waived it and 14 why, 15 where the records begin.
/// </summary>
internal static class ObligationTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(ObligationTexts), nameof(ObligationTexts));

    public static string Explain(EvaluatedRule rule)
    {
        var row = rule.Row;
        var why = Texts.Format(
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
            Texts[$"strength.{row.Rule.Strength}"],
            row.Waiver?.Authority,
            row.Waiver?.Reason,
            rule.Standing.RecordsFrom is { } begin ? Day(begin) : ""
        );
        var parts = new List<string> { why };
        // Which entries were left out explains a row that is not met; of one that is met nobody asks.
        if (row.Status is not (ComplianceStatus.Compliant or ComplianceStatus.NoFigure))
        {
            parts.AddRange(
                rule.Weighed.Where(weighed => weighed.Weight is not (CreditWeight.Counted or CreditWeight.Reversed))
                    .GroupBy(weighed => weighed.Weight)
                    .OrderBy(group => group.Key)
                    .Select(group =>
                    {
                        var seconds = group.Sum(weighed => (long)weighed.Credit.Seconds - weighed.CountedSeconds);
                        return Texts.Format($"leftOut.{group.Key}", group.Count(), Number(rule.Hours(seconds)), seconds);
                    })
            );
        }
        if (rule.Standing.IsContinued)
            parts.Add(Texts.Format("continued", rule.Policy.Planned!.From.Year, rule.Policy.Planned.To!.Value.Year));
        return string.Join(Texts["between"], parts);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(decimal? hours) => hours?.ToString("0.#", CultureInfo.InvariantCulture) ?? "";
}
