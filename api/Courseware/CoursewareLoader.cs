using System.Globalization;
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
    protected override Task<IReadOnlyDictionary<(string Id, int Version), Courseware>> FetchAsync(
        IReadOnlyList<(string Id, int Version)> keys,
        CancellationToken cancellationToken
    ) => library.FindVersionsAsync(keys, cancellationToken);
}

/// <summary>What each teacher teaches. Owners are written as all the ids that name the teacher.</summary>
internal sealed class TeacherCoursewareLoader(CoursewareLibrary library) : PageLoader<Courseware>
{
    private const char Between = '\u001f';

    public static string OwnerOf(Teacher teacher) => string.Join(Between, teacher.NamedBy);

    protected override async Task<IReadOnlyDictionary<string, Page<Courseware>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var names = owners.ToDictionary(owner => owner, owner => owner.Split(Between));
        var pages = await library.ByTeachersAsync(names.Values, page, cancellationToken);
        return names.ToDictionary(entry => entry.Key, entry => pages[entry.Value[0]]);
    }
}

/// <summary>Each version with those before it, for who sees the drafts of its keeper. Owners are written as keeper, family and version.</summary>
internal sealed class CoursewareHistoryLoader(CoursewareLibrary library, OrganisationTree tree, RequestRights rights) : PageLoader<Courseware>
{
    public static string OwnerOf(Courseware courseware) =>
        string.Create(CultureInfo.InvariantCulture, $"{courseware.Content.OrganisationId} {courseware.Id} {courseware.Version}");

    protected override async Task<IReadOnlyDictionary<string, Page<Courseware>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var asked = owners
            .Select(owner => owner.Split(' '))
            .Select(parts => (Keeper: parts[0], Last: (Id: parts[1], Version: int.Parse(parts[2], CultureInfo.InvariantCulture))))
            .ToList();
        var keepers = await tree.FindAsync([.. asked.Select(entry => entry.Keeper).Distinct()], cancellationToken);
        var seen = asked.Where(entry => keepers.TryGetValue(entry.Keeper, out var keeper) && rights.Current.SeesDraftsOf(keeper)).ToList();
        var pages = await library.HistoryAsync([.. seen.Select(entry => entry.Last)], page, cancellationToken);
        return seen.ToDictionary(
            entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Keeper} {entry.Last.Id} {entry.Last.Version}"),
            entry => pages[entry.Last]
        );
    }
}

/// <summary>The drafts that exist for the caller.</summary>
internal sealed class CoursewareDraftLoader(EditorialDesk desk, RequestRights rights) : BatchLoader<string, CoursewareDraft>
{
    protected override async Task<IReadOnlyDictionary<string, CoursewareDraft>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        (await desk.FindAsync(keys, cancellationToken)).Values.Where(rights.Current.Sees).ToDictionary(draft => draft.Id);
}
