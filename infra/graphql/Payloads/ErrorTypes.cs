using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary><c>interface Error { code message }</c>: what every member of a payload's <c>errors</c> can be read as.</summary>
internal sealed class ErrorInterface : InterfaceGraphType<ExpectedError>
{
    public ErrorInterface()
    {
        Name = "Error";
        Description = "An expected failure of a mutation.";
        Field<NonNullGraphType<StringGraphType>>("code").Description("Stable, for programs: SCREAMING_SNAKE.");
        Field<NonNullGraphType<StringGraphType>>("message").Description("For people, in the language asked for.");
    }
}

/// <summary>The error object types of one schema, one for each error its mutations declare: <c>NotFound</c> → <c>NotFoundError</c>.</summary>
internal sealed class ErrorTypes(IProductErrors product)
{
    private readonly Dictionary<string, ObjectGraphType<ExpectedError>> _types = [];

    /// <summary>A failure the mutation did not declare: still typed, with its real code.</summary>
    public ObjectGraphType<ExpectedError> Refused { get; } = Make("RefusedError", "A failure without a type of its own in this mutation; the code says which.");

    /// <summary>The type of the error of this name.</summary>
    public ObjectGraphType<ExpectedError> Of(string name)
    {
        if (_types.TryGetValue(name, out var known))
            return known;

        var type = Make($"{name}Error", product.DescriptionOf(name));
        product.AddFields(name, type);
        return _types[name] = type;
    }

    /// <summary>Chooses the member of a union that declared <paramref name="declared"/>.</summary>
    public Func<object, IObjectGraphType?> Resolve(IReadOnlySet<string> declared) =>
        error => error is ExpectedError { Name: var name } && declared.Contains(name) ? Of(name) : Refused;

    private static ObjectGraphType<ExpectedError> Make(string name, string description)
    {
        // Several object types share one source type; the union decides by name, so the type check by source would only mislead.
        var type = new ObjectGraphType<ExpectedError>
        {
            Name = name,
            Description = description,
            SkipTypeCheck = true,
        };
        type.Field<NonNullGraphType<StringGraphType>>("code").Description("Stable, for programs: SCREAMING_SNAKE.").From(source => source.ErrorCode);
        type.Field<NonNullGraphType<StringGraphType>>("message")
            .Description("For people, in the language asked for.")
            .Resolve(ctx => ctx.Service<GraphQLErrors>().TextOf(ctx.Source));
        type.Interface<ErrorInterface>();
        return type;
    }
}
