namespace ELearning.Content;

/// <summary>A folder in which an organisation keeps assets; folders hold no folders.</summary>
/// <param name="Name">Unique in the organisation.</param>
/// <param name="Lineage">Of the organisation: whose editors see it.</param>
public sealed record AssetFolder(string Id, string OrganisationId, string Name, IReadOnlyList<string> Lineage, DateTimeOffset CreatedAt)
{
    /// <summary>Set while it is being deleted: nothing is put into it any more.</summary>
    public bool? IsClosing { get; init; }
}
