using System.Security.Claims;

namespace ELearning.GraphQL;

/// <summary>
/// Which document a call means that names one by its hash, and who may name no other. It is looked for in the folder, in this process's memory, and then in the
/// registry, which is asked for whoever is signed in alone and at a price. So what is retired may be sent for <see cref="Memory"/> longer, and what is
/// registered after somebody tried it is there within <see cref="MemoryOfNone"/>.
/// </summary>
/// <remarks>
/// Two ways of naming are understood: <c>documentId</c> of the GraphQL-over-HTTP specification, and <c>extensions.persistedQuery</c> of Apollo's clients, which
/// send the text after the hash where the hash is not known. What was sent so is kept (<see cref="OperationOptions.Automatic"/>) in this process alone, never
/// as registered.
/// </remarks>
public sealed class KnownOperations(
    OperationOptions options,
    OperationFolder folder,
    RegisteredDocuments registered,
    CostControl costs,
    ExecutionGuard execution,
    ICallers callers,
    TimeProvider time
)
{
    /// <summary>How long it is remembered that a hash is registered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>How long it is remembered that it is not.</summary>
    public static readonly TimeSpan MemoryOfNone = TimeSpan.FromSeconds(5);

    private const long MemoryBytes = 16 * 1024 * 1024;

    private readonly RecentlyUsed<string, Remembered> _remembered = new(MemoryBytes);
    private readonly RecentlyUsed<string, string> _automatic = new(options.AutomaticBytes);

    /// <summary>The call with its text.</summary>
    /// <exception cref="RequestFault">Nothing is known by this hash, it is not the text's, or the caller may send registered operations only.</exception>
    public async ValueTask<GraphQLCall> ReadAsync(GraphQLCall call, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var restricted = options.OnlyFor.Count > 0 && callers.NamesOf(user).Any(name => options.OnlyFor.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (call.Query.Length > 0)
        {
            if (restricted)
                throw new RequestFault("REGISTERED_ONLY");
            if (options.Automatic && PersistedQuery.HashOf(call) is { } claimed && claimed != OperationHash.Of(call.Query))
                throw new RequestFault("PERSISTED_QUERY_MISMATCH");
            return call;
        }

        var hash = call.DocumentId is { } id ? OperationHash.Read(id) : PersistedQuery.HashOf(call);
        if (hash is not null && await FindAsync(hash, user, cancellationToken) is { } text)
            return call with { Query = text, IsRegistered = true };
        if (call.DocumentId is not null || restricted)
            throw new RequestFault("OPERATION_UNKNOWN");
        if (!options.Automatic)
            throw new RequestFault("PERSISTED_QUERY_NOT_SUPPORTED");
        return hash is not null && _automatic.Find(hash) is { } kept ? call with { Query = kept } : throw new RequestFault("PERSISTED_QUERY_NOT_FOUND");
    }

    /// <summary>Keeps the document of a call that has run, where it was sent with its hash.</summary>
    public void Learn(GraphQLCall call)
    {
        if (options.Automatic && !call.IsRegistered && PersistedQuery.HashOf(call) is { } hash)
            _automatic.Keep(hash, call.Query, Remembered.BytesOf(call.Query));
    }

    private async ValueTask<string?> FindAsync(string hash, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (folder.Find(hash) is { } filed)
            return filed;
        if (_remembered.Find(hash) is { } known && time.GetUtcNow() < known.Until)
            return known.Document;
        if (user.Identity is not { IsAuthenticated: true })
            throw new RequestFault("UNAUTHENTICATED");
        costs.BudgetOf(user).Spend(CostControl.OfLookup);
        var document = await AskAsync(hash, cancellationToken);
        _remembered.Keep(hash, new(document, time.GetUtcNow() + (document is null ? MemoryOfNone : Memory)), Remembered.BytesOf(document));
        return document;
    }

    private async Task<string?> AskAsync(string hash, CancellationToken cancellationToken)
    {
        using var deadline = execution.Begin(null, cancellationToken);
        try
        {
            return await registered.Find(hash, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            throw execution.TimeIsOver();
        }
    }

    /// <param name="Document">Null: there is none.</param>
    private sealed record Remembered(string? Document, DateTimeOffset Until)
    {
        /// <summary>About what an entry takes with its hash.</summary>
        private const int Overhead = 512;

        public static long BytesOf(string? document) => Overhead + (2L * (document?.Length ?? 0));
    }
}
