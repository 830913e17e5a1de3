using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>Everything that has a global id.</summary>
internal sealed class NodeInterface : InterfaceGraphType<object>
{
    public NodeInterface()
    {
        Name = "Node";
        Description = "Anything that can be fetched again by its global id.";
        Field<NonNullGraphType<IdGraphType>>("id").Description("Global id, opaque.");
    }
}

/// <summary>The root fields <c>node</c> and <c>nodes</c>; what they can load is what the types declared with <c>Node(…)</c>.</summary>
public static class NodeQueries
{
    private const int MostIds = ConnectionArguments.LargestPage;

    public static void AddTo(ObjectGraphType<object?> query)
    {
        query
            .Field<NodeInterface>("node")
            .Description("The object with this id, or null where there is none for the caller.")
            .Argument<NonNullGraphType<IdGraphType>>(
                "id",
                "Global id.",
                argument =>
                {
                    argument.TakesIdOf(IdFields.AnyNode);
                    argument.ParseValue(value => Parse(value!));
                }
            )
            .Resolve(ctx => Load(ctx, ctx.GetArgument<NodeReference>("id")));

        query
            .Field<NonNullGraphType<ListGraphType<NodeInterface>>>("nodes")
            .Description("The objects with these ids, in their order; null where there is none for the caller.")
            .Argument<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>(
                "ids",
                $"Global ids, at most {MostIds}.",
                argument =>
                {
                    argument.TakesIdOf(IdFields.AnyNode);
                    argument.ParseValue(value => ParseAll((System.Collections.IEnumerable)value!));
                }
            )
            .EntriesAsIn("ids")
            .Resolve(ctx => ctx.GetArgument<List<NodeReference>>("ids").ConvertAll(reference => Load(ctx, reference)));
    }

    private static List<NodeReference> ParseAll(System.Collections.IEnumerable ids)
    {
        var references = ids.Cast<object>().Select(Parse).ToList();
        return references.Count <= MostIds ? references : throw RequestFault.PageSize(MostIds);
    }

    private static NodeReference Parse(object value) =>
        NodeId.TryDecode((string)value, out var type, out var rawId) ? new NodeReference(type, rawId) : throw RequestFault.InvalidId((string)value, "Node");

    private static IDataLoaderResult Load(IResolveFieldContext context, NodeReference reference) =>
        context.Schema.AllTypes[reference.Type] is IObjectGraphType type && type.Metadata.TryGetValue(ObjectType<object>.NodeLoader, out var load)
            ? ((Func<IResolveFieldContext, string, IDataLoaderResult>)load!)(context, reference.RawId)
            : throw RequestFault.InvalidId(NodeId.Encode(reference.Type, reference.RawId), "Node");
}
