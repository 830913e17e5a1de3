namespace ELearning.Content;

/// <summary>A courseware as its editor hands it in; publishing freezes it as the next version of its family.</summary>
public sealed record NewCourseware(string Id, string Title, string Summary, CoursewareKind Kind, IReadOnlyList<Subject> Subjects, CoursewareOrigin Origin,
    bool LocalFeature, IReadOnlyList<string> TeacherIds, IReadOnlyList<NewChapter> Chapters, string OrganisationId)
{
    public IReadOnlyList<Question> Questions { get; init; } = [];
}

/// <param name="MediaId">A stored asset; its probed duration and hash become the chapter's.</param>
public sealed record NewChapter(string Key, string Title, string MediaId);
