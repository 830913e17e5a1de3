using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>What a request gets of a body that is there: a status and, with 200 and 206, which of its bytes.</summary>
internal readonly record struct MediaReply(int Status, ByteRange Bytes)
{
    /// <summary>
    /// The preconditions in the order of RFC 9110 §13.2.2, then the range. One range is answered with it; several are answered with the whole, as §14.2
    /// permits: no player or viewer asks for them, Azure does not serve them either, and crafted ones cost a server dearly.
    /// </summary>
    public static MediaReply To(RequestHeaders asked, bool get, EntityTagHeaderValue tag, DateTimeOffset modified, long length)
    {
        var changed = asked.IfMatch.Count > 0 ? !Matches(asked.IfMatch, tag, strongly: true) : modified > asked.IfUnmodifiedSince;
        if (changed)
            return new(StatusCodes.Status412PreconditionFailed, default);

        var known = asked.IfNoneMatch.Count > 0 ? Matches(asked.IfNoneMatch, tag, strongly: false) : modified <= asked.IfModifiedSince;
        if (known)
            return new(StatusCodes.Status304NotModified, default);

        var whole = new MediaReply(StatusCodes.Status200OK, new(0, length));
        if (
            !get
            || asked.Range is not { Ranges.Count: 1 } range
            || !range.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || !IsOfThisBody(asked.IfRange, tag, modified)
        )
            return whole;

        var only = range.Ranges.First();
        var (first, last) = only.From is { } from ? (from, Math.Min(only.To ?? long.MaxValue, length - 1)) : (Math.Max(0, length - only.To!.Value), length - 1);
        return first <= last ? new(StatusCodes.Status206PartialContent, new(first, last - first + 1)) : new(StatusCodes.Status416RangeNotSatisfiable, default);
    }

    private static bool Matches(IList<EntityTagHeaderValue> asked, EntityTagHeaderValue tag, bool strongly) =>
        asked.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, strongly));

    private static bool IsOfThisBody(RangeConditionHeaderValue? condition, EntityTagHeaderValue tag, DateTimeOffset modified) =>
        condition is null || (condition.EntityTag is { } asked ? asked.Compare(tag, useStrongComparison: true) : condition.LastModified == modified);
}
