using System.ComponentModel.DataAnnotations;

namespace ELearning.GraphQL;

/// <summary>
/// Section <c>GraphQL:Budgets</c>: what may be spent, in the units of <see cref="CostModel"/>. A caller's budget is a minute's worth that fills up again
/// evenly, kept by each process for itself.
/// </summary>
public sealed class BudgetOptions : IValidatableObject
{
    private const int Least = 100;
    private const int Most = 1_000_000_000;

    /// <summary>The most one operation may cost. Default 10,000.</summary>
    [Range(100, 10_000_000)]
    public int LargestOperation { get; init; } = 10_000;

    /// <summary>A minute's worth for all at one address who have no token. Default 20,000.</summary>
    [Range(Least, Most)]
    public int Anonymous { get; init; } = 20_000;

    /// <summary>A minute's worth for whoever has a token and none of the <see cref="Roles"/>. Default 50,000.</summary>
    [Range(Least, Most)]
    public int SignedIn { get; init; } = 50_000;

    /// <summary>A minute's worth by role as tokens name it; of several the largest. The product sets the defaults of its roles.</summary>
    public Dictionary<string, int> Roles { get; init; } = new(StringComparer.Ordinal);

    /// <summary>A minute's worth of single subjects, above all of applications by their id; it goes before the roles. Default none.</summary>
    public Dictionary<string, int> Applications { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Operations up to this cost may use the last twentieth of a budget, which is closed to others: what a client sends regularly gets through whatever else
    /// it has asked for. Default 50.
    /// </summary>
    [Range(1, 10_000)]
    public int SmallOperation { get; init; } = 50;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (section, budgets) in new[] { (nameof(Roles), Roles), (nameof(Applications), Applications) })
        {
            foreach (var (name, _) in budgets.Where(pair => pair.Value is < Least or > Most))
            {
                yield return new ValidationResult($"is out of range; set {Least} to {Most}", [$"{section}:{name}"]);
            }
        }
    }

    /// <exception cref="ConfigurationError">A budget is set for a role that there is not.</exception>
    internal void RequireRolesOf(ICallers callers)
    {
        foreach (var role in Roles.Keys.Except(callers.Roles))
            throw new ConfigurationError($"GraphQL:Budgets:{nameof(Roles)}:{role}", $"is no role; there are {string.Join(", ", callers.Roles)}");
    }
}
