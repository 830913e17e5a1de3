using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>One page as the connection types read it; <see cref="ConnectionField{TSource}"/> makes it from the product's typed page.</summary>
internal sealed record ConnectionValue(IReadOnlyList<EdgeValue> Edges, bool HasNextPage, bool HasPreviousPage, long? TotalCount);

/// <summary>A node and where it stands in the list.</summary>
internal sealed record EdgeValue(object Node, string Cursor);

/// <summary><c>XConnection</c> of the node type <c>X</c>.</summary>
internal sealed class ConnectionGraphType<TNodeType> : ObjectGraphType<ConnectionValue>
    where TNodeType : IGraphType
{
    public ConnectionGraphType()
    {
        var node = ConnectionNames.Of<TNodeType>();
        Name = $"{node}Connection";
        Description = $"A page of {node}.";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EdgeGraphType<TNodeType>>>>>("edges")
            .Description("The entries of this page with their cursors.")
            .OnPage()
            .From(source => source.Edges);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TNodeType>>>>("nodes")
            .Description("The entries of this page.")
            .OnPage()
            .From(source => source.Edges.Select(edge => edge.Node));
        Field<NonNullGraphType<PageInfoType>>("pageInfo").Description("Where this page stands in the list.").From(source => source);
        Field<NonNullGraphType<IntGraphType>>("totalCount")
            .Description(
                $"Entries of the whole list under the same filter; counted only when asked for. A list at the root costs one more for every "
                    + $"{WorkCharge.EntriesForOne} entries within the caller's reach, filtered or not."
            )
            .Cost(FieldCosts.OfAccess)
            .From(source => source.TotalCount ?? throw new InvalidOperationException($"{Name}: totalCount was asked for but not counted."));
        this.FreshFor(FieldFreshness.AsWhatItLists);
    }
}

/// <summary><c>XEdge</c> of the node type <c>X</c>.</summary>
internal sealed class EdgeGraphType<TNodeType> : ObjectGraphType<EdgeValue>
    where TNodeType : IGraphType
{
    public EdgeGraphType()
    {
        var node = ConnectionNames.Of<TNodeType>();
        Name = $"{node}Edge";
        Description = $"An entry of a list of {node}.";
        Field<NonNullGraphType<StringGraphType>>("cursor").Description("Where the entry stands; opaque, stable under inserts.").From(source => source.Cursor);
        Field<NonNullGraphType<TNodeType>>("node").Description("The entry.").From(source => source.Node);
        this.FreshFor(FieldFreshness.AsWhatItLists);
    }
}

/// <summary>The Relay page information.</summary>
internal sealed class PageInfoType : ObjectGraphType<ConnectionValue>
{
    public PageInfoType()
    {
        Name = "PageInfo";
        Description = "Where a page stands in its list.";
        Field<NonNullGraphType<BooleanGraphType>>("hasNextPage").Description("Whether entries follow.").From(source => source.HasNextPage);
        Field<NonNullGraphType<BooleanGraphType>>("hasPreviousPage").Description("Whether entries precede.").From(source => source.HasPreviousPage);
        Field<StringGraphType>("startCursor")
            .Description("Cursor of the first entry; null on an empty page.")
            .From(source => source.Edges is [var first, ..] ? first.Cursor : null);
        Field<StringGraphType>("endCursor")
            .Description("Cursor of the last entry; null on an empty page.")
            .From(source => source.Edges is [.., var last] ? last.Cursor : null);
        this.FreshFor(FieldFreshness.AsWhatItLists);
    }
}

internal static class ConnectionNames
{
    /// <summary>The GraphQL name a node type will carry: its class name without <c>Type</c>.</summary>
    public static string Of<TNodeType>()
    {
        var name = typeof(TNodeType).Name;
        return name.EndsWith("Type", StringComparison.Ordinal) ? name[..^4] : name;
    }
}
