using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

/// <summary>Writes down what a caller asked, if looks of theirs are to be recorded; asked before anything is answered.</summary>
internal delegate Task RecordLook(Caller caller, GraphQLCall call, CancellationToken cancellationToken);

internal static class Looks
{
    /// <summary>Every request that carries the Auditor role is a look, whatever else the token may do.</summary>
    public static RecordLook Into(LookBook book, IGraphQLTextSerializer json) => (caller, call, cancellationToken) =>
        caller.Has(Role.Auditor)
            ? book.RecordAsync(caller.Subject, call.Query, call.Variables is { Count: > 0 } variables ? json.Serialize(variables) : null, cancellationToken)
            : Task.CompletedTask;
}
