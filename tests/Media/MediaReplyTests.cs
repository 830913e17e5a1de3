using ELearning.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ELearning.Tests;

/// <summary>What each combination of conditional and range headers gets, by RFC 9110.</summary>
public sealed class MediaReplyTests
{
    private const long Length = 1000;
    private static readonly EntityTagHeaderValue Tag = new("\"tag\"");
    private static readonly DateTimeOffset Modified = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 200, 0, 1000)]
    [InlineData("bytes=0-", 206, 0, 1000)]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("bytes=10-19", 206, 10, 10)]
    [InlineData("BYTES=10-19", 206, 10, 10)]
    [InlineData("bytes=999-", 206, 999, 1)]
    [InlineData("bytes=999-5000", 206, 999, 1)]
    [InlineData("bytes=0-9223372036854775807", 206, 0, 1000)]
    [InlineData("bytes=-1", 206, 999, 1)]
    [InlineData("bytes=-1000", 206, 0, 1000)]
    [InlineData("bytes=-5000", 206, 0, 1000)]
    [InlineData("bytes=-0", 416, 0, 0)]
    [InlineData("bytes=1000-", 416, 0, 0)]
    [InlineData("bytes=1000-2000", 416, 0, 0)]
    [InlineData("bytes=9223372036854775807-", 416, 0, 0)]
    [InlineData("bytes=0-1,5-6", 200, 0, 1000)]
    [InlineData("bytes=0-1, 5000-", 200, 0, 1000)]
    [InlineData("bytes=20-10", 200, 0, 1000)]
    [InlineData("bytes=", 200, 0, 1000)]
    [InlineData("bytes=-", 200, 0, 1000)]
    [InlineData("bytes=a-b", 200, 0, 1000)]
    [InlineData("bytes=0-99999999999999999999", 200, 0, 1000)]
    [InlineData("pages=0-1", 200, 0, 1000)]
    [InlineData("0-1", 200, 0, 1000)]
    public void A_range_is_answered_as_it_is_written(string? range, int status, long first, long length) =>
        Assert.Equal(new MediaReply(status, new(first, length)), To(range is null ? [] : [("Range", range)]));

    [Theory]
    [InlineData("\"tag\"", 206)]
    [InlineData("W/\"tag\"", 200)]
    [InlineData("\"other\"", 200)]
    [InlineData("Mon, 02 Mar 2026 01:00:00 GMT", 206)]
    [InlineData("Mon, 02 Mar 2026 01:00:01 GMT", 200)]
    public void If_range_asks_for_the_rest_of_the_same_body_or_for_the_whole(string condition, int status) =>
        Assert.Equal(status, To([("Range", "bytes=1-2"), ("If-Range", condition)]).Status);

    [Theory]
    [InlineData("If-None-Match", "\"tag\"", 304)]
    [InlineData("If-None-Match", "W/\"tag\"", 304)]
    [InlineData("If-None-Match", "\"other\", \"tag\"", 304)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"other\"", 200)]
    [InlineData("If-Modified-Since", "Mon, 02 Mar 2026 01:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Tue, 03 Mar 2026 01:00:00 GMT", 304)]
    [InlineData("If-Modified-Since", "Mon, 02 Mar 2026 00:59:59 GMT", 200)]
    [InlineData("If-Modified-Since", "yesterday", 200)]
    [InlineData("If-Match", "\"tag\"", 200)]
    [InlineData("If-Match", "*", 200)]
    [InlineData("If-Match", "\"other\", \"tag\"", 200)]
    [InlineData("If-Match", "W/\"tag\"", 412)]
    [InlineData("If-Match", "\"other\"", 412)]
    [InlineData("If-Unmodified-Since", "Mon, 02 Mar 2026 01:00:00 GMT", 200)]
    [InlineData("If-Unmodified-Since", "Mon, 02 Mar 2026 00:59:59 GMT", 412)]
    public void A_condition_decides_whether_the_body_is_sent(string header, string condition, int status)
    {
        Assert.Equal(status, To([(header, condition)]).Status);
        Assert.Equal(status, To([(header, condition)], get: false).Status);
        Assert.Equal(status == 200 ? 206 : status, To([(header, condition), ("Range", "bytes=0-1")]).Status);
        Assert.Equal(status == 200 ? 416 : status, To([(header, condition), ("Range", "bytes=5000-")]).Status);
    }

    [Fact]
    public void Tags_count_before_dates_and_what_must_hold_before_what_must_not()
    {
        Assert.Equal(200, To([("If-None-Match", "\"other\""), ("If-Modified-Since", "Tue, 03 Mar 2026 01:00:00 GMT")]).Status);
        Assert.Equal(200, To([("If-Match", "\"tag\""), ("If-Unmodified-Since", "Mon, 02 Mar 2026 00:00:00 GMT")]).Status);
        Assert.Equal(412, To([("If-Match", "\"other\""), ("If-None-Match", "\"tag\"")]).Status);
    }

    [Fact]
    public void A_head_knows_no_ranges() => Assert.Equal(new MediaReply(200, new(0, Length)), To([("Range", "bytes=1-2")], get: false));

    [Fact]
    public void An_empty_body_has_no_ranges_to_give() => Assert.Equal(416, To([("Range", "bytes=0-")], length: 0).Status);

    private static MediaReply To((string Name, string Value)[] headers, bool get = true, long length = Length)
    {
        var context = new DefaultHttpContext();
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }
        return MediaReply.To(context.Request.GetTypedHeaders(), get, Tag, Modified, length);
    }
}
