using ELearning.Api;
using ELearning.Content;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests;

public sealed class ServedLatelyTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ServedLately _served;

    public ServedLatelyTests() => _served = new(_time);

    public void Dispose() => _served.Dispose();

    [Fact]
    public void What_is_kept_is_found_by_its_whole_address_until_its_time_is_over()
    {
        using (var media = Open())
        {
            _served.Keep("film", "?expires=1", media);
        }
        using var found = _served.Find("film", "?expires=1");
        Assert.True(found!.Body.CanRead);
        Assert.Null(_served.Find("film", "?expires=2"));
        Assert.Null(_served.Find("other", "?expires=1"));
        _time.Advance(ServedLately.Longest);
        Assert.Null(_served.Find("film", "?expires=1"));
        Assert.True(found.Body.CanRead); // it is held still
        found.Dispose();
        Assert.False(found.Body.CanRead);
        Assert.False(found.TryHold());
    }

    [Fact]
    public void The_second_of_two_who_opened_the_same_keeps_its_own_to_itself()
    {
        using var first = Open();
        var second = Open();
        _served.Keep("film", null, first);
        _served.Keep("film", null, second);
        second.Dispose();
        Assert.False(second.Body.CanRead);
        using var found = _served.Find("film", null);
        Assert.Same(first, found);
    }

    [Fact]
    public void No_more_are_open_than_may_be()
    {
        var opened = Enumerable
            .Range(0, 2 * ServedLately.Capacity + 1)
            .Select(i =>
            {
                using var media = Open();
                _served.Keep($"film-{i}", null, media);
                return media;
            })
            .ToList();
        Assert.InRange(opened.Count(media => media.Body.CanRead), 1, ServedLately.Capacity);
        Assert.True(opened[^1].Body.CanRead);
        _served.Dispose();
        Assert.All(opened, media => Assert.False(media.Body.CanRead));
    }

    private ServedMedia Open()
    {
        var asset = new MediaAsset("film", new string('a', 64), "film.mp4", "video/mp4", 3, null, "quanzhou", _time.GetUtcNow());
        return new(new("film", false, _time.GetUtcNow()), asset, MediaPresentation.Of(asset, shown: true, asWebVtt: false), new MemoryStream([1, 2, 3]));
    }
}
