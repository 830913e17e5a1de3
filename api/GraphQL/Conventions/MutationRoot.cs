namespace ELearning.Api;

/// <summary>A root type of mutations without any yet.</summary>
internal class MutationRoot : ObjectType<object?>
{
    public MutationRoot()
        : base("What can be changed; several in one document run one after the other.") => Name = "Mutation";

    /// <summary>The error types this schema's mutations share.</summary>
    internal ErrorTypes ErrorTypes { get; } = new();
}
