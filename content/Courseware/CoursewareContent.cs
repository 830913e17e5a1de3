using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ELearning.Content;

/// <summary>
/// What a courseware (课件) says: in the hands of its editors, where a <see cref="CoursewareDraft"/> holds it, and frozen, where a <see cref="Courseware"/> does.
/// A member added here is stored, compared and duplicated with the others. The order is that in which drafts are stored and fingerprinted: new members come
/// last, and are left out of the JSON while they are null.
/// </summary>
public sealed record CoursewareContent
{
    /// <summary>Names the family, all versions of it: 1 to 64 letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>At most 4,000 characters.</summary>
    public string Summary { get; init; } = "";

    public required CoursewareKind Kind { get; init; }
    public IReadOnlyList<Subject> Subjects { get; init; } = [];
    public required CoursewareOrigin Origin { get; init; }

    /// <summary>Local or trade feature (地方和行业特色), policy 三.4.</summary>
    public bool LocalFeature { get; init; }

    /// <summary>At most 50.</summary>
    public IReadOnlyList<string> TeacherIds { get; init; } = [];

    /// <summary>In order; 1 to 200 in what is published.</summary>
    public IReadOnlyList<Chapter> Chapters { get; init; } = [];

    /// <summary>The organisation that keeps the courseware.</summary>
    public required string OrganisationId { get; init; }

    /// <summary>
    /// What presence checks and tests ask of those who study the courseware, at most 100; without any for presence, checks ask common knowledge.
    /// </summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>A stored image that stands for the courseware in lists.</summary>
    public string? PosterId { get; init; }

    /// <summary>For whom the courseware is meant; none: for everybody.</summary>
    public IReadOnlyList<MemberCategory> Audience { get; init; } = [];

    /// <summary>The content of a courseware of which no more is known than this.</summary>
    internal static CoursewareContent Empty(string id, CoursewareKind kind, CoursewareOrigin origin, string organisationId) =>
        new()
        {
            Id = id,
            Title = "",
            Kind = kind,
            Origin = origin,
            OrganisationId = organisationId,
        };

    /// <summary>Every asset that the content names, each once.</summary>
    internal IEnumerable<string> AssetIds => NamedAssets.Select(named => named.Id).Distinct();

    /// <summary>Every asset with the input field that names it, such as <c>chapters[0].captions[1].mediaId</c>.</summary>
    internal IEnumerable<(string Id, string Field)> NamedAssets
    {
        get
        {
            for (var i = 0; i < Chapters.Count; i++)
            {
                yield return (Chapters[i].MediaId, $"chapters[{i}].mediaId");
                for (var j = 0; j < Chapters[i].Captions.Count; j++)
                    yield return (Chapters[i].Captions[j].MediaId, $"chapters[{i}].captions[{j}].mediaId");
            }
            if (PosterId is { } poster)
                yield return (poster, "posterId");
        }
    }

    /// <summary>The same for contents that say the same, and from one release to the next.</summary>
    internal string Fingerprint => Ids.From(JsonSerializer.Serialize(this));

    /// <summary>The content with its texts trimmed and each item of a set once.</summary>
    internal CoursewareContent Normalise() =>
        this with
        {
            Title = Title.Trim(),
            Summary = Summary.Trim(),
            Subjects = [.. Subjects.Distinct()],
            TeacherIds = [.. TeacherIds.Distinct()],
            Chapters = [.. Chapters.Select(chapter => chapter with { Title = chapter.Title.Trim() })],
            Audience = [.. Audience.Distinct()],
        };

    /// <summary>The content to be published: each chapter with what the server probed of its media.</summary>
    internal CoursewareContent Freeze(IReadOnlyDictionary<string, MediaAsset> assets) =>
        this with
        {
            Chapters = [.. Chapters.Select(chapter => chapter.Freeze(assets[chapter.MediaId]))],
        };

    /// <summary>The content to be edited: chapters without what was probed, because their media may change.</summary>
    internal CoursewareContent Thaw() => this with { Chapters = [.. Chapters.Select(chapter => chapter.Thaw())] };
}

/// <summary>A chapter (章节). Its key and media hash survive a new version when the media is the same, and with them what was counted.</summary>
/// <param name="Key">Unique in the family: 1 to 64 letters, digits and hyphens.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="MediaId">A stored film, sound, document or package.</param>
public sealed record Chapter(string Key, string Title, string MediaId)
{
    /// <summary>SHA-256 of the media; null in a draft.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MediaHash { get; init; }

    /// <summary>Probed by the server; null in a draft, and where the media has no length: then the chapter earns nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMilliseconds { get; init; }

    /// <summary>At most 10, one for each language.</summary>
    public IReadOnlyList<CaptionTrack> Captions { get; init; } = [];

    internal Chapter Freeze(MediaAsset media) => this with { MediaHash = media.Hash, DurationMilliseconds = media.DurationMilliseconds };

    internal Chapter Thaw() => this with { MediaHash = null, DurationMilliseconds = null };
}

/// <summary>Captions of a chapter in one language (字幕).</summary>
/// <param name="Language">A BCP 47 tag: zh-CN, en.</param>
/// <param name="MediaId">A stored WebVTT or SRT file.</param>
public sealed record CaptionTrack(string Language, string MediaId);

[Description("Kind of courseware (课件类型).")]
public enum CoursewareKind
{
    [Description("Video (电教片、视频课). 「视频课」")]
    Video,

    [Description("Audio 「音频课」.")]
    Audio,

    [Description("Document 「文档」.")]
    Document,

    [Description("Reader 「读本」.")]
    Reader,

    [Description("Package of pages 「课件包」.")]
    Package,
}

/// <summary>Where the material comes from (教材来源), policy 三.1.</summary>
[Description("Where the material comes from (教材来源).")]
public enum CoursewareOrigin
{
    [Description("Central reader (中央组织部牵头编写). 「中央统编」")]
    Central,

    [Description("Selected 「择优选用」.")]
    Selected,

    [Description("Local (地方组织编写). 「地方自编」")]
    Local,
}
