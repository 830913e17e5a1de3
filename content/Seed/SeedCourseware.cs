using System.Collections.Concurrent;
using System.Text.Json;

namespace ELearning.Content;

/// <summary>
/// The media files of the demonstration and the courseware made of them. A few chapters are lectures with a film of their own; many show the same short film:
/// its bytes are stored once, its chapters are many.
/// </summary>
internal sealed class SeedCourseware(MediaLibrary media, CoursewareLibrary library, SeedClock clock)
{
    private const int FilesAtOnce = 4;

    /// <summary>What a chapter shows that has no film of its own, by ending.</summary>
    private static readonly string[] Usual = ["party-history.mp4", "reading.m4a", "handbook.pdf", "poster.png"];

    private static readonly (string Language, string Ending)[] CaptionFiles = [("zh-CN", ".vtt"), ("en", ".en.vtt")];

    private IReadOnlyDictionary<string, string>? _stored;

    public static IReadOnlyList<CoursewareLine> Lines => SeedFiles.Read<IReadOnlyList<CoursewareLine>>("courseware.json");

    /// <returns>Asset id by file, and by the ending of the usual ones: <c>mp4</c>, <c>m4a</c>, <c>pdf</c>, <c>png</c>.</returns>
    public async Task<IReadOnlyDictionary<string, string>> StoreMediaAsync(CancellationToken cancellationToken)
    {
        if (_stored is not null)
            return _stored;
        var assets = new ConcurrentDictionary<string, string>();
        await Parallel.ForEachAsync(
            SeedFiles.Names,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = FilesAtOnce },
            async (file, token) =>
            {
                if (MediaFormat.All.FirstOrDefault(format => format.Endings[0] == Path.GetExtension(file)) is not { } format)
                    return;
                await using var stream = SeedFiles.Open(file);
                assets[file] = (await media.StoreAsync(stream, file, format.ContentType, DemoSubjects.City, token)).Id;
            }
        );
        foreach (var file in Usual)
            assets[Path.GetExtension(file)[1..]] = assets[file];
        return _stored = assets;
    }

    public async Task PublishAsync(DateOnly today, IReadOnlyDictionary<string, string> assets, CancellationToken cancellationToken)
    {
        foreach (var line in Lines.OrderByDescending(line => line.DaysAgo))
        {
            clock.MoveTo(today, line.DaysAgo, TimeSpan.FromMinutes(510 + Draw.Below(480, $"published {line.Id}")));
            await library.PublishAsync(
                new()
                {
                    Id = line.Id,
                    Title = line.Title,
                    Summary = line.Summary,
                    Kind = line.Kind,
                    Subjects = line.Subjects,
                    Origin = line.Origin,
                    LocalFeature = line.LocalFeature,
                    TeacherIds = line.Teachers,
                    Chapters = [.. line.Chapters.Select((title, index) => Chapter(line.Kind, title, index, assets))],
                    OrganisationId = line.Organisation,
                    Questions = line.Questions ?? [],
                    PosterId = assets[PosterOf(line)],
                    Audience = line.Audience ?? [],
                },
                cancellationToken
            );
        }
    }

    private static Chapter Chapter(CoursewareKind kind, string line, int index, IReadOnlyDictionary<string, string> assets)
    {
        var parts = line.Split('|');
        var made =
            parts.Length > 1
                ? parts[0]
                : kind switch
                {
                    CoursewareKind.Audio => "m4a",
                    CoursewareKind.Document or CoursewareKind.Reader => "pdf",
                    _ => "mp4",
                };
        return new($"c{index + 1}", parts[^1], assets[made]) { Captions = [.. CaptionsOf(made, assets)] };
    }

    /// <summary>The captions that lie beside a file named as such.</summary>
    private static IEnumerable<CaptionTrack> CaptionsOf(string file, IReadOnlyDictionary<string, string> assets) =>
        from captions in CaptionFiles
        let id = assets.GetValueOrDefault(Path.GetFileNameWithoutExtension(file) + captions.Ending)
        where id is not null
        select new CaptionTrack(captions.Language, id);

    private static string PosterOf(CoursewareLine line) =>
        line.Poster ?? $"poster-{JsonNamingPolicy.KebabCaseLower.ConvertName(line.Subjects[0].ToString())}.png";
}
