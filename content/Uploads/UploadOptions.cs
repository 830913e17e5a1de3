using System.ComponentModel.DataAnnotations;

namespace ELearning.Content;

/// <summary>Section <c>Uploads</c>: how much editors may send. Sizes in bytes.</summary>
public sealed class UploadOptions
{
    private const long MiB = 1 << 20;
    private const long GiB = 1 << 30;

    /// <summary>The largest film, and the largest file whose sender does not say what it is: 1 MiB to 20 GiB. Default 5 GiB.</summary>
    [Range(MiB, 20 * GiB)]
    public long LargestVideo { get; init; } = 5 * GiB;

    /// <summary>The largest sound lesson, 1 MiB to 20 GiB. Default 1 GiB.</summary>
    [Range(MiB, 20 * GiB)]
    public long LargestAudio { get; init; } = GiB;

    /// <summary>The largest picture, 1 MiB to 20 GiB. Default 50 MiB.</summary>
    [Range(MiB, 20 * GiB)]
    public long LargestImage { get; init; } = 50 * MiB;

    /// <summary>The largest document, book, package or caption file, 1 MiB to 20 GiB. Default 500 MiB.</summary>
    [Range(MiB, 20 * GiB)]
    public long LargestDocument { get; init; } = 500 * MiB;

    /// <summary>The largest sheet to import, 1 MiB to 2 GiB. Default 200 MiB.</summary>
    [Range(MiB, 2 * GiB)]
    public long LargestSheet { get; init; } = 200 * MiB;

    /// <summary>The largest picture or PDF that is evidence of a claim, 1 MiB to 50 MiB. Default 20 MiB.</summary>
    [Range(MiB, 50 * MiB)]
    public long LargestEvidence { get; init; } = 20 * MiB;

    /// <summary>How many files one person may send as evidence within a year, 1 to 100,000. Default 300.</summary>
    [Range(1, 100_000)]
    public int EvidenceFilesPerYear { get; init; } = 300;

    /// <summary>How many bytes these may have, those on their way included: 20 MiB to 1 TiB. Default 1 GiB.</summary>
    [Range(20 * MiB, GiB << 10)]
    public long EvidenceBytesPerYear { get; init; } = GiB;

    /// <summary>How many uploads one editor may have begun and not finished, 1 to 1000. Default 20.</summary>
    [Range(1, 1000)]
    public int OpenPerEditor { get; init; } = 20;

    /// <summary>
    /// How long an upload is kept after its last progress, and a finished one can be asked for: 1 hour to 6 days, because Azure forgets uncommitted blocks
    /// after 7. Default 24 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "6.00:00:00")]
    public TimeSpan Expiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many bytes the files of one organisation may take: 1 GiB to 1 PiB. Default 1 TiB. Asked when an upload begins; uploads that begin at the same moment
    /// may together exceed it.
    /// </summary>
    [Range(GiB, GiB << 20)]
    public long StoredPerOrganisation { get; init; } = GiB << 10;

    /// <summary>How many bytes the unfinished uploads of one organisation may promise together, 1 GiB to 1 PiB. Default 100 GiB.</summary>
    [Range(GiB, GiB << 20)]
    public long InFlightPerOrganisation { get; init; } = 100 * GiB;

    /// <summary>
    /// How long a sender in the middle of a piece may send nothing until the piece ends with what came: 2 seconds to 5 minutes. Default 10 seconds.
    /// What came is saved, and the upload free for another request, after the first second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest file of any type.</summary>
    public long Largest => new[] { LargestVideo, LargestAudio, LargestImage, LargestDocument }.Max();
}
