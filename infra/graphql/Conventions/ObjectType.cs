using System.Linq.Expressions;
using System.Reflection;
using GraphQL;
using GraphQL.Builders;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>
/// The base of every object type of the schema. The constructor demands the description; <see cref="Node"/> makes the type a node and
/// <see cref="Connection"/> declares a list that can grow.
/// <code>
/// internal sealed class TeacherType : ObjectType&lt;Teacher&gt;
/// {
///     public TeacherType() : base("A teacher of the pool.")
///     {
///         Node(teacher => teacher.Id, (ctx, id) => ctx.Loader&lt;TeacherLoader&gt;().LoadAsync(id));
///         Field(x => x.Name).Description("Full name.");
///         Connection&lt;CoursewareType&gt;("courseware", "What this teacher teaches.")
///             .ResolveBatch((ctx, list) => ctx.Loader&lt;TeacherCoursewareLoader&gt;().LoadAsync((ctx.Source.Id, list.Page)));
///     }
/// }
/// </code>
/// The GraphQL name is the class name without <c>Type</c>.
/// </summary>
public abstract class ObjectType<TSource> : ObjectGraphType<TSource>
{
    internal const string NodeLoader = "elearning:node-loader";

    /// <summary>Under which a node type names, in its metadata, the type it is read from.</summary>
    public const string SourceType = "elearning:source-type";

    protected ObjectType(string description) => Description = description;

    /// <summary>
    /// A property of the source under its own name. It is read without a resolve context, and by its getter: an expression compiled for each field would delay
    /// the first answer.
    /// </summary>
    public override FieldBuilder<TSource, TProperty> Field<TProperty>(Expression<Func<TSource, TProperty>> expression, bool nullable)
    {
        if (
            expression.Body is not MemberExpression { Expression: ParameterExpression, Member: PropertyInfo { GetMethod: { } getter } property }
            || typeof(TSource).IsValueType
        )
            return base.Field(expression, nullable);
        var field = CreateBuilder<TProperty>(property.Name, typeof(TProperty).GetGraphTypeFromType(nullable, TypeMappingMode.OutputType))
            .From(getter.CreateDelegate<Func<TSource, TProperty?>>());
        AddField(field.FieldType);
        return field;
    }

    /// <inheritdoc cref="Field{TProperty}(Expression{Func{TSource, TProperty}}, bool)"/>
    public override FieldBuilder<TSource, TProperty> Field<TProperty>(Expression<Func<TSource, TProperty>> expression) => Field(expression, nullable: false);

    /// <summary>
    /// Adds <c>id: ID!</c>, implements <c>Node</c> and tells <c>node(id:)</c> how to load one. <paramref name="load"/> answers null for what
    /// the caller may not see, exactly as for what is not there.
    /// </summary>
    protected void Node(Func<TSource, string> rawId, Func<IResolveFieldContext, string, IDataLoaderResult> load)
    {
        var typeName = Name;
        Field<NonNullGraphType<IdGraphType>>("id").Description("Global id, opaque.").From(source => NodeId.Encode(typeName, rawId(source)));
        Interface<NodeInterface>();
        Metadata[NodeLoader] = load;
        Metadata[SourceType] = typeof(TSource);
    }

    /// <summary>A connection over <typeparamref name="TNodeType"/>; finish it with <c>Resolve</c> or <c>ResolveBatch</c>.</summary>
    public ConnectionField<TSource> Connection<TNodeType>(string name, string description)
        where TNodeType : IGraphType => new(this, name, description, typeof(ConnectionGraphType<TNodeType>));
}
