using System.Diagnostics.Metrics;
using GraphQL;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>How long operations take and how they end.</summary>
public sealed class OperationMeter(IMeterFactory meters, TimeProvider time)
{
    private readonly Histogram<double> _duration = meters
        .Create(OperationTelemetry.Name)
        .CreateHistogram(
            "elearning.graphql.operation.duration",
            "s",
            "Time from the guard to the last value, by type of operation and by the code of its first error.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10] }
        );

    public long Begin() => time.GetTimestamp();

    public void End(long begun, GraphQLOperationDefinition? operation, ExecutionResult result) =>
        _duration.Record(
            time.GetElapsedTime(begun).TotalSeconds,
            new("graphql.operation.type", operation is null ? "none" : TypeOf(operation)),
            new("code", result.Errors is [var first, ..] ? GraphQLErrors.CodeOf(first) : "OK")
        );

    internal static string TypeOf(GraphQLOperationDefinition operation) =>
        operation.Operation switch
        {
            OperationType.Mutation => "mutation",
            OperationType.Subscription => "subscription",
            _ => "query",
        };
}
