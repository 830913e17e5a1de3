using Inputs = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace ELearning.GraphQL;

/// <summary>A figure of which a part may depend on the variables of the request. The rest is reckoned once.</summary>
internal readonly struct Amount(double constant, Func<Inputs, double>? varying = null)
{
    /// <summary>The part that depends on nothing.</summary>
    public double Constant => constant;

    /// <summary>The part that depends on the variables; null where there is none.</summary>
    public Func<Inputs, double>? Varying => varying;

    public double For(Inputs variables) => varying is null ? constant : constant + varying(variables);

    public Amount Times(Amount other)
    {
        var self = this;
        return (Varying, other.Varying) switch
        {
            (null, null) => new(Constant * other.Constant),
            (null, _) when Constant == 0 => this,
            (_, null) when other.Constant == 0 => other,
            _ => new(0, variables => self.For(variables) * other.For(variables)),
        };
    }

    public static Amount Sum(params ReadOnlySpan<Amount> amounts)
    {
        var sum = new AmountSum();
        foreach (var amount in amounts)
        {
            sum.Add(amount);
        }

        return sum.Total;
    }
}

/// <summary>A sum of amounts as they come; most are constant.</summary>
internal struct AmountSum
{
    private double _constant;
    private List<Func<Inputs, double>>? _varying;

    public readonly Amount Total =>
        _varying switch
        {
            null => new(_constant),
            [var only] => new(_constant, only),
            _ => new(_constant, SumOf([.. _varying])),
        };

    public void Add(Amount amount)
    {
        _constant += amount.Constant;
        if (amount.Varying is { } part)
            (_varying ??= []).Add(part);
    }

    private static Func<Inputs, double> SumOf(Func<Inputs, double>[] parts) =>
        variables =>
        {
            var sum = 0.0;
            foreach (var part in parts)
            {
                sum += part(variables);
            }

            return sum;
        };
}
