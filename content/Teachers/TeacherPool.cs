using Microsoft.Extensions.Options;
using MongoDB.Bson;

namespace ELearning.Content;

/// <summary>The open pool of teachers (师资库): entered by recommendation, shared between organisations, left with a reason.</summary>
public sealed class TeacherPool
{
    private readonly TeacherStore _store;
    private readonly OrganisationTree _organisations;
    private readonly TimeProvider _time;
    private readonly KeptCopies<Teacher> _copies;

    internal TeacherPool(
        TeacherStore store,
        OrganisationTree organisations,
        CatalogueStamp stamp,
        IOptions<CatalogueOptions> options,
        CopyMeter meter,
        TimeProvider time
    )
    {
        (_store, _organisations, _time) = (store, organisations, time);
        _copies = new("teachers", options.Value.CopyBytes / 8, stamp.CurrentAsync, WeightOf, meter, time);
    }

    public static IReadOnlyList<QueryField> Queryable => TeacherStore.Map.Fields;

    private static IReadOnlyList<Sort> ByName { get; } = [new Sort("name", false)];

    /// <summary>Lists teachers, by name unless asked otherwise; <paramref name="search"/> looks in names and titles.</summary>
    /// <param name="whole">Where teachers of every status are seen; elsewhere only those in the pool now.</param>
    public async Task<Page<Teacher>> ListAsync(
        Scope whole,
        string? search,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var today = SchoolTime.Today(_time);
        var within = QueryMap<TeacherDocument>.And(SeenWithin(whole, today), SearchTerms.Query(search) is { } terms ? SearchTerms.Match(terms) : null);
        var found = await _store.ListAsync(new PageQuery(within, filter, sorts.Count > 0 ? sorts : ByName, page, today), cancellationToken);
        return found.Select(document => document.Teacher);
    }

    /// <summary>Lists the active teachers who are offered to an organisation, or to one below it, and wait for its answer; by name.</summary>
    public async Task<Page<Teacher>> OfferedAsync(string organisationId, PageRequest page, CancellationToken cancellationToken)
    {
        var within = QueryMap<TeacherDocument>.And(TeacherStore.OfferedTo(organisationId), TeacherStore.ActiveOn(SchoolTime.Today(_time)));
        return (await _store.ListAsync(new PageQuery(within, null, ByName, page), cancellationToken)).Select(document => document.Teacher);
    }

    /// <summary>A page of the teachers that each organisation recommended, by name.</summary>
    /// <param name="whole">Where teachers of every status are seen; elsewhere only those in the pool now.</param>
    public async Task<IReadOnlyDictionary<string, Page<Teacher>>> ByOrganisationsAsync(
        IReadOnlyCollection<string> organisationIds,
        Scope whole,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var today = SchoolTime.Today(_time);
        var pages = await _store.PagesAsync(organisationIds, new PageQuery(SeenWithin(whole, today), null, ByName, page, today), cancellationToken);
        return pages.ToDictionary(pair => pair.Key, pair => pair.Value.Select(document => document.Teacher));
    }

    /// <summary>Finds teachers by the ids that name them; one that was merged into another finds that other.</summary>
    public async Task<IReadOnlyDictionary<string, Teacher>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = (await _store.FindAsync(ids, cancellationToken)).ToDictionary(document => document.Id, document => document.Teacher);
        // What was merged may have been merged again; each round goes one entry further, and none is met twice.
        for (var met = found.Keys.ToHashSet(); ; )
        {
            var names = found.Where(pair => pair.Value.MergedInto is not null).ToList();
            string[] next = [.. names.Select(pair => pair.Value.MergedInto!).Distinct().Where(met.Add)];
            foreach (var document in next.Length > 0 ? await _store.FindAsync(next, cancellationToken) : [])
            {
                found[document.Id] = document.Teacher;
            }
            foreach (var (name, teacher) in names)
            {
                found[name] = found.GetValueOrDefault(teacher.MergedInto!, teacher with { MergedInto = null });
            }
            if (next.Length == 0)
                return ids.Distinct().Where(found.ContainsKey).ToDictionary(id => id, id => found[id]);
        }
    }

    /// <summary>Finds the very entries, also those that are only names of others.</summary>
    internal async Task<IReadOnlyDictionary<string, Teacher>> EntriesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(document => document.Id, document => document.Teacher);

    /// <summary>The teacher of this id.</summary>
    /// <exception cref="ContentError">There is none.</exception>
    public async Task<Teacher> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id) ?? throw ContentError.NotFound(nameof(Teacher));

    /// <summary>
    /// Finds teachers as the catalogue names them, from memory where nothing of the catalogue has changed; see <see cref="CatalogueStamp"/>. To decide by, take
    /// <see cref="FindAsync"/>.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Teacher>> FindNamedAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await _copies.FindAsync(ids, async missing => await FindAsync(missing, cancellationToken), cancellationToken);

    /// <summary>How many teachers have each of the assets as their picture; assets of nobody are left out.</summary>
    internal Task<IReadOnlyDictionary<string, int>> PhotosAmongAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken) =>
        _store.PhotosAmongAsync(assetIds, cancellationToken);

    /// <summary>Enters teachers into the pool; those that are in it already stay as they are. The reason opens each history.</summary>
    public async Task AddManyAsync(IReadOnlyList<NewTeacher> inputs, CancellationToken cancellationToken)
    {
        var today = SchoolTime.Today(_time);
        var tree = await _organisations.FindAsync([.. inputs.Select(input => input.OrganisationId).Distinct()], cancellationToken);
        await _store.AddManyAsync(
            [.. inputs.Select((input, i) => Enter(input, i, tree.GetValueOrDefault(input.OrganisationId)?.Lineage ?? [], today))],
            cancellationToken
        );
    }

    private static long WeightOf(Teacher teacher) =>
        1_500 + (250L * teacher.History.Count) + (600L * teacher.Agreements.Count) + (2L * teacher.Biography?.Length ?? 0);

    private static BsonDocument SeenWithin(Scope whole, DateOnly today)
    {
        if (whole.Everywhere)
            return TeacherStore.Standing;
        var active = TeacherStore.ActiveOn(today);
        return whole.OrganisationIds.Count == 0
            ? active
            : QueryMap<TeacherDocument>.And(TeacherStore.Standing, new("$or", new BsonArray { active, whole.On("teacher.lineage") }));
    }

    private static TeacherDocument Enter(NewTeacher input, int i, IReadOnlyList<string> lineage, DateOnly today)
    {
        if (input.Id.Length == 0)
            throw ContentError.Invalid($"teachers[{i}].id", InputFault.Required);
        if (string.IsNullOrWhiteSpace(input.Name))
            throw ContentError.Invalid($"teachers[{i}].name", InputFault.Required);
        if (input.Sources.Count == 0)
            throw ContentError.Invalid($"teachers[{i}].sources", InputFault.Required);
        if (input.History is { Count: > 0 } past && past[^1].Status != input.Status)
            throw ContentError.Invalid($"teachers[{i}].history", InputFault.NotAllowed);
        if (input.Term.To < input.Term.From)
            throw ContentError.Invalid($"teachers[{i}].term.to", InputFault.Reversed);
        var teacher = new Teacher
        {
            Id = input.Id,
            Name = input.Name.Trim(),
            Title = input.Title.Trim(),
            Sources = [.. input.Sources.Distinct()],
            Engagement = input.Engagement,
            Status = input.Status,
            Subjects = [.. input.Subjects.Distinct()],
            OrganisationId = input.OrganisationId,
            Lineage = lineage,
            SharedWith = [.. input.SharedWith.Distinct()],
            Agreements = input.Agreements,
            Term = input.Term,
            Biography = input.Biography,
            Contact = input.Contact,
            MemberId = input.MemberId,
            History = input.History is { Count: > 0 } known
                ? known
                : [new TeacherStatusChange(input.Status, input.Term.From < today ? input.Term.From : today, input.Reason)],
        };
        return TeacherDocument.Of(teacher);
    }
}
