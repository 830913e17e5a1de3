using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A published version of a courseware family (课件): immutable once published; credit points at it.</summary>
public sealed record Courseware
{
    /// <summary>Names the family; every version of it shares this id.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public required CoursewareKind Kind { get; init; }
    public required IReadOnlyList<Subject> Subjects { get; init; }
    public required CoursewareOrigin Origin { get; init; }

    /// <summary>Local or trade feature (地方和行业特色), policy 三.4.</summary>
    public bool LocalFeature { get; init; }

    public required IReadOnlyList<string> TeacherIds { get; init; }
    public required IReadOnlyList<Chapter> Chapters { get; init; }

    /// <summary>What presence checks and tests ask of those who study it; without any for presence, checks ask common knowledge.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>A stored image that stands for it in lists.</summary>
    public string? PosterId { get; init; }

    /// <summary>For whom it is meant; none: for everybody.</summary>
    public IReadOnlyList<MemberCategory> Audience { get; init; } = [];

    /// <summary>The organisation that keeps the courseware.</summary>
    public required string OrganisationId { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Every asset it names, each once.</summary>
    internal IEnumerable<string> AssetIds =>
        Chapters
            .SelectMany(chapter => chapter.Captions.Select(track => track.MediaId).Prepend(chapter.MediaId))
            .Concat(PosterId is { } poster ? [poster] : [])
            .Distinct();

    /// <summary>Sum of the chapters' probed durations, in seconds.</summary>
    public double DurationSeconds => Chapters.Sum(chapter => chapter.DurationMilliseconds ?? 0) / 1000.0;
}

/// <summary>A chapter (章节). Its key and media hash survive a new version when the media is the same, and with them what was counted.</summary>
/// <param name="Key">Unique in the family: letters, digits, hyphens.</param>
/// <param name="DurationMilliseconds">Probed by the server; null where there is none, and then the chapter earns nothing.</param>
public sealed record Chapter(string Key, string Title, string MediaId, string MediaHash, long? DurationMilliseconds)
{
    public IReadOnlyList<CaptionTrack> Captions { get; init; } = [];
}

[Description("Kind of courseware (课件类型).")]
public enum CoursewareKind
{
    [Description("Video (电教片、视频课).")]
    Video,

    [Description("Audio (音频课).")]
    Audio,

    [Description("Document (文档).")]
    Document,

    [Description("Reader (读本).")]
    Reader,

    [Description("Package of pages (课件包).")]
    Package,
}

/// <summary>Where the material comes from (教材来源), policy 三.1.</summary>
[Description("Where the material comes from (教材来源).")]
public enum CoursewareOrigin
{
    [Description("Central reader (中央组织部牵头编写).")]
    Central,

    [Description("Selected (择优选用).")]
    Selected,

    [Description("Local (地方组织编写).")]
    Local,
}
