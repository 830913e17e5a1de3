using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>The argument <c>year</c>: a calendar year of the school that a calendar can hold.</summary>
internal static class YearArguments
{
    private const int First = 1921;
    private const int Last = 2999;

    public static FieldBuilder<TSource, TReturn> YearArgument<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, string description) =>
        field.Argument<NonNullGraphType<IntGraphType>>("year", description, Checked);

    public static FieldBuilder<TSource, TReturn> OptionalYearArgument<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, string description) =>
        field.Argument<IntGraphType>("year", description, Checked);

    public static ConnectionField<TSource> OptionalYearArgument<TSource>(this ConnectionField<TSource> connection, string description) =>
        connection.Argument<IntGraphType>("year", description, Checked);

    private static void Checked(QueryArgument argument) =>
        argument.ParseValue(value => value is < First or > Last ? throw new RequestFault("INVALID_YEAR", value, First, Last) : value);
}
