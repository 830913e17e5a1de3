namespace ELearning.GraphQL;

/// <summary>Section <c>GraphQL</c>, beside <see cref="AllowedOrigins"/>: what is shown of the schema.</summary>
internal sealed class GraphQLOptions
{
    /// <summary>Whether the schema may be asked for, and whether errors suggest names out of it. Default: in the Development environment alone.</summary>
    public bool? Introspection { get; init; }

    /// <summary>Whether there is a page to try queries on. Default: in the Development environment alone.</summary>
    public bool? Explorer { get; init; }
}
