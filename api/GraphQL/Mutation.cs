namespace ELearning.Api;

/// <summary>The table of contents of what can be changed: one line per feature, <c>StudyMutations.AddTo(this);</c>. See <see cref="MutationField{TResult}"/>.</summary>
internal sealed class Mutation : ObjectType<object?>
{
    public Mutation()
        : base("What can be changed; several in one document run one after the other.")
    {
    }

    /// <summary>The error types this schema's mutations share.</summary>
    internal ErrorTypes ErrorTypes { get; } = new();
}
