using System.Globalization;
using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>
/// What the product says of errors: their texts, the fields they carry, and which faults pass by themselves. One for all requests; a root of mutations
/// (<see cref="MutationRoot"/>) is given the same one.
/// </summary>
public interface IProductErrors
{
    /// <summary>
    /// The text of a code in the language of the request, with its arguments filled in. The server's own codes are asked for here, too: their texts are in
    /// <see cref="FaultTexts"/>, and <see cref="PlainErrors"/> answers them.
    /// </summary>
    string TextOf(string code, IReadOnlyList<object?> arguments);

    /// <summary>What the schema says of an error type.</summary>
    /// <param name="name">See <see cref="ExpectedError.Name"/>.</param>
    string DescriptionOf(string name);

    /// <summary>Adds what an error carries beside code and message.</summary>
    void AddFields(string name, ObjectGraphType<ExpectedError> type);

    /// <summary>Errors every mutation may answer with, without declaring them.</summary>
    IReadOnlyList<string> OfEveryMutation { get; }

    /// <summary>Whether what the product rests on was away, so that the same request may succeed in a moment.</summary>
    bool IsOutage(Exception exception);

    /// <summary>When to try again after an outage.</summary>
    TimeSpan RetryAfter { get; }
}

/// <summary>The errors of a schema by itself, without a product: the server's own texts, and no error of a mutation with a type of its own.</summary>
public class PlainErrors : IProductErrors
{
    public virtual string TextOf(string code, IReadOnlyList<object?> arguments) =>
        FaultTexts.Find(code) is { } text ? string.Format(CultureInfo.InvariantCulture, text, [.. arguments]) : code;

    public virtual string DescriptionOf(string name) => name;

    public virtual void AddFields(string name, ObjectGraphType<ExpectedError> type) { }

    public virtual IReadOnlyList<string> OfEveryMutation => [];

    public virtual bool IsOutage(Exception exception) => false;

    public virtual TimeSpan RetryAfter => TimeSpan.FromSeconds(5);
}
