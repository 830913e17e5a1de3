using System.Text.RegularExpressions;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQL.Validation.Errors;

namespace ELearning.GraphQL;

/// <summary>
/// The only place where failures become answers. An <see cref="ExpectedError"/> outside a mutation's payload is a top-level error with its code; faults of the
/// request keep their code; the engine's own findings are given ours; an outage may be tried again; anything else is logged under an id and only the id is
/// shown.
/// </summary>
public sealed partial class GraphQLErrors(IProductErrors product, TimeProvider time, IntrospectionSwitch introspection, ILogger<GraphQLErrors> log)
    : IErrorInfoProvider
{
    /// <summary>The code of what may be sent again as it is; see <see cref="IProductErrors.IsOutage"/>.</summary>
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
            ExpectedError expected => new ExecutionError(TextOf(expected)) { Code = expected.ErrorCode },
            _ when product.IsOutage(exception) => Away(exception),
            _ => Masked(exception),
        };

    public ErrorInfo GetInfo(ExecutionError executionError)
    {
        var (code, message) = Read(executionError);
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (executionError.Extensions is { } more)
        {
            foreach (var (key, value) in more)
            {
                extensions.TryAdd(key, value);
            }
        }

        return new ErrorInfo { Message = introspection.On ? message : Suggestion().Replace(message, ""), Extensions = extensions };
    }

    /// <summary>The code an answer will carry for this error; the transport chooses the status by it.</summary>
    public static string CodeOf(ExecutionError error) =>
        CauseOf(error) switch
        {
            RequestFault fault => fault.Code!,
            ExpectedError expected => expected.ErrorCode,
            _ => error switch
            {
                SyntaxError => "SYNTAX_ERROR",
                InvalidVariableError or InvalidLiteralError or InvalidValueError or ArgumentsOfCorrectTypeError => "INVALID_VALUE",
                ValidationError or DocumentError => error.Code ?? "INVALID_DOCUMENT",
                _ => error.Code ?? "INTERNAL",
            },
        };

    /// <summary>Code and text as an answer carries them.</summary>
    public (string Code, string Message) Read(ExecutionError error)
    {
        var code = CodeOf(error);
        return (
            code,
            CauseOf(error) switch
            {
                RequestFault fault => product.TextOf(code, fault.Arguments),
                ExpectedError expected => TextOf(expected),
                _ => error switch
                {
                    ValidationError or DocumentError => product.TextOf(code is "SYNTAX_ERROR" or "INVALID_VALUE" ? code : "INVALID_DOCUMENT", [error.Message]),
                    _ => error.Message,
                },
            }
        );
    }

    /// <summary>The text of an error of the product, in the language of the request.</summary>
    public string TextOf(ExpectedError error) => product.TextOf(error.ErrorCode, error.Arguments);

    /// <summary>A fault raised while an argument was parsed arrives wrapped in the engine's error about that argument; null where there is none.</summary>
    private static Exception? CauseOf(ExecutionError error)
    {
        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is RequestFault or ExpectedError)
                return inner;
        }

        return null;
    }

    /// <summary>What the engine adds for whoever has mistaken a name: other names, which are the schema.</summary>
    [GeneratedRegex(" Did you mean .*", RegexOptions.Singleline)]
    private static partial Regex Suggestion();

    private RequestFault Away(Exception exception)
    {
        log.LogWarning(exception, "What the product rests on was away in a GraphQL request");
        return RequestFault.Unavailable(product.RetryAfter);
    }

    private ExecutionError Masked(Exception exception)
    {
        var id = Ids.New(time);
        log.LogError(exception, "Fault {FaultId} in a GraphQL request", id);
        return new ExecutionError(product.TextOf("INTERNAL", [id])) { Code = "INTERNAL" };
    }
}
