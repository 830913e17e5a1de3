using Microsoft.Extensions.Options;

namespace ELearning.GraphQL;

/// <summary>
/// Whether the schema may be asked for, and whether errors suggest names out of it: <c>GraphQL:Introspection</c>, by default in the Development environment
/// alone.
/// </summary>
public sealed record IntrospectionSwitch(bool On);

/// <summary>Whether there is a page to try queries on: <c>GraphQL:Explorer</c>, by default in the Development environment alone.</summary>
internal sealed class ExplorerSwitch(IOptions<GraphQLOptions> options, IHostEnvironment environment)
{
    public bool On { get; } = options.Value.Explorer ?? environment.IsDevelopment();
}
