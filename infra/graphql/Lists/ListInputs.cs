using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Names the fields a list can be filtered and sorted by. A feature writes one per list and hands on what the store declares beside its indexes:
/// <code>
/// internal sealed class CoursewareFields : IListFields
/// {
///     public static string Node => "Courseware";
///     public static IReadOnlyList&lt;QueryField&gt; Fields => CoursewareLibrary.Queryable;
/// }
/// </code>
/// and says <c>.WhereAndOrder&lt;CoursewareFields&gt;()</c> on its connection. That yields <c>CoursewareFilterInput</c> and <c>CoursewareSortInput</c>,
/// and the resolver is handed a neutral <see cref="Filter"/> and <see cref="Sort"/>s.
/// </summary>
public interface IListFields
{
    /// <summary>The node's name, first part of the input types' names.</summary>
    static abstract string Node { get; }

    static abstract IReadOnlyList<QueryField> Fields { get; }
}

/// <summary><c>XFilterInput</c>: its value is a <see cref="Filter"/>.</summary>
public sealed class FilterInputType<TFields> : InputObjectGraphType
    where TFields : IListFields
{
    /// <summary>More conditions than this are no filter anybody wrote.</summary>
    private const int MostConditions = 50;

    public FilterInputType(OperationInputs operations)
    {
        Name = $"{TFields.Node}FilterInput";
        Description = $"Which entries of a list of {TFields.Node} are wanted; all conditions given must hold.";
        Field<ListGraphType<NonNullGraphType<FilterInputType<TFields>>>>("and").Description("All of these must hold.");
        Field<ListGraphType<NonNullGraphType<FilterInputType<TFields>>>>("or").Description("At least one of these must hold.");
        foreach (var field in TFields.Fields.Where(field => field.Operators != 0))
        {
            Field(field.Name, operations.For(field)).Description(field.Description);
        }
    }

    public override object ParseDictionary(IDictionary<string, object?> value)
    {
        var parts = new List<Filter>();
        foreach (var (name, given) in value)
        {
            switch (given)
            {
                case null:
                    break;
                case IEnumerable<Condition> conditions:
                    parts.AddRange(conditions.Select(condition => new FieldFilter(name, condition.Operator, condition.Value)));
                    break;
                case System.Collections.IEnumerable filters when name == "and":
                    parts.AddRange(filters.Cast<Filter>());
                    break;
                case System.Collections.IEnumerable filters:
                    parts.Add(new OrFilter([.. filters.Cast<Filter>()]));
                    break;
            }
        }

        Filter filter = parts.Count == 1 ? parts[0] : new AndFilter(parts);
        return Conditions(filter) <= MostConditions ? filter : throw new RequestFault("INVALID_FILTER", Name, MostConditions);
    }

    private static int Conditions(Filter filter) =>
        filter switch
        {
            AndFilter and => and.Parts.Sum(Conditions),
            OrFilter or => or.Parts.Sum(Conditions),
            _ => 1,
        };

    public override bool IsValidDefault(object value) => value is Filter;

    public override GraphQLValue ToAST(object? value) => throw new NotSupportedException("Filters have no default.");
}

/// <summary>One operator with its operand.</summary>
internal sealed record Condition(FilterOperator Operator, object? Value);

/// <summary>
/// The operation inputs of one schema, e.g. <c>StringEqInOperationFilterInput</c>: named after value type and operators, so that every
/// field with the same offer shares one type and no field offers an operator its index does not serve.
/// </summary>
public sealed class OperationInputs
{
    private static readonly FilterOperator[] Operators = Enum.GetValues<FilterOperator>();
    private readonly Dictionary<string, OperationInputType> _types = [];

    public OperationInputType For(QueryField field) => For(field, field.Operators, field.IsList);

    private OperationInputType For(QueryField field, FilterOperator offered, bool isList)
    {
        var operators = Operators.Where(one => offered.HasFlag(one)).ToList();
        var valueName = field.IdOf is { } node ? $"{node}Id" : ScalarTypes.NameOf(field.ValueType);
        var name = $"{valueName}{(isList ? "List" : "")}{string.Concat(operators)}OperationFilterInput";
        if (_types.TryGetValue(name, out var known))
            return known;

        var inner = isList ? For(field, FilterOperator.Eq, isList: false) : null;
        return _types[name] = new OperationInputType(name, field, operators, inner);
    }
}

/// <summary>The operators one kind of field offers; its value is the list of <see cref="Condition"/>s given.</summary>
public sealed class OperationInputType : InputObjectGraphType
{
    /// <summary>More values than this in one <c>in</c> are no filter a page asks for.</summary>
    private const int MostValues = 100;

    private static readonly Dictionary<FilterOperator, string> Meanings = new()
    {
        [FilterOperator.Eq] = "Equals.",
        [FilterOperator.Neq] = "Differs.",
        [FilterOperator.In] = $"Equals one of these, at most {MostValues}.",
        [FilterOperator.Nin] = $"Equals none of these, at most {MostValues}.",
        [FilterOperator.Gt] = "Greater, or later.",
        [FilterOperator.Gte] = "Greater or equal, or not earlier.",
        [FilterOperator.Lt] = "Less, or earlier.",
        [FilterOperator.Lte] = "Less or equal, or not later.",
        [FilterOperator.Contains] = "Contains this text.",
        [FilterOperator.StartsWith] = "Starts with this text.",
        [FilterOperator.Some] = "At least one item of the list is like this.",
        [FilterOperator.All] = "Every item of the list is like this.",
        [FilterOperator.None] = "No item of the list is like this.",
    };

    private readonly string? _idOf;

    public OperationInputType(string name, QueryField field, IReadOnlyList<FilterOperator> operators, OperationInputType? item)
    {
        Name = name;
        Description = "Conditions on one field; all given must hold.";
        _idOf = field.IdOf;
        var scalar = field.IdOf is null ? ScalarTypes.GraphTypeOf(field.ValueType) : typeof(IdGraphType);
        foreach (var one in operators)
        {
            var built = one switch
            {
                FilterOperator.Some or FilterOperator.All or FilterOperator.None => Field(NameOf(one), item!),
                FilterOperator.In or FilterOperator.Nin => Field(
                    NameOf(one),
                    typeof(ListGraphType<>).MakeGenericType(typeof(NonNullGraphType<>).MakeGenericType(scalar))
                ),
                _ => Field(NameOf(one), scalar),
            };
            built.Description(Meanings[one]);
        }
    }

    public override object ParseDictionary(IDictionary<string, object?> value)
    {
        var conditions = new List<Condition>();
        foreach (var (name, given) in value)
        {
            var one = Enum.Parse<FilterOperator>(name, ignoreCase: true);
            switch (given)
            {
                case null:
                    throw new RequestFault("INVALID_FILTER", name, MostValues);
                case IEnumerable<Condition> items:
                    conditions.AddRange(items.Select(item => new Condition(one, item.Value)));
                    break;
                case System.Collections.IEnumerable values when given is not string:
                    var all = values.Cast<object?>().Select(Raw).ToList();
                    conditions.Add(all.Count <= MostValues ? new Condition(one, all) : throw new RequestFault("INVALID_FILTER", name, MostValues));
                    break;
                default:
                    conditions.Add(new Condition(one, Raw(given)));
                    break;
            }
        }

        return conditions;
    }

    public override bool IsValidDefault(object value) => value is IEnumerable<Condition>;

    public override GraphQLValue ToAST(object? value) => throw new NotSupportedException("Filters have no default.");

    private object? Raw(object? value) => _idOf is { } type && value is string id ? NodeId.Expect(id, type) : value;

    private static string NameOf(FilterOperator one) => one.ToString().ToCamelCase();
}

/// <summary><c>XSortInput</c>: its value is the list of <see cref="Sort"/>s in the order given.</summary>
internal sealed class SortInputType<TFields> : InputObjectGraphType
    where TFields : IListFields
{
    public SortInputType()
    {
        Name = $"{TFields.Node}SortInput";
        Description = $"In which order a list of {TFields.Node} is wanted.";
        foreach (var field in TFields.Fields.Where(field => field.Sortable))
        {
            Field<SortEnumType>(field.Name).Description(field.Description);
        }
    }

    public override object ParseDictionary(IDictionary<string, object?> value) =>
        value.Where(pair => pair.Value is not null).Select(pair => new Sort(pair.Key, (bool)pair.Value!)).ToList();

    public override bool IsValidDefault(object value) => value is IEnumerable<Sort>;

    public override GraphQLValue ToAST(object? value) => throw new NotSupportedException("Sorts have no default.");
}

/// <summary>Direction of a sort; the value is "descending".</summary>
internal sealed class SortEnumType : EnumerationGraphType
{
    public SortEnumType()
    {
        Name = "SortEnumType";
        Description = "Direction of a sort.";
        Add("ASC", false, "Ascending: smallest or earliest first. 「升序」");
        Add("DESC", true, "Descending: greatest or latest first. 「降序」");
    }
}
