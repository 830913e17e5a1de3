using System.Globalization;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>
/// Asks of a courseware what the editors' desk will ask when it is made and handed in, chapter by chapter, so that one look finds the faults of every row.
/// </summary>
internal static partial class ManifestChecks
{
    private static readonly Dictionary<string, IReadOnlyList<string>> NoOthers = [];

    /// <param name="content">With an empty id for each file that is at fault itself.</param>
    /// <param name="lineage">Of the organisation that keeps the courseware and all the assets.</param>
    /// <param name="assets">As they are or will be stored, by id.</param>
    public static IReadOnlyList<ImportFault> Of(
        ManifestCourseware entry,
        CoursewareContent content,
        IReadOnlyList<string> lineage,
        IReadOnlyDictionary<string, MediaAsset> assets
    )
    {
        var faults = new List<ImportFault>();
        var bare = content with { Title = "-", Summary = "", TeacherIds = [], Chapters = [], PosterId = null };
        Ask(content with { Chapters = [] }, []);
        foreach (var (chapter, row) in content.Chapters.Zip(entry.Chapters, (chapter, written) => (chapter, written.Row)))
        {
            Ask(bare with { Chapters = [chapter] }, [row]);
        }
        if (faults.Count == 0)
            Ask(content, [.. entry.Chapters.Select(chapter => chapter.Row)]);
        return faults;

        void Ask(CoursewareContent part, List<int> rows)
        {
            try
            {
                CoursewareChecks.Limits(part);
                CoursewareChecks.Media(Whole(part, assets), lineage, assets, NoOthers);
            }
            catch (ContentError error) when (error.Code == ContentErrorCode.InvalidInput)
            {
                var field = (string)error.Arguments[0]!;
                var row = ChapterIndex().Match(field) is { Success: true } match
                    ? rows[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)]
                    : entry.Row;
                var column = ColumnOf(field);
                faults.Add(
                    new(row, column, ManifestFault.Refused) { Error = ContentError.Invalid(column, (InputFault)error.Arguments[1]!, error.Arguments[2]) }
                );
            }
        }
    }

    /// <summary>The part without the files that are at fault themselves.</summary>
    private static CoursewareContent Whole(CoursewareContent part, IReadOnlyDictionary<string, MediaAsset> assets) =>
        part with
        {
            PosterId = part.PosterId is { Length: 0 } ? null : part.PosterId,
            Chapters =
            [
                .. part
                    .Chapters.Where(chapter => assets.ContainsKey(chapter.MediaId))
                    .Select(chapter => chapter with { Captions = [.. chapter.Captions.Where(track => assets.ContainsKey(track.MediaId))] }),
            ],
        };

    private static string ColumnOf(string field) =>
        field.Contains(".captions", StringComparison.Ordinal) ? ManifestColumns.Captions
        : field.EndsWith(".key", StringComparison.Ordinal) ? ManifestColumns.ChapterKey
        : field.EndsWith("].title", StringComparison.Ordinal) ? ManifestColumns.ChapterTitle
        : field.EndsWith(".mediaId", StringComparison.Ordinal) ? ManifestColumns.File
        : field switch
        {
            "posterId" => ManifestColumns.Poster,
            "teacherIds" => ManifestColumns.Teachers,
            "chapters" => ManifestColumns.Key,
            _ => field,
        };

    [GeneratedRegex(@"^chapters\[(\d+)\]")]
    private static partial Regex ChapterIndex();
}
