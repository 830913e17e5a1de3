using GraphQL;
using GraphQL.Builders;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>What a connection asks of the product: the page (with whether the whole is to be counted), the filter and the order.</summary>
public sealed record ListRequest(PageRequest Page, Filter? Where, IReadOnlyList<Sort> Order);

/// <summary>
/// A connection field: paging arguments are added and checked here, <c>where</c> and <c>order</c> come from the fields the store declares.
/// <code>
/// query.Connection&lt;CoursewareType&gt;("courseware", "Published courseware.")
///     .WhereAndOrder&lt;CoursewareFields&gt;()
///     .Argument&lt;StringGraphType&gt;("search", "Words to look for.")
///     .Resolve((ctx, list) => ctx.Service&lt;CoursewareLibrary&gt;().ListAsync(list.Page, list.Where, list.Order, ctx.CancellationToken));
/// </code>
/// Under another list use <see cref="ResolveBatch{TNode}"/> with a loader, so that a level costs one fetch.
/// </summary>
public sealed class ConnectionField<TSource>
{
    private readonly FieldBuilder<TSource, object> _field;
    private IReadOnlyList<QueryField> _fields = [];
    private bool _isAlwaysPaid;

    public ConnectionField(ObjectGraphType<TSource> type, string name, string description, Type connectionType)
    {
        _field = type.Field(name, typeof(NonNullGraphType<>).MakeGenericType(connectionType)).Description(description);
        _field.FieldType.AddPagingArguments();
    }

    /// <summary>Adds <c>where: XFilterInput</c> and, where something can be sorted by, <c>order: [XSortInput!]</c>.</summary>
    public ConnectionField<TSource> WhereAndOrder<TFields>()
        where TFields : IListFields
    {
        _fields = TFields.Fields;
        _field.Argument<FilterInputType<TFields>>("where", $"Which entries are wanted; without it all. {WorkCharge.OfLists}");
        if (TFields.Fields.Any(field => field.Sortable))
        {
            _field.Argument<ListGraphType<NonNullGraphType<SortInputType<TFields>>>>(
                "order",
                $"The order, most important first; ties are always broken by id. {WorkCharge.OfLists}"
            );
        }

        return this;
    }

    public ConnectionField<TSource> Argument<TArgument>(string name, string description, Action<QueryArgument>? configure = null)
        where TArgument : IGraphType
    {
        _field.Argument<TArgument>(name, description, configure);
        return this;
    }

    public ConnectionField<TSource> IdArgument(string name, string type, string description)
    {
        _field.IdArgument(name, type, description);
        return this;
    }

    /// <summary>Any of these roles, or one that includes it; see <see cref="FieldRights"/>.</summary>
    public ConnectionField<TSource> RequireRole(params string[] roles)
    {
        _field.FieldType.RequireRole(roles);
        return this;
    }

    /// <inheritdoc cref="FieldCosts.Cost(FieldType, double)"/>
    public ConnectionField<TSource> Cost(double weight)
    {
        _field.Cost(weight);
        return this;
    }

    /// <summary>For a list that is looked through for every page, also where nothing is filtered, sorted or counted; see <see cref="WorkCharge"/>.</summary>
    public ConnectionField<TSource> PaidByLength()
    {
        _isAlwaysPaid = true;
        return this;
    }

    /// <inheritdoc cref="FieldFreshness"/>
    public ConnectionField<TSource> FreshFor(TimeSpan time)
    {
        _field.FreshFor(time);
        return this;
    }

    public void Resolve<TNode>(Func<IResolveFieldContext<TSource>, ListRequest, Task<Page<TNode>>> resolve)
        where TNode : notnull => _field.ResolveAsync(async ctx => ToConnection(await resolve(ctx, ListPayer.For(ctx, Request(ctx), _fields, _isAlwaysPaid))));

    public void ResolveBatch<TNode>(Func<IResolveFieldContext<TSource>, ListRequest, IDataLoaderResult<Page<TNode>>> resolve)
        where TNode : notnull => _field.Resolve(ctx => resolve(ctx, Request(ctx)).Then(ToConnection));

    private static ListRequest Request(IResolveFieldContext context) =>
        new(
            ConnectionArguments.PageOf(context),
            context.GetArgument<object?>("where") as Filter,
            [
                .. (context.GetArgument<object?>("order") as System.Collections.IEnumerable ?? Array.Empty<object>())
                    .Cast<IEnumerable<Sort>>()
                    .SelectMany(sorts => sorts),
            ]
        );

    private static ConnectionValue ToConnection<TNode>(Page<TNode> page)
        where TNode : notnull =>
        new([.. page.Edges.Select(edge => new EdgeValue(edge.Node, edge.Cursor))], page.HasNextPage, page.HasPreviousPage, page.TotalCount);
}
