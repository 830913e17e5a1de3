using System.Collections;
using System.Globalization;
using System.Text;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>Variables as one text that no other variables have: each value says what it is, and each string how long it is.</summary>
internal static class VariablesText
{
    /// <summary>What is longer names no answer that many ask for.</summary>
    private const int Longest = 4_096;

    /// <summary>The text; null where it would be too long, or a value is of a kind that has none.</summary>
    public static string? Of(Inputs? variables)
    {
        if (variables is not { Count: > 0 })
            return "";
        var text = new StringBuilder();
        return Append(text, variables) ? text.ToString() : null;
    }

    private static bool Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('n');
                break;
            case bool truth:
                text.Append(truth ? 't' : 'f');
                break;
            case string words:
                text.Append('s').Append(words.Length).Append(':').Append(words);
                break;
            case int or long or double or decimal or System.Numerics.BigInteger:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetType().Name[0]}{value};");
                break;
            case IReadOnlyDictionary<string, object?> entries:
                text.Append('{');
                foreach (var (name, below) in entries)
                {
                    if (!Append(text, name) || !Append(text, below))
                        return false;
                }

                text.Append('}');
                break;
            case IList items:
                text.Append('[');
                foreach (var item in items)
                {
                    if (!Append(text, item))
                        return false;
                }

                text.Append(']');
                break;
            default:
                return false;
        }

        return text.Length <= Longest;
    }
}
