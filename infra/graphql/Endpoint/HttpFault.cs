namespace ELearning.GraphQL;

/// <summary>Refused before it was a GraphQL request: a status, and the same typed error a GraphQL answer carries.</summary>
public sealed class HttpFault(int status, string code, params object?[] arguments) : Exception(code)
{
    public int Status { get; } = status;

    public RequestFault Error { get; } = new(code, arguments);

    public static HttpFault Malformed(string what) => new(StatusCodes.Status400BadRequest, "INVALID_REQUEST", what);
}
