namespace ELearning.Content;

/// <summary>Published courseware (课件): found, searched, and frozen version by version.</summary>
public sealed class CoursewareLibrary
{
    private readonly CoursewareStore store;
    private readonly CoursewareVersionStore versions;
    private readonly CoursewareSearch index;
    private readonly MediaLibrary media;
    private readonly TeacherPool teachers;
    private readonly IEvents events;
    private readonly TimeProvider time;

    internal CoursewareLibrary(CoursewareStore store, CoursewareVersionStore versions, CoursewareSearch index, MediaLibrary media, TeacherPool teachers, IEvents events, TimeProvider time) =>
        (this.store, this.versions, this.index, this.media, this.teachers, this.events, this.time) = (store, versions, index, media, teachers, events, time);

    public static IReadOnlyList<QueryField> Queryable => CoursewareStore.Map.Fields;

    internal static IReadOnlyList<Sort> NewestFirst { get; } = [new Sort("publishedAt", true)];

    /// <summary>
    /// Newest first unless asked otherwise. With <paramref name="search"/> what has all its words, the last one perhaps only begun: in the title, with the names of teachers and subjects,
    /// with the summary, with what is said; in this order unless asked otherwise.
    /// </summary>
    public async Task<Page<Courseware>> ListAsync(string? search, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken)
    {
        if (SearchTerms.Query(search, asTyped: true) is { } words) return await index.ListAsync(words, filter, sorts, page, cancellationToken);
        var found = await store.ListAsync(new PageQuery([], filter, sorts.Count > 0 ? sorts : NewestFirst, page), cancellationToken);
        return found.Select(document => document.Courseware);
    }

    /// <summary>How what <see cref="ListAsync"/> finds spreads over subjects, origins and kinds.</summary>
    public async Task<CoursewareFacets> FacetsAsync(string? search, Filter? filter, CancellationToken cancellationToken) => CoursewareFacets.Of(SearchTerms.Query(search, asTyped: true) is { } words
        ? await index.FacetsAsync(words, filter, cancellationToken)
        : await store.FacetsAsync(new PageQuery([], filter, [], new()), cancellationToken));

    public async Task<IReadOnlyDictionary<string, Courseware>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await store.FindAsync(ids, cancellationToken)).ToDictionary(document => document.Id, document => document.Courseware);

    public async Task<IReadOnlyDictionary<(string Id, int Version), Courseware>> FindVersionsAsync(IReadOnlyCollection<(string Id, int Version)> keys, CancellationToken cancellationToken) =>
        (await versions.FindAsync(keys.Select(key => CoursewareVersionStore.IdOf(key.Id, key.Version)), cancellationToken))
            .ToDictionary(document => (document.Courseware.Id, document.Courseware.Version), document => document.Courseware);

    /// <summary>The courseware of each teacher, newest first, by one query for all of them.</summary>
    public async Task<IReadOnlyDictionary<string, Page<Courseware>>> ByTeachersAsync(IReadOnlyCollection<string> teacherIds, PageRequest page, CancellationToken cancellationToken) =>
        (await store.ByTeachersAsync(teacherIds, new PageQuery([], null, NewestFirst, page), cancellationToken))
            .ToDictionary(entry => entry.Key, entry => entry.Value.Select(document => document.Courseware));

    /// <summary>
    /// Freezes the next version of the family, unless it says what the current one says. The version is written first, the family moved to it second and the search index third, each
    /// step harmless to repeat: after a crash between them the next publication completes the first.
    /// </summary>
    public async Task<Courseware> PublishAsync(NewCourseware input, CancellationToken cancellationToken)
    {
        var chapters = await ChaptersAsync(input, cancellationToken);
        await RequireTeachersAsync(input.TeacherIds, cancellationToken);
        while (true)
        {
            var current = (await store.FindAsync([input.Id], cancellationToken)).SingleOrDefault()?.Courseware;
            var next = new Courseware
            {
                Id = input.Id,
                Version = (current?.Version ?? 0) + 1,
                Title = input.Title.Trim(),
                Summary = input.Summary.Trim(),
                Kind = input.Kind,
                Subjects = [.. input.Subjects.Distinct()],
                Origin = input.Origin,
                LocalFeature = input.LocalFeature,
                TeacherIds = [.. input.TeacherIds.Distinct()],
                Chapters = chapters,
                Questions = [.. input.Questions.Select(question => new Question(question.Prompt, [.. question.Choices], question.Answer))],
                OrganisationId = input.OrganisationId,
                PublishedAt = time.GetUtcNow(),
            };
            if (current is not null && SaysTheSame(current, next))
            {
                await index.EnterAsync([current], cancellationToken);
                return current;
            }
            var frozen = await versions.FreezeAsync(
                new CoursewareDocument(CoursewareVersionStore.IdOf(next.Id, next.Version), next, next.DurationSeconds), cancellationToken);
            await store.AdvanceAsync(frozen with { Id = next.Id }, cancellationToken);
            await index.EnterAsync([frozen.Courseware], cancellationToken);
            await events.TellAsync(DomainEventKind.CoursewarePublished, next.Id, null, cancellationToken);
            if (SaysTheSame(frozen.Courseware, next)) return frozen.Courseware;
        }
    }

    private async Task<IReadOnlyList<Chapter>> ChaptersAsync(NewCourseware input, CancellationToken cancellationToken)
    {
        CoursewareChecks.Check(input);
        var assets = await media.FindAsync([.. input.Chapters.Select(chapter => chapter.MediaId).Distinct()], cancellationToken);
        return [.. input.Chapters.Select((chapter, i) => assets.TryGetValue(chapter.MediaId, out var asset)
            ? new Chapter(chapter.Key, chapter.Title.Trim(), asset.Id, asset.Hash, asset.DurationMilliseconds)
            : throw ContentError.Invalid($"chapters[{i}].mediaId", InputFault.Unknown))];
    }

    private async Task RequireTeachersAsync(IReadOnlyList<string> teacherIds, CancellationToken cancellationToken)
    {
        var found = await teachers.FindAsync([.. teacherIds.Distinct()], cancellationToken);
        for (var i = 0; i < teacherIds.Count; i++)
        {
            if (!found.ContainsKey(teacherIds[i])) throw ContentError.Invalid($"teacherIds[{i}]", InputFault.Unknown);
        }
    }

    private static bool SaysTheSame(Courseware one, Courseware other) =>
        one with { Version = 0, PublishedAt = default, Subjects = [], TeacherIds = [], Chapters = [], Questions = [] }
            == other with { Version = 0, PublishedAt = default, Subjects = [], TeacherIds = [], Chapters = [], Questions = [] }
        && one.Subjects.SequenceEqual(other.Subjects) && one.TeacherIds.SequenceEqual(other.TeacherIds) && one.Chapters.SequenceEqual(other.Chapters)
        && one.Questions.Count == other.Questions.Count && one.Questions.Zip(other.Questions).All(pair => pair.First.IsSameAs(pair.Second));
}
