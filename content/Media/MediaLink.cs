namespace ELearning.Content;

/// <summary>What a signed address permits: to read one asset in one form until it expires.</summary>
/// <param name="AsWebVtt">SubRip captions turned into WebVTT, the one form browsers show.</param>
/// <param name="Width">Of a picture: the width in pixels in which it is read; null as it is stored.</param>
public sealed record MediaLink(string AssetId, bool AsWebVtt, DateTimeOffset Expires, int? Width = null);
