using System.Globalization;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>
/// What a field costs, as data beside the field: <c>Field&lt;ComplianceReportType&gt;("complianceReport")….Cost(50)</c>. <see cref="CostModel"/> adds it up,
/// and the schema shows it as the directives <c>@cost</c> and <c>@listSize</c> of the GraphQL cost specification. An object for which nothing is said costs
/// <see cref="OfObject"/>, a scalar or enum <see cref="OfLeaf"/>, and a list of objects is taken to have <see cref="UsualEntries"/>. One is about what an
/// object read with its batch takes; an access to the database is <see cref="OfAccess"/>.
/// </summary>
public static class FieldCosts
{
    public const double OfObject = 1;
    public const double OfLeaf = 0.1;

    /// <summary>Of every connection and mutation, where nothing else is said.</summary>
    public const double OfAccess = 10;

    /// <summary>Entries of a list of objects that is no connection, where nothing is said.</summary>
    public const int UsualEntries = 5;

    private const string WeightKey = "elearning:cost";
    private const string EntriesKey = "elearning:entries";
    private const string CountedKey = "elearning:entries-of";
    private const string PagedKey = "elearning:paged";
    private const string OnPageKey = "elearning:on-page";

    private static readonly string[] PageArguments = ["first", "last"];
    private static readonly string[] PageFields = ["edges", "nodes"];

    /// <param name="weight">Of the field itself, once for each entry of a list.</param>
    public static FieldBuilder<TSource, TReturn> Cost<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, double weight)
    {
        field.FieldType.Cost(weight);
        return field;
    }

    public static void Cost(this FieldType field, double weight)
    {
        field.Metadata[WeightKey] = weight;
        field.RemoveAppliedDirective("cost");
        field.ApplyDirective("cost", "weight", weight.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>How many entries a list of objects usually has.</summary>
    public static FieldBuilder<TSource, TReturn> Entries<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, int usually)
    {
        field.FieldType.Metadata[EntriesKey] = usually;
        field.FieldType.ApplyDirective("listSize", "assumedSize", usually);
        return field;
    }

    /// <summary>As many entries as an argument has, or says where it is a number.</summary>
    /// <param name="otherwise">How many there are where the argument is left out.</param>
    public static FieldBuilder<TSource, TReturn> EntriesAsIn<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, string argument, int otherwise = 1)
    {
        field.FieldType.Metadata[CountedKey] = argument;
        field.FieldType.Metadata[EntriesKey] = otherwise;
        field.FieldType.ApplyDirective(
            "listSize",
            directive =>
            {
                if (otherwise != 1)
                    directive.AddArgument(new DirectiveArgument("assumedSize") { Value = otherwise });
                directive.AddArgument(new DirectiveArgument("slicingArguments") { Value = new[] { argument } });
            }
        );
        return field;
    }

    /// <summary>A connection: what is marked <see cref="OnPage"/> below it comes as often as the page is large.</summary>
    public static void Paged(this FieldType field)
    {
        field.Cost(OfAccess);
        field.Metadata[PagedKey] = true;
        field.ApplyDirective(
            "listSize",
            directive =>
                directive
                    .AddArgument(new DirectiveArgument("assumedSize") { Value = ConnectionArguments.DefaultPage })
                    .AddArgument(new DirectiveArgument("slicingArguments") { Value = PageArguments })
                    .AddArgument(new DirectiveArgument("sizedFields") { Value = PageFields })
                    .AddArgument(new DirectiveArgument("requireOneSlicingArgument") { Value = false })
        );
    }

    /// <summary>A list of the entries of the page.</summary>
    public static FieldBuilder<TSource, TReturn> OnPage<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field)
    {
        field.FieldType.Metadata[OnPageKey] = true;
        return field;
    }

    /// <summary>All that is said of a field of a schema that is complete.</summary>
    internal static FieldCost Of(FieldType field) =>
        new(WeightOf(field), EntriesOf(field), field.GetMetadata<string?>(CountedKey), field.GetMetadata(PagedKey, false), field.GetMetadata(OnPageKey, false));

    internal static double WeightOf(FieldType field) => field.GetMetadata(WeightKey, field.ResolvedType?.GetNamedType() is ScalarGraphType ? OfLeaf : OfObject);

    private static int EntriesOf(FieldType field) => IsListOfObjects(field.ResolvedType) ? field.GetMetadata(EntriesKey, UsualEntries) : 1;

    private static bool IsListOfObjects(IGraphType? type) =>
        type switch
        {
            NonNullGraphType some => IsListOfObjects(some.ResolvedType),
            ListGraphType list => list.GetNamedType() is not ScalarGraphType,
            _ => false,
        };
}

/// <param name="Weight">Of the field itself.</param>
/// <param name="Entries">Of one answer, where neither a page nor an argument says.</param>
/// <param name="CountedBy">The argument that has as many, or says how many.</param>
/// <param name="IsPaged">See <see cref="FieldCosts.Paged"/>.</param>
/// <param name="IsOnPage">See <see cref="FieldCosts.OnPage"/>.</param>
internal sealed record FieldCost(double Weight, int Entries, string? CountedBy, bool IsPaged, bool IsOnPage);
