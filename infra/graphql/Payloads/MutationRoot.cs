namespace ELearning.GraphQL;

/// <summary>A root type of mutations without any yet.</summary>
public class MutationRoot : ObjectType<object?>
{
    public MutationRoot(IProductErrors errors)
        : base("What can be changed; several in one document run one after the other.") =>
        (Name, ErrorTypes, CommonErrors) = ("Mutation", new ErrorTypes(errors), errors.OfEveryMutation);

    /// <summary>The error types this schema's mutations share.</summary>
    internal ErrorTypes ErrorTypes { get; }

    /// <summary>Errors every mutation of this schema may answer with.</summary>
    internal IReadOnlyList<string> CommonErrors { get; }
}
