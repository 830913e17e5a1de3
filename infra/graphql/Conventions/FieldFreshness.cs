using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// For how long who asked may keep a field's value without asking again, as data beside the field: <c>Field(x => x.Title)….FreshFor(time)</c>. Where nothing is
/// said, not at all. An answer is as fresh as what goes stale first in it; see <see cref="ResponseWriter"/>.
/// </summary>
/// <remarks>
/// A field that is marked is shared: all with the same rights get the same (see <see cref="IAnswerBasis"/>), and nothing of it depends on who of them asks, or
/// on anything that changes without the stamp.
/// </remarks>
public static class FieldFreshness
{
    /// <summary>Of what is part of a list and as fresh as what it lists.</summary>
    public static readonly TimeSpan AsWhatItLists = TimeSpan.MaxValue;

    private const string Key = "elearning:fresh-for";

    public static FieldBuilder<TSource, TReturn> FreshFor<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, TimeSpan time)
    {
        field.FieldType.FreshFor(time);
        return field;
    }

    public static void FreshFor(this FieldType field, TimeSpan time) => field.Metadata[Key] = time;

    /// <summary>Every field that the type has by then.</summary>
    public static void FreshFor(this IComplexGraphType type, TimeSpan time)
    {
        foreach (var field in type.Fields)
        {
            field.FreshFor(time);
        }
    }

    /// <summary>How fresh the answer of a query is; null where it is not to be kept.</summary>
    public static TimeSpan? Of(GraphQLOperationDefinition? operation, GraphQLDocument document, ISchema schema)
    {
        if (operation is not { Operation: OperationType.Query })
            return null;
        var shortest = Of(operation.SelectionSet, schema.Query, document, schema).DefaultIfEmpty(TimeSpan.Zero).Min();
        return shortest > TimeSpan.Zero && shortest < AsWhatItLists ? shortest : null;
    }

    private static IEnumerable<TimeSpan> Of(GraphQLSelectionSet? set, IGraphType? parent, GraphQLDocument document, ISchema schema) =>
        Selections
            .FieldsOf(set, document)
            .Where(field => field.Name.Value != schema.TypeNameMetaFieldType.Name)
            .SelectMany(field =>
            {
                // Of which type a fragment is, is not looked at: what its parent does not have is not to be kept.
                var definition = (parent as IComplexGraphType)?.Fields.Find(field.Name.Value);
                return Of(field.SelectionSet, definition?.ResolvedType?.GetNamedType(), document, schema)
                    .Prepend(definition?.GetMetadata(Key, TimeSpan.Zero) ?? TimeSpan.Zero);
            });
}

/// <summary>How long who asked may keep the answer of this request; null: not at all. One per request.</summary>
internal sealed class AnswerFreshness
{
    public TimeSpan? Lasts { get; set; }
}
