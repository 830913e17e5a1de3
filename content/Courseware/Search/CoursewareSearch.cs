using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Section <c>Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>
    /// How many different terms of its captions a courseware is found by, the first ones spoken: 0 to 20,000. Default 2,000, a lecture of about half an hour.
    /// </summary>
    [Range(0, 20_000)]
    public int CaptionTerms { get; init; } = 2_000;
}

/// <summary>
/// The search of published courseware by words. Its index is derived: the family is written first and the entry second, what a killed process left out is made
/// good by the next publication or the next start, and what a stale entry finds is not shown.
/// </summary>
internal sealed class CoursewareSearch(
    CoursewareTermStore terms,
    CoursewareStore published,
    TeacherPool teachers,
    MediaLibrary media,
    CatalogueStamp stamp,
    IOptions<SearchOptions> options,
    ILogger<CoursewareSearch> logger
)
{
    /// <summary>Terms with more entries than this are equally frequent: counting further would cost more than it saves.</summary>
    private const int Frequent = 1_000;

    private const int RepairBatch = 100;

    /// <summary>Lists what has all the words, the best rank first and the newest first within a rank, unless another order is asked for.</summary>
    /// <param name="words">Terms of <see cref="SearchTerms.Query"/>, as typed; none finds nothing.</param>
    public async Task<Page<Courseware>> ListAsync(
        IReadOnlyList<string> words,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        if (words.Count == 0)
            return new([], false, false, page.WithTotal ? 0 : null);
        // The words bound what is looked through.
        page = page with
        {
            Payer = null,
        };
        var ordered = await RarestFirstAsync(words, cancellationToken);
        var having = CoursewareTermStore.Having(ordered);
        if (sorts.Count > 0)
            return await CurrentAsync(await terms.ListAsync(new PageQuery(having, filter, sorts, page), cancellationToken), cancellationToken);
        var found = await RankedPages.ReadAsync(
            page,
            (rank, inner) =>
                terms.ListAsync(new PageQuery(CoursewareTermStore.RankedAt(rank, ordered), filter, CoursewareLibrary.NewestFirst, inner), cancellationToken)
        );
        long? total = page.WithTotal ? await terms.CountAsync(new PageQuery(having, filter, [], page), cancellationToken) : null;
        return await CurrentAsync(found with { TotalCount = total }, cancellationToken);
    }

    public Task<IReadOnlyList<FacetGroup>> FacetsAsync(IReadOnlyList<string> words, Filter? filter, CancellationToken cancellationToken) =>
        words.Count == 0
            ? Task.FromResult<IReadOnlyList<FacetGroup>>([])
            : terms.FacetsAsync(new PageQuery(CoursewareTermStore.Having(words), filter, [], new()), cancellationToken);

    /// <summary>Enters versions to which their families have been moved; harmless to repeat, and when another version has come since.</summary>
    public async Task EnterAsync(IReadOnlyCollection<Courseware> versions, CancellationToken cancellationToken)
    {
        if (versions.Count == 0)
            return;
        var names = await teachers.FindAsync([.. versions.SelectMany(version => version.Content.TeacherIds).Distinct()], cancellationToken);
        var entries = new List<CoursewareEntry>();
        foreach (var version in versions)
        {
            var keys = SearchRules.KeysOf(
                version.Content,
                version.Content.TeacherIds.Where(names.ContainsKey).Select(id => names[id].Name),
                await SpokenLinesAsync(version, cancellationToken),
                options.Value.CaptionTerms
            );
            var listed = version with { Content = version.Content with { Summary = "", Chapters = [], Questions = [] } };
            entries.Add(new(version.Id, listed, version.DurationSeconds, SearchRules.Edition, keys));
        }
        await terms.PutAsync(entries, cancellationToken);
    }

    /// <summary>
    /// Reads the lines of a version's captions, as many as it takes for the terms that count. Captions that cannot be read are left out: no publication waits
    /// for them.
    /// </summary>
    private async Task<IReadOnlyList<string>> SpokenLinesAsync(Courseware version, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        foreach (var track in version.Content.Chapters.SelectMany(chapter => chapter.Captions))
        {
            if (SearchTerms.AsTyped(said, beginnings: false).Take(options.Value.CaptionTerms).Count() == options.Value.CaptionTerms)
                break;
            try
            {
                if (await media.OpenAsync(track.MediaId, cancellationToken) is not { } captions)
                    continue;
                using var reader = new StreamReader(await captions.OpenAsync(0, cancellationToken));
                said.AddRange(CaptionText.Of(await reader.ReadToEndAsync(cancellationToken)));
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                logger.LogWarning(
                    fault,
                    "The captions {Asset} of courseware {Courseware} could not be read; it is not found by what they say",
                    track.MediaId,
                    version.Id
                );
            }
        }
        return said;
    }

    /// <summary>Removes the entry of a family that has been withdrawn at this version; harmless to repeat, and when another version has come since.</summary>
    public Task LeaveAsync(string id, int version, CancellationToken cancellationToken) => terms.RemoveAsync(id, version, cancellationToken);

    /// <summary>Makes good what a killed process or an earlier edition left behind. Any number of processes may do so at once.</summary>
    /// <returns>How many entries were made or removed.</returns>
    public async Task<int> RepairAsync(CancellationToken cancellationToken)
    {
        // Entries first: whatever has one was published before, so what is missing among the families then is gone.
        var entered = (await terms.HeadsAsync(cancellationToken)).ToDictionary(entry => entry.Id);
        var families = await published.VersionsAsync(cancellationToken);
        var stale = families
            .Where(family => !entered.TryGetValue(family.Key, out var entry) || entry.Edition != SearchRules.Edition || entry.Version < family.Value)
            .Select(family => family.Key)
            .ToList();
        foreach (var batch in stale.Chunk(RepairBatch))
        {
            await EnterAsync([.. (await published.FindAsync(batch, cancellationToken)).Select(document => document.Courseware)], cancellationToken);
        }
        var gone = entered.Values.Where(entry => !families.ContainsKey(entry.Id)).ToList();
        foreach (var entry in gone)
        {
            await terms.RemoveAsync(entry.Id, entry.Version, cancellationToken);
        }
        if (stale.Count + gone.Count == 0)
            return 0;
        await stamp.RaiseAsync();
        logger.LogInformation("Search index: {Made} courseware entered, {Removed} removed", stale.Count, gone.Count);
        return stale.Count + gone.Count;
    }

    private async Task<IReadOnlyList<string>> RarestFirstAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        if (words.Count == 1)
            return words;
        var frequencies = await Task.WhenAll(words.Select(word => terms.FrequencyAsync(word, Frequent, cancellationToken)));
        return [.. words.Zip(frequencies).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }

    /// <summary>
    /// Returns what is published now under the ids found, without those whose entry was made from another version: the words may no longer be in it.
    /// </summary>
    private async Task<Page<Courseware>> CurrentAsync(Page<CoursewareHit> found, CancellationToken cancellationToken)
    {
        if (found.Edges.Count == 0)
            return found.Select(hit => hit.Courseware);
        var current = (await published.FindAsync([.. found.Nodes.Select(hit => hit.Id)], cancellationToken)).ToDictionary(
            document => document.Id,
            document => document.Courseware
        );
        return new(
            [
                .. found
                    .Edges.Where(edge => current.TryGetValue(edge.Node.Id, out var now) && now.Version == edge.Node.Courseware.Version)
                    .Select(edge => new Edge<Courseware>(current[edge.Node.Id], edge.Cursor)),
            ],
            found.HasNextPage,
            found.HasPreviousPage,
            found.TotalCount
        );
    }
}
