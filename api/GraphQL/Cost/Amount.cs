using Inputs = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace ELearning.Api;

/// <summary>A figure of which a part may depend on the variables of the request. The rest is reckoned once.</summary>
internal readonly struct Amount(double constant, Func<Inputs, double>? varying = null)
{
    private readonly double _constant = constant;
    private readonly Func<Inputs, double>? _varying = varying;

    public bool IsConstant => _varying is null;

    public double For(Inputs variables) => _varying is null ? _constant : _constant + _varying(variables);

    public Amount Times(Amount other)
    {
        var self = this;
        return (_varying, other._varying) switch
        {
            (null, null) => new(_constant * other._constant),
            (null, _) when _constant == 0 => this,
            (_, null) when other._constant == 0 => other,
            _ => new(0, variables => self.For(variables) * other.For(variables)),
        };
    }

    public static Amount Sum(IEnumerable<Amount> amounts)
    {
        var (constant, varying) = (0.0, new List<Func<Inputs, double>>());
        foreach (var amount in amounts)
        {
            constant += amount._constant;
            if (amount._varying is { } part)
                varying.Add(part);
        }

        return varying switch
        {
            [] => new(constant),
            [var only] => new(constant, only),
            _ => new(constant, SumOf([.. varying])),
        };
    }

    private static Func<Inputs, double> SumOf(Func<Inputs, double>[] parts) => variables =>
    {
        var sum = 0.0;
        foreach (var part in parts)
        {
            sum += part(variables);
        }

        return sum;
    };
}
