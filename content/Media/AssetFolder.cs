namespace ELearning.Content;

/// <summary>A folder in which an organisation keeps assets; folders hold no folders.</summary>
/// <param name="Name">The name, unique in the organisation.</param>
/// <param name="Lineage">The organisation with all above it: their editors see the folder.</param>
public sealed record AssetFolder(string Id, string OrganisationId, string Name, IReadOnlyList<string> Lineage, DateTimeOffset CreatedAt)
{
    /// <summary>True while the folder is being deleted, so that nothing is put into it any more; else null.</summary>
    public bool? IsClosing { get; init; }
}
