namespace ELearning.Content;

/// <summary>Section <c>Media</c>: the tools that files are probed with, who sends them, and who may read them from elsewhere.</summary>
public sealed class MediaOptions
{
    /// <summary>
    /// Path of <c>ffprobe</c>, the program itself or its folder. Empty, the default: where <c>PATH</c> finds it. Without it WebM, MP3 and WAV are refused.
    /// </summary>
    public string FfprobePath { get; init; } = "";

    /// <summary>Web sites on other hosts whose scripts and captions may read media: <c>https://host</c> or <c>https://host:port</c>. None by default.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>
    /// The proxy before the API that sends media, once the API has checked the address; null, the default: the API sends them itself. Only where blobs are in a
    /// folder, which the proxy must be able to read.
    /// </summary>
    public MediaAccel? Accel { get; init; }
}

/// <summary>A proxy that sends files at the word of the server behind it.</summary>
public enum MediaAccel
{
    /// <summary>At the word <c>X-Accel-Redirect</c>.</summary>
    Nginx,
}
