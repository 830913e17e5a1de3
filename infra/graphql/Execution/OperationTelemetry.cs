using System.Diagnostics;
using GraphQL;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>Spans of operations and of the batches their levels load; metrics are <see cref="OperationMeter"/>'s.</summary>
/// <remarks>No variable, literal or id is ever in a span: they would name people.</remarks>
public static class OperationTelemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "ELearning.GraphQL";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>The span of an operation; null where nobody looks.</summary>
    internal static Activity? Begin(GraphQLOperationDefinition? operation)
    {
        if (operation is null || !Source.HasListeners())
            return null;
        var type = OperationMeter.TypeOf(operation);
        var name = operation.Name?.StringValue;
        var span = Source.StartActivity(name is null ? type : $"{type} {name}");
        span?.SetTag("graphql.operation.type", type).SetTag("graphql.operation.name", name);
        return span;
    }

    /// <summary>What went wrong by its code, never by its words.</summary>
    internal static void SetOutcome(this Activity? span, ExecutionResult result)
    {
        if (span is not null && result.Errors is [var first, ..])
            span.SetStatus(ActivityStatusCode.Error, GraphQLErrors.CodeOf(first));
    }

    /// <summary>One batch of a level: which loader, and for how many keys.</summary>
    public static Task<T> LoadAsync<T>(Type loader, int keys, Func<Task<T>> fetch)
    {
        return Source.HasListeners() ? TracedAsync() : fetch();

        async Task<T> TracedAsync()
        {
            using var span = Source.StartActivity($"load {loader.Name}");
            span?.SetTag("elearning.keys", keys);
            return await fetch();
        }
    }
}
