using System.ComponentModel.DataAnnotations;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Section <c>GraphQL:Budgets</c>: what may be spent, in the units of <see cref="CostModel"/>. A caller's budget is a minute's worth that fills up again
/// evenly, kept by each process for itself.
/// Nobody who studies and looks around meets theirs: a page of the catalogue costs about 250 and a beat about 15.
/// </summary>
internal sealed class BudgetOptions : IValidatableObject
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

    /// <summary>
    /// A minute's worth by role as tokens name it; of several the largest. Default 100,000 for members and 300,000 for the others: they work with long lists,
    /// and partner sites ask for many visitors.
    /// </summary>
    public Dictionary<string, int> Roles { get; init; } =
        new(StringComparer.Ordinal)
        {
            [Claims.NameOf(Role.Member)] = 100_000,
            [Claims.NameOf(Role.OrganisationAdmin)] = 300_000,
            [Claims.NameOf(Role.Editor)] = 300_000,
            [Claims.NameOf(Role.Reviewer)] = 300_000,
            [Claims.NameOf(Role.Auditor)] = 300_000,
            [Claims.NameOf(Role.Administrator)] = 300_000,
            [Claims.NameOf(Role.CatalogueRead)] = 300_000,
            [Claims.NameOf(Role.TeachersRead)] = 300_000,
            [Claims.NameOf(Role.StandingRead)] = 300_000,
        };

    /// <summary>A minute's worth of single subjects, above all of partner applications by their id; it goes before the roles. Default none.</summary>
    public Dictionary<string, int> Applications { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Operations up to this cost may use the last twentieth of a budget, which is closed to others: a beat gets through whatever else its sender has asked
    /// for. Default 50.
    /// </summary>
    [Range(1, 10_000)]
    public int SmallOperation { get; init; } = 50;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var role in Roles.Keys.Where(role => !Claims.TryRole(role, out _)))
        {
            yield return new ValidationResult(
                $"is no role; there are {string.Join(", ", Enum.GetValues<Role>().Select(Claims.NameOf))}",
                [$"{nameof(Roles)}:{role}"]
            );
        }

        foreach (var (section, budgets) in new[] { (nameof(Roles), Roles), (nameof(Applications), Applications) })
        {
            foreach (var (name, _) in budgets.Where(pair => pair.Value is < Least or > Most))
            {
                yield return new ValidationResult($"is out of range; set {Least} to {Most}", [$"{section}:{name}"]);
            }
        }
    }
}
