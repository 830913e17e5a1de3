using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// An object of the answer whose leaves are values and not nodes: where its field set is known, <see cref="ObjectExecutionNode.SubFields"/> holds only the
/// fields that are still to be resolved, and <see cref="Values"/> all of them in order, read or as nodes.
/// </summary>
internal sealed class PlannedObject(ExecutionNode parent, IGraphType type, GraphQLField field, FieldType definition, int? index, Selection? below)
    : ObjectExecutionNode(parent, type, field, definition, index)
{
    public Selection? Below => below;

    /// <summary>Null where the engine collected the fields, as nodes all of them.</summary>
    public PlannedField[]? Fields { get; private set; }

    public object?[] Values { get; private set; } = [];

    /// <param name="nodes">How many of the values are nodes.</param>
    public void Hold(PlannedField[] fields, object?[] values, int nodes)
    {
        (Fields, Values) = (fields, values);
        SubFields = nodes == 0 ? [] : new ExecutionNode[nodes];
        for (int i = 0, next = 0; next < nodes; i++)
        {
            if (values[i] is ExecutionNode node)
                SubFields[next++] = node;
        }
    }

    public override object? ToValue() =>
        Fields is null || SubFields is null
            ? base.ToValue()
            : Fields.Zip(Values).ToDictionary(pair => pair.First.Name.Value, pair => pair.Second is ExecutionNode node ? node.ToValue() : pair.Second);
}

/// <summary>A list of the answer, with what is selected of its items.</summary>
internal sealed class PlannedList(ExecutionNode parent, IGraphType type, GraphQLField field, FieldType definition, int? index, Selection? below)
    : ArrayExecutionNode(parent, type, field, definition, index)
{
    public Selection? Below => below;
}
