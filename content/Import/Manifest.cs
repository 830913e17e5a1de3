namespace ELearning.Content;

/// <summary>A manifest as it is written: cells of text.</summary>
internal sealed record ManifestTable(IReadOnlyList<string> Header, IReadOnlyList<ManifestLine> Lines);

/// <param name="Row">As a spreadsheet numbers it.</param>
internal sealed record ManifestLine(int Row, IReadOnlyList<string> Cells);

/// <summary>A manifest as it is meant.</summary>
/// <param name="Headers">How the manifest writes each column, by the column's name.</param>
internal sealed record Manifest(IReadOnlyList<ManifestCourseware> Courseware, IReadOnlyList<ImportFault> Faults, IReadOnlyDictionary<string, string> Headers);

/// <param name="Teachers">Ids, or names with the organisation that engages them: <c>林国栋@3505</c>.</param>
internal sealed record ManifestCourseware(
    int Row,
    string Key,
    string Title,
    string Summary,
    CoursewareKind? Kind,
    CoursewareOrigin? Origin,
    bool LocalFeature,
    IReadOnlyList<Subject> Subjects,
    IReadOnlyList<MemberCategory> Audience,
    IReadOnlyList<string> Teachers,
    string? Poster,
    IReadOnlyList<ManifestChapter> Chapters
)
{
    /// <summary>Every file it names and where.</summary>
    public IEnumerable<(int Row, string Column, string Path)> Files =>
        [
            .. Poster is null ? [] : new[] { (Row, ManifestColumns.Poster, Poster) },
            .. Chapters.SelectMany(chapter =>
                chapter
                    .Captions.Select(captions => (chapter.Row, ManifestColumns.Captions, captions.File))
                    .Concat(chapter.File is null ? [] : [(chapter.Row, ManifestColumns.File, chapter.File)])
            ),
        ];
}

/// <param name="Key">Null: the draft gives it one.</param>
/// <param name="File">Null where the cell is at fault.</param>
internal sealed record ManifestChapter(int Row, string? Key, string Title, string? File, IReadOnlyList<ManifestCaptions> Captions);

internal sealed record ManifestCaptions(string Language, string File);

/// <summary>The columns of a manifest: their names, and what else may stand at their head.</summary>
internal static class ManifestColumns
{
    public const string Key = "key",
        Title = "title",
        Summary = "summary",
        Kind = "kind",
        Origin = "origin",
        LocalFeature = "localFeature",
        Subjects = "subjects",
        Audience = "audience",
        Teachers = "teachers",
        Poster = "poster",
        ChapterKey = "chapterKey",
        ChapterTitle = "chapterTitle",
        File = "file",
        Captions = "captions";

    /// <summary>Said once for a courseware, in its first row.</summary>
    public static readonly string[] OfCourseware = [Title, Summary, Kind, Origin, LocalFeature, Subjects, Audience, Teachers, Poster];

    public static readonly string[] Required = [Key, Title, Kind, Origin, ChapterTitle, File];

    private static readonly (string Column, string[] Aliases)[] Known =
    [
        (Key, ["编号", "标识"]),
        (Title, ["标题", "课件标题", "课件名称"]),
        (Summary, ["摘要", "简介"]),
        (Kind, ["类型", "课件类型"]),
        (Origin, ["来源", "教材来源"]),
        (LocalFeature, ["地方特色", "地方和行业特色"]),
        (Subjects, ["内容", "教育培训内容", "主题"]),
        (Audience, ["对象", "适用对象"]),
        (Teachers, ["教师", "师资", "主讲"]),
        (Poster, ["封面", "海报"]),
        (ChapterKey, ["章节编号"]),
        (ChapterTitle, ["章节标题", "章节"]),
        (File, ["文件", "媒体文件"]),
        (Captions, ["字幕"]),
    ];

    private static readonly Dictionary<string, string> Names = Known
        .SelectMany(known => known.Aliases.Prepend(known.Column), (known, head) => (known.Column, head))
        .ToDictionary(known => known.head, known => known.Column, StringComparer.OrdinalIgnoreCase);

    /// <summary>The column that a head means, in either language; null when it means none.</summary>
    public static string? Of(string head) => Names.GetValueOrDefault(head.Trim());

    public static IReadOnlyList<string> All { get; } = [.. Known.Select(known => known.Column)];
}
