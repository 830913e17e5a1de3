namespace ELearning.GraphQL;

/// <summary>
/// What answers rest on that consist of shared fields alone, those that <see cref="FieldFreshness"/> marks: everybody with the same rights gets them alike, so
/// they are kept as bytes (see <see cref="SharedAnswers"/>). One per request.
/// </summary>
public interface IAnswerBasis
{
    /// <summary>
    /// All by which answers to the same question in the same language differ: what the caller may see, the host that addresses name, the day. Null where this
    /// caller's answers are not to be shared.
    /// </summary>
    string? View { get; }

    /// <summary>
    /// A number that rises whenever a shared field may have another value; at once in the process that changed it. An answer is kept under the number that was
    /// read before it was worked out, and given until there is a higher one.
    /// </summary>
    ValueTask<long> StampAsync(CancellationToken cancellationToken);
}

/// <summary>Of a schema by itself nothing is kept.</summary>
internal sealed class NoAnswerBasis : IAnswerBasis
{
    public string? View => null;

    public ValueTask<long> StampAsync(CancellationToken cancellationToken) => new(0);
}
