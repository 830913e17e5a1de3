namespace ELearning.Tests.Storage;

/// <summary>For the fields of a list filters of every kind that it allows.</summary>
internal static class QuerySamples
{
    public static IEnumerable<FieldFilter> Filters(IEnumerable<QueryField> fields) =>
        from field in fields
        from kind in Enum.GetValues<FilterOperator>()
        where field.Operators.HasFlag(kind)
        let value = Sample(field.ValueType)
        from asked in kind switch
        {
            FilterOperator.In or FilterOperator.Nin => [new[] { value }],
            FilterOperator.Some or FilterOperator.All or FilterOperator.None => [value, new[] { value }],
            _ => new object[] { value },
        }
        select new FieldFilter(field.Name, kind, asked);

    private static object Sample(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(int) ? 1
        : type == typeof(double) ? 1.0
        : type == typeof(bool) ? true
        : type == typeof(DateOnly) ? new DateOnly(2025, 1, 1)
        : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch
        : Enum.GetValues(type).GetValue(0)!;
}
