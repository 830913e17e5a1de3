namespace ELearning.Content;

/// <summary>Section <c>Media</c>: the tool that probes files, and which other web sites may read media.</summary>
public sealed class MediaOptions
{
    /// <summary>
    /// Path of <c>ffprobe</c>, the program itself or its folder. Empty, the default: where <c>PATH</c> finds it. Without it WebM, MP3 and WAV are refused.
    /// </summary>
    public string FfprobePath { get; init; } = "";

    /// <summary>Web sites on other hosts whose scripts and captions may read media: <c>https://host</c> or <c>https://host:port</c>. None by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];
}
