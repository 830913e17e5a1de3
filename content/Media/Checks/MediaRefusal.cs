using System.Text.Json;

namespace ELearning.Content;

/// <summary>The rules a file passes before it is stored, in this order. Their names are shown to whoever sent the file and never change.</summary>
public enum MediaRule
{
    Name,
    Empty,
    Length,
    Hash,
    Type,
    ActiveContent,
    Captions,
    Archive,
    Pages,
    Dimensions,
    Duration,
}

/// <summary>What exactly broke a rule; the text of each says how to mend it.</summary>
public enum MediaFault
{
    NameMissing,
    NameTooLong,
    NameCharacters,
    NameReserved,
    NoBytes,
    LengthDiffers,
    HashDiffers,
    TypeNotStored,
    TypeUnknown,
    TypeDiffers,
    PdfActs,
    PdfIsArchive,
    PdfUnreadable,
    PdfEncrypted,
    PdfTooLarge,
    PictureUnreadable,
    PictureTooLarge,
    ArchiveUnreadable,
    ArchiveEncrypted,
    ArchiveTooMany,
    ArchiveBomb,
    ArchiveNested,
    ArchiveLink,
    ArchivePath,
    ArchiveTwice,
    ArchiveWithoutIndex,
    EpubMalformed,
    CaptionsNotText,
    CaptionsTooLong,
    CaptionsMalformed,
    CaptionsReversed,
    CaptionsEmpty,
    CaptionsMarkup,
    NoDuration,
    FfprobeMissing,
    NotEvidence,
}

/// <summary>Makes the error of a file that breaks a rule.</summary>
internal static class MediaRefusal
{
    /// <param name="facts">What the text of the fault names, from placeholder 2 on.</param>
    public static ContentError Of(MediaRule rule, MediaFault fault, params ReadOnlySpan<object?> facts) =>
        new(ContentErrorCode.MediaRefused, [JsonNamingPolicy.SnakeCaseUpper.ConvertName(rule.ToString()), fault, .. facts]);
}
