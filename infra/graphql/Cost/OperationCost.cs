using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// What an operation costs, worked out once for its text: with the variables of a request it is a few multiplications, and a figure that is there already where
/// none of them changes it. It is kept with the document.
/// </summary>
public sealed class OperationCost
{
    private readonly Dictionary<string, Amount> _fields = new(StringComparer.Ordinal);
    private readonly Amount _all;

    /// <param name="fields">The root fields by their name in the answer.</param>
    internal OperationCost(IReadOnlyList<(string Name, Amount Cost)> fields)
    {
        foreach (var (name, cost) in fields)
        {
            _fields[name] = _fields.TryGetValue(name, out var other) ? Amount.Sum(cost, other) : cost;
        }

        _all = Amount.Sum([.. fields.Select(field => field.Cost)]);
    }

    public int Of(Inputs? variables) => Whole(_all.For(variables ?? Inputs.Empty));

    /// <summary>The part of one root field, by its name in the answer.</summary>
    public int Of(string field, Inputs? variables) => Whole(_fields.GetValueOrDefault(field).For(variables ?? Inputs.Empty));

    /// <summary>Nothing is free, and nothing overflows.</summary>
    private static int Whole(double cost) => (int)Math.Clamp(Math.Ceiling(Math.Round(cost, 6)), 1, int.MaxValue / 2);
}
