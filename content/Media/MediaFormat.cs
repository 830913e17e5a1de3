namespace ELearning.Content;

/// <summary>The way in which the content of a format is checked.</summary>
internal enum MediaKind
{
    Film,
    Probed,
    Picture,
    Document,
    Captions,
    Archive,
}

/// <summary>A format of files that can be stored.</summary>
/// <param name="ContentType">The usual spelling.</param>
/// <param name="Endings">Endings of file names, the usual one first.</param>
/// <param name="Aliases">Other spellings of <paramref name="ContentType"/>, as browsers and systems send them.</param>
internal sealed record MediaFormat(string ContentType, MediaKind Kind, string[] Endings, params string[] Aliases)
{
    public static readonly MediaFormat Mp4 = new("video/mp4", MediaKind.Film, [".mp4", ".m4v"], "video/x-m4v"),
        M4a = new("audio/mp4", MediaKind.Film, [".m4a", ".m4b", ".mp4"], "audio/x-m4a", "audio/m4a", "audio/x-m4b"),
        WebM = new("video/webm", MediaKind.Probed, [".webm"]),
        WebMSound = new("audio/webm", MediaKind.Probed, [".webm", ".weba"]),
        Mp3 = new("audio/mpeg", MediaKind.Probed, [".mp3"], "audio/mp3", "audio/x-mp3", "audio/mpeg3", "audio/x-mpeg"),
        Wav = new("audio/wav", MediaKind.Probed, [".wav"], "audio/x-wav", "audio/wave", "audio/vnd.wave", "audio/x-pn-wav"),
        Pdf = new("application/pdf", MediaKind.Document, [".pdf"], "application/x-pdf"),
        Jpeg = new("image/jpeg", MediaKind.Picture, [".jpg", ".jpeg"], "image/jpg", "image/pjpeg"),
        Png = new("image/png", MediaKind.Picture, [".png"], "image/x-png"),
        WebP = new("image/webp", MediaKind.Picture, [".webp"]),
        WebVtt = new("text/vtt", MediaKind.Captions, [".vtt"]),
        Srt = new("application/x-subrip", MediaKind.Captions, [".srt"], "text/srt", "text/x-srt", "application/srt", "text/x-subrip"),
        Epub = new("application/epub+zip", MediaKind.Archive, [".epub"]),
        Package = new("application/zip", MediaKind.Archive, [".zip"], "application/x-zip-compressed", "application/x-zip");

    public static readonly IReadOnlyList<MediaFormat> All = [Mp4, M4a, WebM, WebMSound, Mp3, Wav, Pdf, Jpeg, Png, WebP, WebVtt, Srt, Epub, Package];

    /// <summary>Whether a browser may show a file of this format in place; another is only ever saved.</summary>
    public bool Inline => Kind != MediaKind.Archive;

    /// <summary>Whether a file of this format may be called the other: one container holds film or sound, and systems name it by the file's ending.</summary>
    public bool Agrees(MediaFormat other) => this == other || Container == other.Container;

    /// <summary>Finds a format by any of its spellings, parameters aside; null when it cannot be stored.</summary>
    public static MediaFormat? Of(string contentType)
    {
        var name = contentType.Split(';')[0].Trim().ToLowerInvariant();
        return All.FirstOrDefault(format => format.ContentType == name || format.Aliases.Contains(name));
    }

    private string Container =>
        this == M4a ? Mp4.ContentType
        : this == WebMSound ? WebM.ContentType
        : ContentType;
}
