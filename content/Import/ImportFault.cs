namespace ELearning.Content;

/// <summary>One thing that is wrong with a manifest or a file it names.</summary>
/// <param name="Row">As a spreadsheet numbers it: the header is row 1.</param>
/// <param name="Column">As the manifest's header writes it.</param>
/// <param name="Facts">What the text of the fault names, in the order of its places.</param>
public sealed record ImportFault(int Row, string Column, ManifestFault Fault, params IReadOnlyList<object?> Facts)
{
    /// <summary>What the editors' desk or the media checks said; set where <see cref="Fault"/> is <see cref="ManifestFault.Refused"/>.</summary>
    public ContentError? Error { get; init; }
}

/// <summary>Why an import cannot even begin.</summary>
public sealed class ImportError(ManifestFault fault, params object?[] facts) : Exception(fault.ToString())
{
    public ManifestFault Fault { get; } = fault;

    public IReadOnlyList<object?> Facts { get; } = facts;
}

/// <summary>The faults of an import; the text of each says how to mend it. The first ones stop an import before a row is read.</summary>
public enum ManifestFault
{
    FolderMissing,
    ManifestMissing,
    ManifestTwice,
    ManifestTooLarge,
    ManifestNotUtf8,
    ManifestUnreadable,
    ManifestEmpty,
    OrganisationUnknown,
    OrganisationUnsaid,
    ColumnUnknown,
    ColumnTwice,
    ColumnMissing,
    CellWithoutColumn,
    Required,
    NotOneOf,
    NotYesOrNo,
    Differs,
    Apart,
    FileOutside,
    FileLinked,
    FileMissing,
    FileUnreadable,
    TeacherUnknown,
    TeacherUnclear,
    Refused,
}
