using GraphQL.Validation;

namespace ELearning.Api;

/// <summary>
/// A fault of the request itself (malformed id, page too large, document too deep): a top-level error with a stable
/// <c>extensions.code</c>. The text is looked up by that code in the language of the request.
/// </summary>
internal sealed class RequestFault : ValidationError
{
    public RequestFault(string code, params object?[] arguments)
        : base(ErrorTexts.Of(code, arguments)) => Code = code;

    public static RequestFault InvalidId(string id, string type) => new("INVALID_ID", Shortened(id), type);

    public static RequestFault PageSize(int largest) => new("PAGE_SIZE", largest);

    public static RequestFault PageArguments() => new("PAGE_ARGUMENTS");

    public static RequestFault InvalidCursor() => new("INVALID_CURSOR");

    private static string Shortened(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
