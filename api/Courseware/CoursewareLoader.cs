using ELearning.Content;

namespace ELearning.Api;

/// <summary>The published version of each family.</summary>
internal sealed class CoursewareLoader(CoursewareLibrary library) : BatchLoader<string, Courseware>
{
    protected override Task<IReadOnlyDictionary<string, Courseware>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        library.FindAsync(keys, cancellationToken);
}

/// <summary>A version a session or a credit names, be it published or replaced since.</summary>
internal sealed class CoursewareVersionLoader(CoursewareLibrary library) : BatchLoader<(string Id, int Version), Courseware>
{
    protected override Task<IReadOnlyDictionary<(string Id, int Version), Courseware>> FetchAsync(IReadOnlyList<(string Id, int Version)> keys, CancellationToken cancellationToken) =>
        library.FindVersionsAsync(keys, cancellationToken);
}

/// <summary>What each teacher teaches.</summary>
internal sealed class TeacherCoursewareLoader(CoursewareLibrary library) : PageLoader<Courseware>
{
    protected override Task<IReadOnlyDictionary<string, Page<Courseware>>> FetchAsync(IReadOnlyList<string> owners, PageRequest page, CancellationToken cancellationToken) =>
        library.ByTeachersAsync(owners, page, cancellationToken);
}
