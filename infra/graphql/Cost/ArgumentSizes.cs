using System.Collections;
using System.Globalization;
using GraphQLParser.AST;
using Inputs = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace ELearning.GraphQL;

/// <summary>
/// Reads how often things come out of the arguments of one operation, which may be written there or stand in the variables. What is no size at all counts as
/// the largest.
/// </summary>
internal sealed class ArgumentSizes(GraphQLOperationDefinition operation)
{
    private readonly Dictionary<string, GraphQLValue?> _defaults = (operation.Variables?.Items ?? [])
        .DistinctBy(variable => variable.Variable.Name.StringValue)
        .ToDictionary(variable => variable.Variable.Name.StringValue, variable => variable.DefaultValue);

    /// <summary>The size of the page that a connection is asked for.</summary>
    public Amount PageOf(GraphQLField field)
    {
        var (first, last) = (Argument(field.Arguments, "first"), Argument(field.Arguments, "last"));
        return Read(variables => Page(first(variables) ?? last(variables)), field.Arguments);
    }

    /// <summary>How many entries an argument has or, as a number, asks for.</summary>
    /// <param name="otherwise">Where it is left out.</param>
    public Amount CountOf(GraphQLField field, string argument, int otherwise)
    {
        var value = Argument(field.Arguments, argument);
        return Read(variables => Count(value(variables), otherwise), field.Arguments);
    }

    /// <summary>Once, or not at all where <c>@skip</c> or <c>@include</c> says so.</summary>
    public Amount Times(GraphQLDirectives? directives)
    {
        var times = new Amount(1);
        if (directives is null)
            return times;
        foreach (var directive in directives.Items)
        {
            var isSkip = directive.Name.Value == "skip";
            if (!isSkip && directive.Name.Value != "include")
                continue;
            var condition = Argument(directive.Arguments, "if");
            times = times.Times(Read(variables => condition(variables) is bool met && met == isSkip ? 0 : 1, directive.Arguments));
        }

        return times;
    }

    private static double Page(object? asked) =>
        asked switch
        {
            null => ConnectionArguments.DefaultPage,
            int number => Math.Clamp(number, 1, ConnectionArguments.LargestPage),
            _ => ConnectionArguments.LargestPage,
        };

    private static double Count(object? asked, int otherwise) =>
        asked switch
        {
            null => otherwise,
            ICollection list => list.Count,
            int number => Math.Clamp(number, 1, ConnectionArguments.LargestPage),
            _ => 1,
        };

    /// <summary>A constant where none of the arguments is a variable.</summary>
    private static Amount Read(Func<Inputs, double> read, GraphQLArguments? arguments) =>
        arguments?.Items.Any(argument => argument.Value is GraphQLVariable) ?? false ? new(0, read) : new(read(global::GraphQL.Inputs.Empty));

    private Func<Inputs, object?> Argument(GraphQLArguments? arguments, string name)
    {
        var value = arguments?.Items.FirstOrDefault(argument => argument.Name.Value == name)?.Value;
        if (value is not GraphQLVariable variable)
            return Constant(value);
        var (variableName, otherwise) = (variable.Name.StringValue, Constant(_defaults.GetValueOrDefault(variable.Name.StringValue)));
        return variables => variables.TryGetValue(variableName, out var given) ? given : otherwise(variables);
    }

    /// <summary>A literal as it would come in the variables.</summary>
    private static Func<Inputs, object?> Constant(GraphQLValue? value)
    {
        object? read = value switch
        {
            null or GraphQLNullValue => null,
            GraphQLIntValue number => int.TryParse(number.Value.Span, CultureInfo.InvariantCulture, out var parsed) ? parsed : "",
            GraphQLBooleanValue condition => condition.BoolValue,
            GraphQLListValue list => list.Values ?? [],
            _ => "",
        };
        return _ => read;
    }
}
