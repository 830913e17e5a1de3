namespace ELearning.Content;

/// <summary>A courseware as its editor hands it in; publishing freezes it as the next version of its family.</summary>
public sealed record NewCourseware(
    string Id,
    string Title,
    string Summary,
    CoursewareKind Kind,
    IReadOnlyList<Subject> Subjects,
    CoursewareOrigin Origin,
    bool LocalFeature,
    IReadOnlyList<string> TeacherIds,
    IReadOnlyList<NewChapter> Chapters,
    string OrganisationId
)
{
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>A stored image that stands for the courseware in lists.</summary>
    public string? PosterId { get; init; }

    /// <summary>For whom it is meant; none: for everybody.</summary>
    public IReadOnlyList<MemberCategory> Audience { get; init; } = [];

    /// <summary>Every asset it names, each once.</summary>
    internal IEnumerable<string> AssetIds =>
        Chapters
            .SelectMany(chapter => chapter.Captions.Select(track => track.MediaId).Prepend(chapter.MediaId))
            .Concat(PosterId is { } poster ? [poster] : [])
            .Distinct();
}

/// <param name="MediaId">A stored asset; its probed duration and hash become the chapter's.</param>
public sealed record NewChapter(string Key, string Title, string MediaId)
{
    public IReadOnlyList<CaptionTrack> Captions { get; init; } = [];
}

/// <summary>Captions of a chapter in one language (字幕).</summary>
/// <param name="Language">A BCP 47 tag: zh-CN, en.</param>
/// <param name="MediaId">A stored WebVTT or SRT file.</param>
public sealed record CaptionTrack(string Language, string MediaId);
