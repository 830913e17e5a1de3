namespace ELearning.Api;

/// <summary>Whether the schema may be asked for: <c>GraphQL:Introspection</c>, by default in the Development environment alone.</summary>
internal sealed record IntrospectionSwitch(bool On);
