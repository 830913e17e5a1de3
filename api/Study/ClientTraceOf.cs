using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

/// <summary>From where a request came, for the evidence: content keeps nothing of it but keyed hashes.</summary>
internal static class ClientTraceOf
{
    public static ClientTrace? ClientTrace(this IResolveFieldContext context) =>
        context.Service<IHttpContextAccessor>().HttpContext is { } http
            ? new ClientTrace(http.Connection.RemoteIpAddress?.ToString(), http.Request.Headers.UserAgent.ToString())
            : null;
}
