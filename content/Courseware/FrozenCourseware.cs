using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Versions of courseware by family and number, from memory where they were read before: a version never changes.</summary>
internal sealed class FrozenCourseware(IOptions<CatalogueOptions> options, CopyMeter meter)
{
    private readonly KeptCopies<Courseware> _copies = new("courseware", options.Value.CopyBytes / 2, _ => new(0), WeightOf, meter);

    /// <summary>Finds versions by family and number; those that do not exist are left out.</summary>
    /// <param name="read">Reads those that are not in memory, given as <see cref="CoursewareVersionStore.IdOf"/> writes them.</param>
    public async ValueTask<IEnumerable<Courseware>> FindAsync(
        IEnumerable<(string Id, int Version)> wanted,
        Func<IReadOnlyList<string>, Task<IReadOnlyList<CoursewareDocument>>> read,
        CancellationToken cancellationToken
    ) =>
        (
            await _copies.FindAsync(
                [.. wanted.Select(version => CoursewareVersionStore.IdOf(version.Id, version.Version)).Distinct()],
                async missing =>
                    (await read(missing)).Select(document =>
                        KeyValuePair.Create(CoursewareVersionStore.IdOf(document.Courseware.Id, document.Courseware.Version), document.Courseware)
                    ),
                cancellationToken
            )
        ).Values;

    /// <summary>Measured of the demonstration's: objects and texts of a version, about.</summary>
    private static long WeightOf(Courseware courseware)
    {
        var content = courseware.Content;
        return 2_000
            + (2L * (content.Title.Length + content.Summary.Length))
            + content.Chapters.Sum(chapter => 600L + (200 * chapter.Captions.Count))
            + (1_500L * content.Questions.Count);
    }
}
