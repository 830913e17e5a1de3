using System.Text.Json;

namespace ELearning.Content;

/// <summary>The one failure a caller may read: a code and its arguments, never a sentence. The API turns it into a typed, localised answer.</summary>
public sealed class ContentError(ContentErrorCode code, params object?[] arguments) : Exception(code.ToString())
{
    public ContentErrorCode Code { get; } = code;

    /// <summary>
    /// What the message names, in the order of its placeholders; for <see cref="ContentErrorCode.InvalidInput"/>: the field, then a <see cref="InputFault"/>.
    /// </summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <summary>The object the error is about when the caller may see it: an active session, a due check, the newer state.</summary>
    public object? Detail { get; init; }

    /// <summary>The code as it is told and kept: SCREAMING_SNAKE.</summary>
    public static string NameOf(ContentErrorCode code) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());

    public static ContentError NotFound(string kind) => new(ContentErrorCode.NotFound, kind);

    /// <param name="field">The input field as the API names it, a path where nested: <c>segments[0].endSeconds</c>.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="limit">The bound that was passed, where there is one.</param>
    public static ContentError Invalid(string field, InputFault fault, object? limit = null) => new(ContentErrorCode.InvalidInput, field, fault, limit);
}

/// <summary>Why an input field was refused.</summary>
public enum InputFault
{
    Required,
    TooLong,
    TooShort,
    OutOfRange,
    NotFinite,
    InTheFuture,
    InThePast,
    Reversed,
    Unknown,
    Duplicate,
    NotAllowed,
    Malformed,
}
