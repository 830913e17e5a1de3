namespace ELearning.Content;

/// <summary>Section <c>Seed</c>.</summary>
public sealed class SeedOptions
{
    /// <summary>Whether the demonstration data are made at start. Default false.</summary>
    public bool Demo { get; init; }
}
