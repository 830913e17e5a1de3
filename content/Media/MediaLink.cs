namespace ELearning.Content;

/// <summary>What a signed address asks for.</summary>
/// <param name="AsWebVtt">SubRip captions turned into WebVTT, the one form browsers show.</param>
public sealed record MediaLink(string AssetId, bool AsWebVtt, DateTimeOffset Expires);
