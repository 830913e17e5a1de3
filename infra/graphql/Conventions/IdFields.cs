using System.Collections;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>Arguments and input fields that take global ids and hand raw ids to the resolver.</summary>
public static class IdFields
{
    /// <summary>As a node type: ids of every type are taken.</summary>
    public const string AnyNode = "Node";

    private const string NodeTypeKey = "elearning:id-of";

    /// <summary>Of which node type an argument or input field takes the id; null where it takes none.</summary>
    public static string? NodeTypeOf(IMetadataReader place) => place.GetMetadata<string?>(NodeTypeKey);

    /// <summary>Notes that ids are taken here; it is <see cref="NamedIds"/> that reads them.</summary>
    public static void TakesIdOf(this IProvideMetadata place, string type) => place.Metadata[NodeTypeKey] = type;

    /// <summary>
    /// <c>query.Field&lt;CoursewareType&gt;("coursewareById").IdArgument("id", "Courseware", "Which one.")</c>; read it with
    /// <c>ctx.GetArgument&lt;string&gt;("id")</c>.
    /// </summary>
    public static FieldBuilder<TSource, TReturn> IdArgument<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field,
        string name,
        string type,
        string description
    ) => field.Argument<NonNullGraphType<IdGraphType>>(name, description, argument => Take(argument, type));

    /// <summary>The same for an id that may be left out.</summary>
    public static FieldBuilder<TSource, TReturn> OptionalIdArgument<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field,
        string name,
        string type,
        string description
    ) => field.Argument<IdGraphType>(name, description, argument => Take(argument, type));

    /// <summary>
    /// On a field of an input type (<c>ID</c> or a list of them):
    /// <c>Field&lt;NonNullGraphType&lt;IdGraphType&gt;&gt;("memberId").Description("…").OfNode("Member")</c>.
    /// </summary>
    public static FieldBuilder<TSource, TReturn> OfNode<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, string type)
    {
        field.FieldType.TakesIdOf(type);
        return field.ParseValue(value => Decode(value, type));
    }

    private static void Take(QueryArgument argument, string type)
    {
        argument.TakesIdOf(type);
        argument.ParseValue(value => Decode(value, type));
    }

    /// <summary>Decodes one id or a list of ids; null stays null.</summary>
    public static object Decode(object? value, string type) =>
        value switch
        {
            null => null!,
            string id => NodeId.Expect(id, type),
            IEnumerable ids => ids.Cast<object?>().Select(id => Decode(id, type)).ToList(),
            _ => throw RequestFault.InvalidId(value.ToString() ?? "", type),
        };
}
