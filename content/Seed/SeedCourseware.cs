namespace ELearning.Content;

/// <summary>
/// The media files of the demonstration and the courseware made of them. Many chapters show the same film: its bytes are stored once, its chapters are many.
/// </summary>
internal sealed class SeedCourseware(MediaLibrary media, CoursewareLibrary library, SeedClock clock)
{
    private static readonly (string File, string ContentType)[] Files =
    [
        ("party-history.mp4", "video/mp4"),
        ("reading.m4a", "audio/mp4"),
        ("handbook.pdf", "application/pdf"),
        ("poster.png", "image/png"),
    ];

    public static IReadOnlyList<CoursewareLine> Lines => SeedFiles.Read<IReadOnlyList<CoursewareLine>>("courseware.json");

    /// <returns>Asset id by the ending of the file: <c>mp4</c>, <c>m4a</c>, <c>pdf</c>, <c>png</c>.</returns>
    public async Task<IReadOnlyDictionary<string, string>> StoreMediaAsync(CancellationToken cancellationToken)
    {
        var assets = new Dictionary<string, string>();
        foreach (var (file, contentType) in Files)
        {
            await using var stream = SeedFiles.Open(file);
            var asset = await media.StoreAsync(stream, file, contentType, DemoSubjects.City, cancellationToken);
            assets[file[^3..]] = asset.Id;
        }
        return assets;
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
        return new($"c{index + 1}", parts[^1], assets[made]);
    }
}
