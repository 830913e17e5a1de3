using System.Collections;
using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace ELearning.GraphQL;

/// <summary>
/// The engine's execution with its answers, for less: what a selection comes to is collected once per document and not once per object, and what is read from
/// its object alone is read without a resolve context. Anything out of the ordinary (directives, merged fields, faults) goes the base class's way.
/// </summary>
/// <remarks>
/// All that can wait for something waits together, first resolvers, then, when nothing else is left to run, loaders: a level is one round trip. What comes of
/// it is completed by one thread after the other, which is all the base class of serial execution asks for. Root fields of a mutation run one after the other,
/// each with all below it.
/// </remarks>
internal sealed class ApiExecutionStrategy : SerialExecutionStrategy
{
    /// <summary>Selections of the documents alive; a document that leaves the cache takes its own along.</summary>
    private readonly ConditionalWeakTable<GraphQLSelectionSet, Selection> _selections = [];

    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
    {
        if (context.Operation.Operation != OperationType.Mutation || rootNode is not RootExecutionNode { SubFields: { } fields })
        {
            await new Run(this, context).ToTheEndAsync(rootNode);
            return;
        }

        foreach (var field in fields)
        {
            await new Run(this, context).ToTheEndAsync(field);
        }
    }

    public override Dictionary<string, (GraphQLField field, FieldType fieldType)>? GetSubFields(ExecutionContext context, ExecutionNode node) =>
        BelowOf(node) is { } below && node.FieldDefinition.ResolvedType?.GetNamedType() is IObjectGraphType type && below.For(type, context) is { } set
            ? set.ByName
            : base.GetSubFields(context, node);

    protected override ExecutionNode BuildExecutionNode(
        ExecutionNode parent,
        IGraphType graphType,
        GraphQLField field,
        FieldType fieldDefinition,
        int? indexInParentNode = null
    )
    {
        var type = graphType is NonNullGraphType { ResolvedType: { } inner } ? inner : graphType;
        if (field.SelectionSet is not { } selected)
            return base.BuildExecutionNode(parent, type, field, fieldDefinition, indexInParentNode);
        var below = parent is PlannedList list ? list.Below : SelectionOf(selected);
        return type is ListGraphType
            ? new PlannedList(parent, type, field, fieldDefinition, indexInParentNode, below)
            : new PlannedObject(parent, type, field, fieldDefinition, indexInParentNode, below);
    }

    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        var below = parent is RootExecutionNode { SelectionSet: { } selected } ? SelectionOf(selected) : BelowOf(parent);
        if (below is null || parent.GetObjectGraphType(context.Schema) is not { } type || below.For(type, context) is not { Fields: var fields })
            base.SetSubFieldNodes(context, parent);
        else if (parent is PlannedObject planned)
            Fill(planned, fields, type, context);
        else
            parent.SubFields = Array.ConvertAll(fields, field => BuildExecutionNode(parent, field.Type, field.Field, field.Definition));
    }

    private void Fill(PlannedObject planned, PlannedField[] fields, IObjectGraphType type, ExecutionContext context)
    {
        var withheld = WithheldFields.Of(context);
        var (values, nodes) = (new object?[fields.Length], 0);
        for (var i = 0; i < fields.Length; i++)
        {
            if (withheld?.RefusalOf(type, fields[i].Definition, context.Schema) is null && fields[i].TryRead(planned.Result, out values[i]))
                continue;
            values[i] = BuildExecutionNode(planned, fields[i].Type, fields[i].Field, fields[i].Definition);
            nodes++;
        }

        planned.Hold(fields, values, nodes);
    }

    protected override Task CompleteNodeAsync(ExecutionContext context, ExecutionNode node) =>
        TryComplete(context, node) ? Task.CompletedTask : base.CompleteNodeAsync(context, node);

    /// <summary>Completes an object or a list of objects without faults; false leaves it to the base class, which finds the fault and says where.</summary>
    private bool TryComplete(ExecutionContext context, ExecutionNode node)
    {
        try
        {
            switch (node)
            {
                case PlannedObject planned:
                    ValidateNodeResult(context, node);
                    if (node.Result is not null)
                        SetSubFieldNodes(context, planned);
                    return true;
                case PlannedList list:
                    ValidateNodeResult(context, node);
                    return list.Result is null || TrySetItems(context, list, (IEnumerable)list.Result);
                default:
                    return false;
            }
        }
        catch (Exception)
        {
            return false;
        }
    }

    private bool TrySetItems(ExecutionContext context, PlannedList list, IEnumerable values)
    {
        var type = ((ListGraphType)list.GraphType).ResolvedType!;
        var items = new List<ExecutionNode>(values is ICollection { Count: var count } ? count : 4);
        foreach (var value in values)
        {
            var item = BuildExecutionNode(list, type, list.Field, list.FieldDefinition, items.Count);
            item.Result = value;
            if (value is not IDataLoaderResult && !TryComplete(context, item))
                return false;
            items.Add(item);
        }

        list.Items = items;
        return true;
    }

    /// <summary>Null for a selection merged for this one request.</summary>
    private Selection? SelectionOf(GraphQLSelectionSet selected) =>
        selected.Location.End == 0 ? null : _selections.GetValue(selected, static selected => new Selection(selected));

    private static Selection? BelowOf(ExecutionNode node) =>
        node switch
        {
            PlannedObject planned => planned.Below,
            PlannedList list => list.Below,
            _ => null,
        };

    /// <summary>One way through the tree, level by level.</summary>
    private sealed class Run(ApiExecutionStrategy strategy, ExecutionContext context)
    {
        private readonly WithheldFields? _withheld = WithheldFields.Of(context);
        private readonly Queue<ExecutionNode> _ready = new(32);
        private readonly List<(ExecutionNode Node, Task<object?> Result)> _waiting = [];
        private readonly List<ExecutionNode> _loading = [];

        public async Task ToTheEndAsync(ExecutionNode start)
        {
            _ready.Enqueue(start);
            do
            {
                while (_ready.TryDequeue(out var node))
                {
                    context.CancellationToken.ThrowIfCancellationRequested();
                    // Items were completed with their list.
                    if (node is RootExecutionNode || node.Parent is ArrayExecutionNode)
                        GoOnBelow(node);
                    else
                        await StartAsync(node);
                }

                if (_waiting.Count == 0)
                {
                    foreach (var node in _loading)
                    {
                        _waiting.Add((node, Load((IDataLoaderResult)node.Result!)));
                    }

                    _loading.Clear();
                }

                // All of them, so that none is left behind when one is cancelled.
                if (_waiting.Count > 0)
                    await ((Task)Task.WhenAll(_waiting.Select(waiting => waiting.Result))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                foreach (var (node, result) in _waiting)
                {
                    await FinishAsync(node, result);
                }

                _waiting.Clear();
            } while (_ready.Count + _loading.Count > 0);
        }

        private ValueTask StartAsync(ExecutionNode node)
        {
            if (_withheld?.RefusalOf(node.GetParentType(context.Schema), node.FieldDefinition, context.Schema) is { } refusal)
            {
                strategy.SetNodeError(context, node, refusal);
                return default;
            }

            var result = Resolve(node);
            if (result is not { IsCompleted: false })
                return FinishAsync(node, result);
            _waiting.Add((node, result));
            return default;
        }

        /// <summary>Null where the result is there and in its place.</summary>
        private Task<object?>? Resolve(ExecutionNode node)
        {
            try
            {
                var resolver = strategy.SelectResolver(node, context);
                if (resolver is ISourceResolver direct && node.Source is { } source)
                {
                    node.Result = direct.Read(source);
                    return null;
                }

                var result = resolver.ResolveAsync(new ReadonlyResolveFieldContext(node, context));
                if (!result.IsCompletedSuccessfully)
                    return result.AsTask();
                node.Result = result.Result;
                return null;
            }
            catch (Exception fault)
            {
                return Task.FromException<object?>(fault);
            }
        }

        private Task<object?> Load(IDataLoaderResult loader)
        {
            try
            {
                return loader.GetResultAsync(context.CancellationToken);
            }
            catch (Exception fault)
            {
                return Task.FromException<object?>(fault);
            }
        }

        private async ValueTask FinishAsync(ExecutionNode node, Task<object?>? result)
        {
            try
            {
                if (result is not null)
                    node.Result = await result;
                if (node.Result is not IDataLoaderResult)
                    await strategy.CompleteNodeAsync(context, node);
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (ExecutionError error)
            {
                strategy.SetNodeError(context, node, error);
            }
            catch (Exception fault)
            {
                if (await strategy.ProcessNodeUnhandledExceptionAsync(context, node, fault))
                    throw;
            }

            GoOnBelow(node);
        }

        private void GoOnBelow(ExecutionNode node)
        {
            if (node.Result is IDataLoaderResult)
                _loading.Add(node);
            else if (node is ObjectExecutionNode { SubFields: { } fields })
                Add(fields);
            else if (node is ArrayExecutionNode { Items: { } items })
                Add(items);
        }

        private void Add(IReadOnlyList<ExecutionNode> nodes)
        {
            foreach (var node in nodes)
            {
                _ready.Enqueue(node);
            }
        }
    }
}
