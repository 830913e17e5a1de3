namespace ELearning.Content;

/// <summary>Section <c>Media</c>: the tools that files are probed with.</summary>
public sealed class MediaOptions
{
    /// <summary>Where <c>ffprobe</c> lies: the program itself or its folder. Empty, the default: wherever <c>PATH</c> finds it. Without it WebM, MP3 and WAV are refused.</summary>
    public string FfprobePath { get; init; } = "";
}
