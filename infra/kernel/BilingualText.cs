namespace ELearning;

/// <summary>A text in both languages; where it stands for a source, the Chinese one is the source's wording.</summary>
public sealed record BilingualText(string Zh, string En);
