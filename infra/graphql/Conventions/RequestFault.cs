using GraphQL.Validation;

namespace ELearning.GraphQL;

/// <summary>
/// A fault of the request itself (malformed id, page too large, document too deep): a top-level error with a stable
/// <c>extensions.code</c>. <see cref="Exception.Message"/> is the code alone; <see cref="GraphQLErrors.Read"/>
/// finds the text in the language of the request.
/// </summary>
public sealed class RequestFault : ValidationError
{
    /// <summary>The extension that says in how many seconds to try again; over HTTP it is the header too.</summary>
    public const string RetryAfter = "retryAfterSeconds";

    public RequestFault(string code, params object?[] arguments)
        : base(code) => (Code, Arguments) = (code, arguments);

    /// <summary>What the text of the code names, in the order of its places.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    public static RequestFault InvalidId(string id, string type) => new("INVALID_ID", Shortened(id), type);

    public static RequestFault PageSize(int largest) => new("PAGE_SIZE", largest);

    public static RequestFault PageArguments() => new("PAGE_ARGUMENTS");

    public static RequestFault InvalidCursor() => new("INVALID_CURSOR");

    public static RequestFault CostExceeded(int cost, int most) =>
        new("COST_EXCEEDED", cost, most)
        {
            Extensions = new() { ["cost"] = cost, ["maximum"] = most },
        };

    /// <param name="wait">After which it could be done, if nothing else is asked for until then.</param>
    public static RequestFault RateLimited(int cost, int budget, TimeSpan wait)
    {
        var seconds = Math.Max(1, CallerBudget.Seconds(wait));
        return new("RATE_LIMITED", seconds)
        {
            Extensions = new()
            {
                ["cost"] = cost,
                ["budget"] = budget,
                [RetryAfter] = seconds,
            },
        };
    }

    /// <summary>What the server rests on is away for a moment; see <see cref="IProductErrors.IsOutage"/>.</summary>
    public static RequestFault Unavailable(TimeSpan retryAfter)
    {
        var seconds = CallerBudget.Seconds(retryAfter);
        return new(GraphQLErrors.Unavailable, seconds) { Extensions = new() { [RetryAfter] = seconds } };
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
