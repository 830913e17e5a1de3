namespace ELearning.GraphQL;

/// <summary><c>extensions: { persistedQuery: { version: 1, sha256Hash: "…" } }</c>: how Apollo's clients name a document.</summary>
internal static class PersistedQuery
{
    public const string Extension = "persistedQuery";

    /// <summary>Null where the call does not name one so.</summary>
    /// <exception cref="RequestFault">It is malformed, or of another version.</exception>
    public static string? HashOf(GraphQLCall call)
    {
        if (call.Extensions is null || !call.Extensions.TryGetValue(Extension, out var extension))
            return null;
        return
            extension is IReadOnlyDictionary<string, object?> named
            && named.GetValueOrDefault("version") is 1
            && named.GetValueOrDefault("sha256Hash") is string text
            && OperationHash.Read(text) is { } hash
            ? hash
            : throw new RequestFault("INVALID_REQUEST", Extension);
    }
}
