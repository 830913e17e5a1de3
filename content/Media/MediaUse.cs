namespace ELearning.Content;

/// <summary>Where an asset is used.</summary>
/// <param name="Drafts">Drafts that name it.</param>
/// <param name="Versions">Published versions that name it, replaced and retired ones too.</param>
/// <param name="Claims">How many claims rest on it.</param>
/// <param name="Teachers">How many teachers have it as their picture.</param>
public sealed record MediaUse(IReadOnlyList<CoursewareDraft> Drafts, IReadOnlyList<Courseware> Versions, int Claims, int Teachers)
{
    public static MediaUse None { get; } = new([], [], 0, 0);

    public bool IsAny => Drafts.Count > 0 || Versions.Count > 0 || Claims > 0 || Teachers > 0;
}
