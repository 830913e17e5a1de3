using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>A thing as a global id names it.</summary>
public sealed record NodeReference(string Type, string RawId);

/// <summary>
/// The global ids a field was called with, read from the request as it was sent, be it executed or not: in arguments that take an id, and in the input's fields
/// that do. Any other text is just text, even one that reads like an id.
/// </summary>
public sealed class NamedIds(GraphQLOperationDefinition operation, Inputs? variables)
{
    public IReadOnlyList<NodeReference> Of(FieldType? definition, GraphQLField asked) =>
        [
            .. (definition?.Arguments ?? []).SelectMany(argument =>
                Of(argument, asked.Arguments?.FirstOrDefault(given => given.Name.Value == argument.Name)?.Value)
            ),
        ];

    private IEnumerable<NodeReference> Of(QueryArgument argument, GraphQLValue? given)
    {
        if (IdFields.NodeTypeOf(argument) is { } type)
            return References(Plain(given), type);
        if (argument.ResolvedType?.GetNamedType() is not IInputObjectGraphType input || Plain(given) is not IDictionary<string, object?> values)
            return [];
        return input.Fields.SelectMany(field =>
            IdFields.NodeTypeOf(field) is { } node && values.TryGetValue(field.Name, out var value) ? References(value, node) : []
        );
    }

    private static IEnumerable<NodeReference> References(object? value, string type) =>
        value switch
        {
            string id => NodeId.TryDecode(id, out var actual, out var rawId) && (type == IdFields.AnyNode || type == actual) ? [new(actual, rawId)] : [],
            System.Collections.IEnumerable ids => ids.Cast<object?>().SelectMany(id => References(id, type)),
            _ => [],
        };

    /// <summary>A literal as its variable would have been.</summary>
    private object? Plain(GraphQLValue? value)
    {
        switch (value)
        {
            case GraphQLVariable variable:
                return variables is not null && variables.TryGetValue(variable.Name.StringValue, out var given)
                    ? given
                    : Plain(operation.Variables?.FirstOrDefault(declared => declared.Variable.Name.Value == variable.Name.Value)?.DefaultValue);
            case GraphQLStringValue text:
                return text.Value.ToString();
            case GraphQLListValue list:
                return (list.Values ?? []).ConvertAll(Plain);
            case GraphQLObjectValue fields:
                var plain = new Dictionary<string, object?>();
                foreach (var field in fields.Fields ?? [])
                {
                    plain[field.Name.StringValue] = Plain(field.Value);
                }

                return plain;
            default:
                return null;
        }
    }
}
