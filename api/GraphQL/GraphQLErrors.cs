using System.Text.RegularExpressions;
using ELearning.Content;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors;

namespace ELearning.Api;

/// <summary>
/// The only place where failures become answers. A <see cref="ContentError"/> outside a mutation's payload is a top-level error with its code; faults of the
/// request keep their code; the engine's own findings are given ours; an outage may be tried again; anything else is logged under an id and only the id is
/// shown.
/// </summary>
internal sealed partial class GraphQLErrors(TimeProvider time, IntrospectionSwitch introspection, ILogger<GraphQLErrors> log) : IErrorInfoProvider
{
    /// <summary>The code of what may be sent again as it is; see <see cref="Outage"/>.</summary>
    public const string Unavailable = "UNAVAILABLE";

    /// <summary>Called by the engine for whatever a resolver throws.</summary>
    public Task HandleAsync(UnhandledExceptionContext context)
    {
        context.Exception = Translate(context.OriginalException);
        return Task.CompletedTask;
    }

    /// <summary>The error a caller may read for this exception.</summary>
    public ExecutionError Translate(Exception exception) =>
        exception switch
        {
            ExecutionError known => known,
            ContentError content => new ExecutionError(ErrorTexts.Of(content)) { Code = ErrorTexts.CodeOf(content.Code) },
            _ when Outage.IsBehind(exception) => Away(exception),
            _ => Masked(exception),
        };

    public ErrorInfo GetInfo(ExecutionError error)
    {
        var (code, message) = Read(error);
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (error.Extensions is { } more)
        {
            foreach (var (key, value) in more)
            {
                extensions.TryAdd(key, value);
            }
        }

        return new ErrorInfo { Message = introspection.On ? message : Suggestion().Replace(message, ""), Extensions = extensions };
    }

    /// <summary>The code an answer will carry for this error; the transport chooses the status by it.</summary>
    public static string CodeOf(ExecutionError error) => Read(error).Code;

    /// <summary>Code and text as an answer carries them.</summary>
    internal static (string Code, string Message) Read(ExecutionError error)
    {
        // A fault raised while an argument was parsed arrives wrapped in the engine's error about that argument.
        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case RequestFault fault:
                    return (fault.Code!, fault.Message);
                case ContentError content:
                    return (ErrorTexts.CodeOf(content.Code), ErrorTexts.Of(content));
            }
        }

        return error switch
        {
            SyntaxError => ("SYNTAX_ERROR", ErrorTexts.Of("SYNTAX_ERROR", error.Message)),
            InvalidVariableError or InvalidLiteralError or InvalidValueError or ArgumentsOfCorrectTypeError => (
                "INVALID_VALUE",
                ErrorTexts.Of("INVALID_VALUE", error.Message)
            ),
            ValidationError or DocumentError => (error.Code ?? "INVALID_DOCUMENT", ErrorTexts.Of("INVALID_DOCUMENT", error.Message)),
            _ => (error.Code ?? "INTERNAL", error.Message),
        };
    }

    /// <summary>What the engine adds for whoever has mistaken a name: other names, which are the schema.</summary>
    [GeneratedRegex(" Did you mean .*", RegexOptions.Singleline)]
    private static partial Regex Suggestion();

    private RequestFault Away(Exception exception)
    {
        log.LogWarning(exception, "Database or blobs were away in a GraphQL request");
        return RequestFault.Unavailable();
    }

    private ExecutionError Masked(Exception exception)
    {
        var id = Ids.New(time);
        log.LogError(exception, "Fault {FaultId} in a GraphQL request", id);
        return new ExecutionError(ErrorTexts.Of("INTERNAL", id)) { Code = "INTERNAL" };
    }
}
