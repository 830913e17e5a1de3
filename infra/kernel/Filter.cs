namespace ELearning;

/// <summary>A filter as data: it crosses from the GraphQL server into a store, which turns it into a query of its
/// database beside the index that serves it.</summary>
public abstract record Filter;

public sealed record AndFilter(IReadOnlyList<Filter> Parts) : Filter;

public sealed record OrFilter(IReadOnlyList<Filter> Parts) : Filter;

/// <param name="Field">A name out of the store's <see cref="QueryField"/> list.</param>
/// <param name="Operator">One of the field's operators.</param>
/// <param name="Value">A value of the field's type; a list of them for In and Nin.</param>
public sealed record FieldFilter(string Field, FilterOperator Operator, object? Value) : Filter;

/// <summary>Some, All and None are for list fields: some/all/none of the items equals the value (their GraphQL form is <c>some: { eq: … }</c>).</summary>
[Flags]
public enum FilterOperator
{
    Eq = 1,
    Neq = 2,
    In = 4,
    Nin = 8,
    Gt = 16,
    Gte = 32,
    Lt = 64,
    Lte = 128,
    Contains = 256,
    StartsWith = 512,
    Some = 1024,
    All = 2048,
    None = 4096,
}

public sealed record Sort(string Field, bool Descending);

/// <summary>
/// One field a list can be filtered or sorted by, declared in the store beside the index that serves it; the GraphQL server builds filter and sort inputs from
/// these.
/// </summary>
/// <param name="Name">The schema's name of the field.</param>
/// <param name="ValueType">string, int, double, bool, DateOnly, DateTimeOffset or an enum; the item type for list fields. String fields that hold an id say so
/// by <paramref name="IdOf"/>.</param>
/// <param name="Operators">The operators an index serves.</param>
/// <param name="Sortable">Whether an index yields this order.</param>
/// <param name="Description">Shown in the schema.</param>
/// <param name="IsList">The field holds several values.</param>
/// <param name="IdOf">The node type the value is a global id of, e.g. <c>Organisation</c>; the GraphQL server decodes it.</param>
/// <param name="Narrow">Few documents have the same value, however many there are: whoever names one has nothing looked through.</param>
public sealed record QueryField(
    string Name,
    Type ValueType,
    FilterOperator Operators,
    bool Sortable,
    string Description,
    bool IsList = false,
    string? IdOf = null,
    bool Narrow = false
);
