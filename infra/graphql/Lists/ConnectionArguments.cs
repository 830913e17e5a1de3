using GraphQL;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary><c>first/after</c> forward, <c>last/before</c> backward; checked before anything executes.</summary>
public static class ConnectionArguments
{
    /// <summary>Entries of a page when neither <c>first</c> nor <c>last</c> is given.</summary>
    public const int DefaultPage = 20;

    /// <summary>The most entries one page may have.</summary>
    public const int LargestPage = 100;

    public static void AddPagingArguments(this FieldType field)
    {
        field.Arguments = new QueryArguments(
            new QueryArgument<IntGraphType>
            {
                Name = "first",
                Description = $"Entries wanted from the start or after `after`: 1 to {LargestPage}, {DefaultPage} when left out.",
            },
            new QueryArgument<StringGraphType> { Name = "after", Description = "Cursor of the entry before the first one wanted." },
            new QueryArgument<IntGraphType> { Name = "last", Description = $"Entries wanted from the end or before `before`: 1 to {LargestPage}." },
            new QueryArgument<StringGraphType> { Name = "before", Description = "Cursor of the entry after the last one wanted." }
        );
        field.Paged();
        field.ValidateArguments = context =>
        {
            if (
                Fault(
                    context.GetArgument<int?>("first"),
                    context.GetArgument<string?>("after"),
                    context.GetArgument<int?>("last"),
                    context.GetArgument<string?>("before")
                ) is
                { } fault
            )
                context.ReportError(fault);
            return default;
        };
    }

    /// <summary>The page asked for. Arguments were checked by then.</summary>
    public static PageRequest PageOf(IResolveFieldContext context)
    {
        var last = context.GetArgument<int?>("last");
        var before = context.GetArgument<string?>("before");
        var withTotal = context.SubFields?.Values.Any(field => field.Field.Name.Value == "totalCount") ?? false;
        return last is not null || before is not null
            ? new PageRequest(last ?? DefaultPage, before, Backward: true, withTotal)
            : new PageRequest(context.GetArgument<int?>("first") ?? DefaultPage, context.GetArgument<string?>("after"), Backward: false, withTotal);
    }

    /// <summary>Two directions at once have no single meaning, and a page of nothing or of everything is not a page.</summary>
    public static RequestFault? Fault(int? first, string? after, int? last, string? before)
    {
        if ((first is not null || after is not null) && (last is not null || before is not null))
            return RequestFault.PageArguments();
        return (first ?? last ?? DefaultPage) is < 1 or > LargestPage ? RequestFault.PageSize(LargestPage) : null;
    }
}
