namespace ELearning.Content;

/// <summary>The registry of documents that clients may send by their hash. It takes any text: the API checks beforehand that it can run the document.</summary>
public sealed class OperationRegistry
{
    private readonly RegisteredOperationStore _store;
    private readonly TimeProvider _time;

    internal OperationRegistry(RegisteredOperationStore store, TimeProvider time) => (_store, _time) = (store, time);

    public static IReadOnlyList<QueryField> Queryable => RegisteredOperationStore.Map.Fields;

    /// <summary>The document of this hash; null where no client has it registered now.</summary>
    public async Task<string?> DocumentAsync(string hash, CancellationToken cancellationToken) => (await _store.ActiveAsync(hash, cancellationToken))?.Document;

    /// <summary>Lists what is and was registered, newest first unless sorted otherwise.</summary>
    public Task<Page<RegisteredOperation>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        _store.ListAsync(filter, sorts.Count > 0 ? sorts : [new("registeredAt", true)], page, cancellationToken);

    /// <summary>Registers a document for a client. The same document for the same client is one registration, which begins anew where it was retired.</summary>
    /// <param name="name">The operation's own name, where it has one.</param>
    public async Task<RegisteredOperation> RegisterAsync(string document, string? name, string clientName, Actor actor, CancellationToken cancellationToken)
    {
        var client = InputChecks.Text("clientName", clientName, 100);
        var hash = OperationHash.Of(document);
        var id = Ids.From("operation", hash, client);
        if (await _store.FindAsync(id, cancellationToken) is { Status: OperationStatus.Active } known)
            return known;
        var operation = new RegisteredOperation(id, hash, client, name, document, actor.Subject, SchoolTime.Now(_time));
        await _store.PutAsync(operation, cancellationToken);
        return operation;
    }

    /// <summary>What is registered now for the clients whose names begin so.</summary>
    public Task<IReadOnlyList<RegisteredOperation>> ActiveOfAsync(string clientPrefix, CancellationToken cancellationToken) =>
        _store.ActiveOfAsync(clientPrefix, cancellationToken);

    /// <summary>Ends a registration; a retired one stays as it is.</summary>
    public async Task<RegisteredOperation> RetireAsync(string id, CancellationToken cancellationToken)
    {
        await _store.RetireAsync(id, SchoolTime.Now(_time), cancellationToken);
        return await _store.FindAsync(id, cancellationToken) ?? throw ContentError.NotFound(nameof(RegisteredOperation));
    }
}
