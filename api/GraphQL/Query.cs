namespace ELearning.Api;

/// <summary>
/// The table of contents of what can be read: one line per feature, <c>CoursewareQueries.AddTo(this);</c> with
/// <code>
/// public static void AddTo(Query query)
/// {
///     query.Field&lt;CoursewareType&gt;("coursewareById").Description("One courseware.").IdArgument("id", "Courseware", "Which one.")
///         .ResolveAsync(async ctx => await ctx.Service&lt;CoursewareLibrary&gt;().FindAsync(ctx.GetArgument&lt;string&gt;("id"), ctx.CancellationToken));
/// }
/// </code>
/// Every root field wants a signed-in caller unless it says <c>.Public()</c>.
/// </summary>
internal sealed class Query : ObjectType<object?>
{
    public Query()
        : base("What can be read.")
    {
        NodeQueries.AddTo(this);
    }
}
