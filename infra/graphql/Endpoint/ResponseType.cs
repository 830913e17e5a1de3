using GraphQL;
using Microsoft.Net.Http.Headers;

namespace ELearning.GraphQL;

/// <summary>Which of the two answers the client takes, and the status each gives to a result.</summary>
internal sealed record ResponseType(string ContentType, bool SaysByStatus)
{
    /// <summary>Where a client does not ask for the newer one.</summary>
    public static ResponseType Json { get; } = new("application/json; charset=utf-8", SaysByStatus: false);

    public static ResponseType GraphQL { get; } = new("application/graphql-response+json; charset=utf-8", SaysByStatus: true);

    public static ResponseType Negotiate(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0)
            return Json;
        foreach (var wanted in request.GetTypedHeaders().Accept.Where(type => type.Quality != 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (wanted.Charset.HasValue && !wanted.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                continue;
            if (Is(wanted, "application/graphql-response+json"))
                return GraphQL;
            if (Is(wanted, "application/json") || Is(wanted, "*/*") || Is(wanted, "application/*"))
                return Json;
        }

        throw new HttpFault(StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE");
    }

    public int StatusOf(ExecutionResult result)
    {
        if (result.Executed || result.Errors is not { Count: > 0 } errors)
            return StatusCodes.Status200OK;
        var codes = errors.Select(GraphQLErrors.CodeOf).ToList();
        if (codes.Contains(GraphQLErrors.Unavailable))
            return StatusCodes.Status503ServiceUnavailable;
        if (codes.Contains("METHOD_NOT_ALLOWED"))
            return StatusCodes.Status405MethodNotAllowed;
        if (codes.Contains("RATE_LIMITED"))
            return StatusCodes.Status429TooManyRequests;
        if (codes.Contains("TIMEOUT"))
            return StatusCodes.Status504GatewayTimeout;
        if (codes.All(code => code == "UNAUTHENTICATED"))
            return StatusCodes.Status401Unauthorized;
        if (codes.Contains("INTERNAL"))
            return StatusCodes.Status500InternalServerError;
        if (codes.Exists(code => code.StartsWith("DOCUMENT_", StringComparison.Ordinal) || code is "FRAGMENT_CYCLE" or "COST_EXCEEDED"))
            return StatusCodes.Status400BadRequest;
        if (!SaysByStatus)
            return StatusCodes.Status200OK;
        return codes.All(code => code is "FORBIDDEN" or "REGISTERED_ONLY") ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest;
    }

    private static bool Is(MediaTypeHeaderValue type, string name) => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);
}
