namespace ELearning.GraphQL;

/// <summary>Where documents are looked up that stand in no folder.</summary>
/// <param name="Find">The document of a hash; null where none is registered.</param>
public sealed record RegisteredDocuments(Func<string, CancellationToken, Task<string?>> Find)
{
    /// <summary>The registry of a schema by itself: there is none.</summary>
    public static RegisteredDocuments None { get; } = new((_, _) => Task.FromResult<string?>(null));
}
