namespace ELearning.Content;

/// <summary>The plan of an import: what it would do, or why it cannot.</summary>
/// <param name="Directory">The folder, absolute.</param>
/// <param name="Manifest">Name of the manifest in it.</param>
/// <param name="Keeper">The organisation that will keep the courseware and its media.</param>
/// <param name="Files">Every file that passed its checks, once.</param>
/// <param name="Faults">By row; with any of them nothing is imported.</param>
public sealed record ImportPlan(
    string Directory,
    string Manifest,
    Organisation Keeper,
    IReadOnlyList<PlannedCourseware> Courseware,
    IReadOnlyList<PlannedFile> Files,
    IReadOnlyList<ImportFault> Faults
);

/// <param name="Row">The first of its rows.</param>
/// <param name="Key">The manifest's name for it: the same key of the same organisation is the same courseware in every run.</param>
/// <param name="IdempotencyKey">Made of the organisation and <paramref name="Key"/>.</param>
/// <param name="Files">What it is made of.</param>
/// <param name="There">The draft that an earlier run made, as it stands now; it is left alone. Null: to be made.</param>
/// <param name="Differs">The draft says something else than the manifest: somebody changed the one or the other.</param>
public sealed record PlannedCourseware(
    int Row,
    string Key,
    string IdempotencyKey,
    CoursewareChanges Content,
    IReadOnlyList<PlannedFile> Files,
    CoursewareDraft? There,
    bool Differs
);

/// <param name="Path">Below the folder, with slashes.</param>
/// <param name="AssetId">Of the asset it is or becomes.</param>
/// <param name="IsStored">An earlier run or upload stored it: its bytes need not be moved.</param>
public sealed record PlannedFile(string Path, CheckedMedia Media, string AssetId, bool IsStored);

/// <summary>The outcome of one courseware: its draft, or why there is none.</summary>
public sealed record ImportedCourseware(PlannedCourseware Planned, CoursewareDraft? Draft, ContentError? Error);

/// <param name="File">Path of the file that is being read.</param>
/// <param name="Bytes">How far; <paramref name="ByteLength"/> when it is done.</param>
public readonly record struct ImportProgress(string File, long Bytes, long ByteLength);
