using System.Text.Json;

namespace ELearning;

/// <summary>A failure that the caller may read and act on: a name and its arguments, never a sentence. What answers the caller finds the words.</summary>
/// <param name="name">The name in PascalCase, such as <c>NotFound</c>; it never changes.</param>
/// <param name="arguments">What the words name, in the order of their placeholders.</param>
public abstract class ExpectedError(string name, IReadOnlyList<object?> arguments) : Exception(name)
{
    public string Name { get; } = name;

    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <summary>The name as programs read it: SCREAMING_SNAKE.</summary>
    public string ErrorCode => CodeOf(Name);

    /// <summary>The object the error is about when the caller may see it, such as its newer state.</summary>
    public object? Detail { get; init; }

    public static string CodeOf(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);
}
