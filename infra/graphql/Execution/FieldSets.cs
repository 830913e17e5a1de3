using System.Collections;
using System.Text.Json;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace ELearning.GraphQL;

/// <summary>A field of a document in a known object type: everything about it that is the same for every object and every request.</summary>
internal sealed class PlannedField
{
    private readonly ISourceResolver? _source;
    private readonly ScalarGraphType? _leaf;
    private readonly bool _nullable;
    private readonly bool _isList;
    private readonly bool _itemsNullable;
    private readonly string? _typeName;

    public PlannedField(GraphQLField field, FieldType definition, string name, IObjectGraphType parent, ISchema schema)
    {
        (Field, Definition, Name) = (field, definition, JsonEncodedText.Encode(name));
        (Type, _nullable) = Unwrapped(definition.ResolvedType!);
        (_isList, (var innermost, _itemsNullable)) = Type is ListGraphType { ResolvedType: { } items } ? (true, Unwrapped(items)) : (false, (Type, true));
        _leaf = innermost as ScalarGraphType;
        _source = _leaf is null ? null : definition.Resolver as ISourceResolver;
        _typeName = definition == schema.TypeNameMetaFieldType ? parent.Name : null;
    }

    public GraphQLField Field { get; }

    public FieldType Definition { get; }

    /// <summary>Its name in the answer.</summary>
    public JsonEncodedText Name { get; }

    /// <summary>Its type, without the wrapper that forbids null.</summary>
    public IGraphType Type { get; }

    /// <summary>
    /// The value as it will be written, of a leaf or a list of leaves that is read from its object alone. False for any other field, and for whatever goes
    /// wrong: then the engine's own way is gone, which finds the same and says where.
    /// </summary>
    public bool TryRead(object? source, out object? value)
    {
        value = _typeName;
        if (_typeName is not null)
            return true;
        if (_source is null || source is null)
            return false;
        try
        {
            var read = _source.Read(source);
            value = _isList ? Serialized(read) : _leaf!.Serialize(read);
            return value is not null || _nullable;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private object?[]? Serialized(object? list)
    {
        if (list is null)
            return null;
        var values = new List<object?>(list is ICollection { Count: var count } ? count : 4);
        foreach (var item in (IEnumerable)list)
        {
            var value = _leaf!.Serialize(item);
            if (value is null && !_itemsNullable)
                throw new InvalidOperationException("A list without nulls holds one.");
            values.Add(value);
        }

        return [.. values];
    }

    private static (IGraphType Type, bool Nullable) Unwrapped(IGraphType type) =>
        type is NonNullGraphType { ResolvedType: { } inner } ? (inner, false) : (type, true);
}

/// <summary>The fields a selection comes to for one object type, in the order of the answer.</summary>
internal sealed class FieldSet(PlannedField[] fields)
{
    public PlannedField[] Fields => fields;

    /// <summary>The same as resolvers ask for it; nobody changes it.</summary>
    public Dictionary<string, (GraphQLField Field, FieldType FieldType)> ByName =>
        field ??= fields.ToDictionary(planned => planned.Name.Value, planned => (planned.Field, planned.Definition));
}

/// <summary>
/// A selection of a document with the field sets it comes to, one for each object type, collected once. There is none where a field hangs on a directive, or
/// where two fields with selections of their own share a name: the engine collects those anew for each object.
/// </summary>
internal sealed class Selection(GraphQLSelectionSet selected)
{
    /// <summary>Most selections are always of the same type, and hardly one is of more than a few.</summary>
    private Known? _known;

    public FieldSet? For(IObjectGraphType type, ExecutionContext context)
    {
        for (var known = _known; known is not null; known = known.Next)
        {
            if (known.Type == type)
                return known.Fields;
        }

        var fields = Collect(selected, type, context);
        // Two that find the same at once both keep it.
        _known = new Known(type, fields, _known);
        return fields;
    }

    private static FieldSet? Collect(GraphQLSelectionSet selected, IObjectGraphType type, ExecutionContext context)
    {
        var (schema, document) = (context.Schema, context.Document);
        var fields = new OrderedDictionary<string, PlannedField>(selected.Selections.Count);
        HashSet<string>? spread = null;
        return Add(selected) ? new FieldSet([.. fields.Values]) : null;

        bool Add(GraphQLSelectionSet set) =>
            set.Selections.TrueForAll(selection =>
                selection switch
                {
                    IHasDirectivesNode { Directives.Count: > 0 } => false,
                    GraphQLField field => AddField(field),
                    GraphQLInlineFragment inline => !Applies(inline.TypeCondition) || Add(inline.SelectionSet),
                    GraphQLFragmentSpread { FragmentName.Name: var name } => !(spread ??= []).Add(name.StringValue)
                        || document.FindFragmentDefinition(name.Value) is not { } fragment
                        || !Applies(fragment.TypeCondition)
                        || Add(fragment.SelectionSet),
                    _ => false,
                }
            );

        bool AddField(GraphQLField field)
        {
            if (DefinitionOf(field) is not { } definition)
                return false;
            var name = field.Alias?.Name.StringValue ?? definition.Name;
            // Twice the same leaf is one leaf.
            return fields.TryAdd(name, new PlannedField(field, definition, name, type, schema)) || field.SelectionSet is null;
        }

        FieldType? DefinitionOf(GraphQLField field) =>
            field.Name.StringValue switch
            {
                "__typename" => schema.TypeNameMetaFieldType,
                "__schema" when type == schema.Query => schema.SchemaMetaFieldType,
                "__type" when type == schema.Query => schema.TypeMetaFieldType,
                var name => type.GetField(name),
            };

        bool Applies(GraphQLTypeCondition? condition) =>
            condition is null
            || schema.AllTypes[condition.Type.Name.Value] is var wanted && (wanted == type || wanted is IAbstractGraphType any && any.IsPossibleType(type));
    }

    private sealed record Known(IObjectGraphType Type, FieldSet? Fields, Known? Next);
}
