using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>The argument <c>first</c> of a short list that is no connection.</summary>
internal static class FirstArguments
{
    /// <param name="whose">What is counted: <c>How many</c>.</param>
    /// <param name="most">More is PAGE_SIZE.</param>
    /// <param name="usual">How many there are where nothing is said.</param>
    public static FieldBuilder<TSource, TReturn> FirstArgument<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field,
        string whose,
        int most,
        int usual
    ) =>
        field.Argument<IntGraphType>(
            "first",
            $"{whose}: 1 to {most}, else PAGE_SIZE.",
            argument =>
            {
                argument.DefaultValue = usual;
                argument.ParseValue(value => value is int asked && (asked < 1 || asked > most) ? throw RequestFault.PageSize(most) : value);
            }
        );
}
