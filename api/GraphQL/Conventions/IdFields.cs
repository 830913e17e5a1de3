using System.Collections;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>Arguments and input fields that take global ids and hand raw ids to the resolver.</summary>
internal static class IdFields
{
    /// <summary><c>query.Field&lt;CoursewareType&gt;("coursewareById").IdArgument("id", "Courseware", "Which one.")</c>; read it with <c>ctx.GetArgument&lt;string&gt;("id")</c>.</summary>
    public static FieldBuilder<TSource, TReturn> IdArgument<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, string name, string type, string description) =>
        field.Argument<NonNullGraphType<IdGraphType>>(name, description, argument => argument.ParseValue(value => Decode(value, type)));

    /// <summary>The same for an id that may be left out.</summary>
    public static FieldBuilder<TSource, TReturn> OptionalIdArgument<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, string name, string type, string description) =>
        field.Argument<IdGraphType>(name, description, argument => argument.ParseValue(value => Decode(value, type)));

    /// <summary>On a field of an input type (<c>ID</c> or a list of them): <c>Field&lt;NonNullGraphType&lt;IdGraphType&gt;&gt;("memberId").Description("…").OfNode("Member")</c>.</summary>
    public static FieldBuilder<TSource, TReturn> OfNode<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, string type) =>
        field.ParseValue(value => Decode(value, type));

    /// <summary>Decodes one id or a list of ids; null stays null.</summary>
    internal static object Decode(object? value, string type) => value switch
    {
        null => null!,
        string id => NodeId.Expect(id, type),
        IEnumerable ids => ids.Cast<object?>().Select(id => Decode(id, type)).ToList(),
        _ => throw RequestFault.InvalidId(value.ToString() ?? "", type),
    };
}
