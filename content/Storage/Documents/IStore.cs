namespace ELearning.Content;

/// <summary>A collection with its indexes: each query of a store stands beside the index that serves it.</summary>
internal interface IStore
{
    /// <summary>Creates the indexes; safe to repeat and from several processes at once.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}
