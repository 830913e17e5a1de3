namespace ELearning.Content;

/// <summary>A stored file, content-addressed: the same bytes are one blob.</summary>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex; the blob's name.</param>
/// <param name="DurationMilliseconds">Probed by the server from the bytes; null where the type has none.</param>
public sealed record MediaAsset(string Id, string Hash, string Name, string ContentType, long ByteLength, long? DurationMilliseconds, string OrganisationId, DateTimeOffset StoredAt);
