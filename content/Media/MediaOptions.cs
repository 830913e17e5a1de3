namespace ELearning.Content;

/// <summary>Section <c>Media</c>: the tools that files are probed with, and who may read them from elsewhere.</summary>
public sealed class MediaOptions
{
    /// <summary>
    /// Where <c>ffprobe</c> lies: the program itself or its folder. Empty, the default: wherever <c>PATH</c> finds it. Without it WebM, MP3 and WAV are
    /// refused.
    /// </summary>
    public string FfprobePath { get; init; } = "";

    /// <summary>Web sites on other hosts whose scripts and captions may read media: <c>https://host</c> or <c>https://host:port</c>. None by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
