using System.Diagnostics;

namespace ELearning.Content;

/// <summary>
/// The id under which all that one request does is written down, in the log and in the audit log. The server makes it: a caller may name its own trace as it
/// likes, another's or the same each time, and so make acts look like parts of each other.
/// </summary>
public static class Correlation
{
    private static readonly AsyncLocal<string?> OfRequest = new();

    /// <summary>The correlation of the request in progress; null outside a request.</summary>
    public static string? Current => OfRequest.Value;

    /// <summary>A new one, 32 hexadecimal digits, for what the calling asynchronous method does from now on.</summary>
    public static string Begin() => OfRequest.Value = ActivityTraceId.CreateRandom().ToHexString();
}
