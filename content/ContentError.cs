namespace ELearning.Content;

/// <summary>The one failure of content that a caller may read; the API turns it into a typed, localised answer.</summary>
/// <param name="code">What failed.</param>
/// <param name="arguments">
/// What the message names, in the order of its placeholders; for <see cref="ContentErrorCode.InvalidInput"/>: the field, then a <see cref="InputFault"/>.
/// </param>
public sealed class ContentError(ContentErrorCode code, params object?[] arguments) : ExpectedError(code.ToString(), arguments)
{
    public ContentErrorCode Code { get; } = code;

    /// <summary>The code as programs read it: SCREAMING_SNAKE.</summary>
    public static string NameOf(ContentErrorCode code) => CodeOf(code.ToString());

    public static ContentError NotFound(string kind) => new(ContentErrorCode.NotFound, kind);

    /// <param name="field">The input field as the API names it, a path where nested: <c>segments[0].endSeconds</c>.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="limit">The bound that was passed, where there is one.</param>
    public static ContentError Invalid(string field, InputFault fault, object? limit = null) => new(ContentErrorCode.InvalidInput, field, fault, limit);

    /// <param name="field">The input field as the API names it.</param>
    /// <param name="least">The least value it may have.</param>
    /// <param name="most">The greatest.</param>
    public static ContentError OutOfRange(string field, object least, object most) =>
        new(ContentErrorCode.InvalidInput, field, InputFault.OutOfRange, least, most);
}

/// <summary>Why an input field was refused.</summary>
public enum InputFault
{
    Required,
    TooLong,
    TooShort,
    TooMany,
    OutOfRange,
    NotFinite,
    InTheFuture,
    InThePast,
    Reversed,
    Unknown,
    Duplicate,
    NotAllowed,
    Malformed,
    OneOf,
}
