namespace ELearning.Content;

/// <summary>The changes that an editor makes to a draft: what is null stays as it is, lists are given whole.</summary>
public record CoursewareChanges
{
    public string? Title { get; init; }
    public string? Summary { get; init; }
    public CoursewareKind? Kind { get; init; }
    public IReadOnlyList<Subject>? Subjects { get; init; }
    public CoursewareOrigin? Origin { get; init; }
    public bool? LocalFeature { get; init; }
    public IReadOnlyList<string>? TeacherIds { get; init; }
    public IReadOnlyList<ChapterChange>? Chapters { get; init; }
    public IReadOnlyList<Question>? Questions { get; init; }
    public string? PosterId { get; init; }
    public bool RemovePoster { get; init; }
    public IReadOnlyList<MemberCategory>? Audience { get; init; }

    /// <summary>The content after the change, normalised, and each new chapter with a key of its own.</summary>
    internal CoursewareContent ApplyTo(CoursewareContent content)
    {
        var changed = content with
        {
            Title = Title ?? content.Title,
            Summary = Summary ?? content.Summary,
            Kind = Kind ?? content.Kind,
            Subjects = Subjects ?? content.Subjects,
            Origin = Origin ?? content.Origin,
            LocalFeature = LocalFeature ?? content.LocalFeature,
            TeacherIds = TeacherIds ?? content.TeacherIds,
            Chapters = Chapters is null ? content.Chapters : Keyed(Chapters, content.Chapters),
            Questions = Questions ?? content.Questions,
            PosterId = RemovePoster ? null : PosterId ?? content.PosterId,
            Audience = Audience ?? content.Audience,
        };
        return changed.Normalise();
    }

    private static List<Chapter> Keyed(IReadOnlyList<ChapterChange> chapters, IReadOnlyList<Chapter> before)
    {
        var taken = chapters.Select(chapter => chapter.Key).Concat(before.Select(chapter => chapter.Key)).ToHashSet();
        var free = Enumerable.Range(1, int.MaxValue).Select(number => $"c{number}").Where(key => !taken.Contains(key)).GetEnumerator();
        return chapters
            .Select(chapter => new Chapter(chapter.Key ?? (free.MoveNext() ? free.Current : ""), chapter.Title, chapter.MediaId)
            {
                Captions = chapter.Captions ?? [],
            })
            .ToList();
    }
}

/// <param name="Key">Null for a new chapter: it is given one.</param>
public sealed record ChapterChange(string? Key, string Title, string MediaId, IReadOnlyList<CaptionTrack>? Captions);

public sealed record CreateCourseware(string OrganisationId, CoursewareChanges Content, string? IdempotencyKey);

/// <param name="CoursewareIds">At most 100.</param>
public sealed record TagCourseware(
    IReadOnlyList<string> CoursewareIds,
    IReadOnlyList<Subject> AddSubjects,
    IReadOnlyList<Subject> RemoveSubjects,
    IReadOnlyList<MemberCategory> AddAudience,
    IReadOnlyList<MemberCategory> RemoveAudience
);

/// <summary>What became of one courseware of a bulk change: the draft, or why not.</summary>
public sealed record TaggedCourseware(string CoursewareId, CoursewareDraft? Draft, ContentError? Error);

/// <param name="Version">A published version; null for the draft as it stands.</param>
/// <param name="Title">Null for the same title.</param>
public sealed record DuplicateCourseware(string CoursewareId, int? Version, string? Title, string? IdempotencyKey);
