namespace ELearning.Content;

/// <summary>
/// The library of published courseware (课件), where it is listed, searched and frozen version by version. Drafts are with the <see cref="EditorialDesk"/>.
/// </summary>
public sealed class CoursewareLibrary
{
    private readonly CoursewareStore _store;
    private readonly CoursewareVersionStore _versions;
    private readonly FrozenCourseware _frozen;
    private readonly CoursewareSearch _index;
    private readonly MediaLibrary _media;
    private readonly TeacherPool _teachers;
    private readonly CatalogueStamp _stamp;
    private readonly IEvents _events;
    private readonly TimeProvider _time;

    internal CoursewareLibrary(
        CoursewareStore store,
        CoursewareVersionStore versions,
        FrozenCourseware frozen,
        CoursewareSearch index,
        MediaLibrary media,
        TeacherPool teachers,
        CatalogueStamp stamp,
        IEvents events,
        TimeProvider time
    ) =>
        (_store, _versions, _frozen, _index, _media, _teachers, _stamp, _events, _time) = (
            store,
            versions,
            frozen,
            index,
            media,
            teachers,
            stamp,
            events,
            time
        );

    public static IReadOnlyList<QueryField> Queryable => CoursewareStore.Map.Fields;

    /// <summary>The field of a filter that names teachers.</summary>
    private const string TeacherIds = "teacherIds";

    internal static IReadOnlyList<Sort> NewestFirst { get; } = [new Sort("publishedAt", true)];

    /// <summary>
    /// Lists what is published, newest first unless asked otherwise. With <paramref name="search"/> only what has all its words, the last one perhaps only
    /// begun: in the title, the names of teachers and subjects, the summary, or the captions; in this order unless asked otherwise.
    /// </summary>
    public async Task<Page<Courseware>> ListAsync(
        string? search,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        filter = await WithMergedAsync(filter, cancellationToken);
        if (SearchTerms.Query(search, asTyped: true) is { } words)
            return await _index.ListAsync(words, filter, sorts, page, cancellationToken);
        var found = await _store.ListAsync(new PageQuery([], filter, sorts.Count > 0 ? sorts : NewestFirst, page), cancellationToken);
        return found.Select(document => document.Courseware);
    }

    /// <summary>Counts the courseware that <see cref="ListAsync"/> finds by subject, origin, kind and audience.</summary>
    public async Task<CoursewareFacets> FacetsAsync(string? search, Filter? filter, CancellationToken cancellationToken)
    {
        filter = await WithMergedAsync(filter, cancellationToken);
        return CoursewareFacets.Of(
            SearchTerms.Query(search, asTyped: true) is { } words
                ? await _index.FacetsAsync(words, filter, cancellationToken)
                : await _store.FacetsAsync(new PageQuery([], filter, [], new()), cancellationToken)
        );
    }

    /// <summary>Finds the published versions of these families; those of retired families are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Courseware>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(document => document.Id, document => document.Courseware);

    public async Task<IReadOnlyDictionary<(string Id, int Version), Courseware>> FindVersionsAsync(
        IReadOnlyCollection<(string Id, int Version)> keys,
        CancellationToken cancellationToken
    ) =>
        (await _frozen.FindAsync(keys, missing => _versions.FindAsync(missing, cancellationToken), cancellationToken)).ToDictionary(courseware =>
            (courseware.Id, courseware.Version)
        );

    /// <summary>Lists each of these versions and those before it, newest first, by one query for all of them.</summary>
    public async Task<IReadOnlyDictionary<(string Id, int Version), Page<Courseware>>> HistoryAsync(
        IReadOnlyCollection<(string Id, int Version)> lasts,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var pages = lasts.Distinct().ToDictionary(last => last, last => NumberedPages.Of(last.Version, page));
        var found = await FindVersionsAsync(
            [.. pages.SelectMany(entry => entry.Value.Numbers.Select(number => (entry.Key.Id, number))).Distinct()],
            cancellationToken
        );
        return pages.ToDictionary(entry => entry.Key, entry => entry.Value.Fill(number => found[(entry.Key.Id, number)], page));
    }

    /// <summary>
    /// Lists the courseware of each teacher, newest first: by one query for all of them, and by one more for each that has several names
    /// (<see cref="Teacher.NamedBy"/>).
    /// </summary>
    /// <returns>The pages by the first name of each.</returns>
    public async Task<IReadOnlyDictionary<string, Page<Courseware>>> ByTeachersAsync(
        IReadOnlyCollection<IReadOnlyList<string>> teachers,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var query = new PageQuery([], null, NewestFirst, page);
        var found = new Dictionary<string, Page<Courseware>>();
        string[] ofOneName = [.. teachers.Where(names => names.Count == 1).Select(names => names[0]).Distinct()];
        if (ofOneName.Length > 0)
        {
            foreach (var (id, shown) in await _store.ByTeachersAsync(ofOneName, query, cancellationToken))
                found[id] = shown.Select(document => document.Courseware);
        }
        foreach (var names in teachers.Where(names => names.Count > 1))
            found[names[0]] = (await _store.ByTeacherAsync(names, query, cancellationToken)).Select(document => document.Courseware);
        return found;
    }

    /// <summary>Lets the search find the published courseware of a teacher by the name that the teacher has now; harmless to repeat.</summary>
    internal async Task TeacherNamedAsync(Teacher teacher, CancellationToken cancellationToken)
    {
        for (string? cursor = null; ; )
        {
            var page = (await ByTeachersAsync([teacher.NamedBy], new PageRequest(100, cursor), cancellationToken))[teacher.Id];
            await _index.EnterAsync([.. (await FindAsync([.. page.Nodes.Select(node => node.Id)], cancellationToken)).Values], cancellationToken);
            if (!page.HasNextPage)
                break;
            cursor = page.Edges[^1].Cursor;
        }
        await _stamp.RaiseAsync();
    }

    /// <summary>
    /// Freezes the next version of the family, unless the current version says the same. The version is written first, the family is moved to it second and the
    /// search index third, each step harmless to repeat: after a crash between them the next publication completes the first.
    /// </summary>
    public async Task<Courseware> PublishAsync(CoursewareContent content, CancellationToken cancellationToken)
    {
        var frozen = await FreezeAsync(content, cancellationToken);
        while (true)
        {
            var current = await _store.LatestAsync(content.Id, cancellationToken);
            var next = new Courseware(frozen, (current?.Courseware.Version ?? 0) + 1, _time.GetUtcNow());
            if (current is { Retired: not true } && SaysTheSame(current.Courseware, next))
            {
                // An earlier publication may have been cut off before the last two steps.
                await _index.EnterAsync([current.Courseware], cancellationToken);
                await _stamp.RaiseAsync();
                return current.Courseware;
            }
            var released = await ReleaseAsync(next, cancellationToken);
            if (SaysTheSame(released, next))
                return released;
        }
    }

    /// <summary>Finds versions that name any of these assets, at most so many.</summary>
    internal async Task<IReadOnlyList<Courseware>> NamingAsync(IReadOnlyCollection<string> assetIds, int limit, CancellationToken cancellationToken) =>
        [.. (await _versions.NamingAsync(assetIds, limit, cancellationToken)).Select(document => document.Courseware)];

    /// <summary>Freezes the version of a publication that was decided, and shows it in the catalogue; harmless to repeat.</summary>
    /// <returns>False when the number has been given to another version.</returns>
    internal async Task<bool> PublishAsync(CoursewareContent content, int version, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var next = new Courseware(await FreezeAsync(content, cancellationToken), version, at);
        var released = await ReleaseAsync(next, cancellationToken);
        return released.PublishedAt == at && SaysTheSame(released, next);
    }

    /// <summary>
    /// Takes a published version out of the catalogue, unless a newer version is there; open sessions and credits keep the version they have. Harmless to
    /// repeat.
    /// </summary>
    internal async Task RetireAsync(string id, int version, CancellationToken cancellationToken)
    {
        await _store.RetireAsync(id, version, cancellationToken);
        await _index.LeaveAsync(id, version, cancellationToken);
        await _stamp.RaiseAsync();
    }

    /// <summary>Returns the last version of the family, retired or not.</summary>
    internal async Task<Courseware?> LastAsync(string id, CancellationToken cancellationToken) => (await _store.LatestAsync(id, cancellationToken))?.Courseware;

    internal async Task<bool> IsRetiredAsync(string id, CancellationToken cancellationToken) =>
        await _store.LatestAsync(id, cancellationToken) is { Retired: true };

    /// <summary>Checks whether the content could be published as it stands.</summary>
    /// <exception cref="ContentError">It could not: the first fault.</exception>
    internal Task CheckAsync(CoursewareContent content, CancellationToken cancellationToken) => FreezeAsync(content, cancellationToken);

    /// <summary>Stores the version under its number, unless another has that number, and moves the family to the version that has it.</summary>
    /// <returns>The version that has the number.</returns>
    private async Task<Courseware> ReleaseAsync(Courseware next, CancellationToken cancellationToken)
    {
        var stored = await _versions.AddAsync(new(CoursewareVersionStore.IdOf(next.Id, next.Version), next, next.DurationSeconds), cancellationToken);
        var released = stored.Courseware;
        await _store.AdvanceAsync(stored with { Id = released.Id }, cancellationToken);
        // Unless it is the latest no more, or retired by now: this may be a repetition.
        if (await _store.LatestAsync(released.Id, cancellationToken) is { Retired: not true } latest && latest.Courseware.Version == released.Version)
            await _index.EnterAsync([latest.Courseware], cancellationToken);
        await _stamp.RaiseAsync();
        await _events.AppendAsync(DomainEventKind.CoursewarePublished, released.Id, null, cancellationToken);
        return released;
    }

    /// <summary>Checks content and returns it as a published version will hold it.</summary>
    /// <exception cref="ContentError">The content cannot be published as it stands.</exception>
    private async Task<CoursewareContent> FreezeAsync(CoursewareContent content, CancellationToken cancellationToken)
    {
        CoursewareChecks.Check(content);
        var assets = await _media.FindAsync([.. content.AssetIds], cancellationToken);
        await RequireTeachersAsync(content.TeacherIds, cancellationToken);
        foreach (var (id, field) in content.NamedAssets)
        {
            if (!assets.ContainsKey(id))
                throw ContentError.Invalid(field, InputFault.Unknown);
        }
        return content.Normalise().Freeze(assets);
    }

    private async Task RequireTeachersAsync(IReadOnlyList<string> teacherIds, CancellationToken cancellationToken)
    {
        var found = await _teachers.FindAsync([.. teacherIds.Distinct()], cancellationToken);
        for (var i = 0; i < teacherIds.Count; i++)
        {
            if (!found.ContainsKey(teacherIds[i]))
                throw ContentError.Invalid($"teacherIds[{i}]", InputFault.Unknown);
        }
    }

    private static bool SaysTheSame(Courseware one, Courseware other) => one.Content.Fingerprint == other.Content.Fingerprint;

    /// <summary>A filter by teachers that finds also what names entries merged into them.</summary>
    private async Task<Filter?> WithMergedAsync(Filter? filter, CancellationToken cancellationToken)
    {
        string[] asked = [.. TeachersIn(filter).Distinct()];
        if (asked.Length == 0)
            return filter;
        var found = await _teachers.FindNamedAsync(asked, cancellationToken);
        return found.Values.Any(teacher => teacher.Merged.Count > 0) ? With(filter!) : filter;

        Filter With(Filter part) =>
            part switch
            {
                AndFilter and => new AndFilter([.. and.Parts.Select(With)]),
                OrFilter or => new OrFilter([.. or.Parts.Select(With)]),
                FieldFilter { Field: TeacherIds } named => named with
                {
                    Value = IdsOf(named).SelectMany(id => found.TryGetValue(id, out var teacher) ? teacher.NamedBy : [id]).Distinct().ToArray(),
                },
                _ => part,
            };
    }

    private static IEnumerable<string> TeachersIn(Filter? filter) =>
        filter switch
        {
            AndFilter and => and.Parts.SelectMany(TeachersIn),
            OrFilter or => or.Parts.SelectMany(TeachersIn),
            FieldFilter { Field: TeacherIds } named => IdsOf(named),
            _ => [],
        };

    private static IEnumerable<string> IdsOf(FieldFilter named) =>
        named.Value switch
        {
            string one => [one],
            System.Collections.IEnumerable several => several.OfType<string>(),
            _ => [],
        };
}
