using ELearning.Content;

namespace ELearning.Tests.Uploads;

public sealed class RunningHashTests
{
    private readonly RunningHashes _hashes = new();

    [Fact]
    public void A_hash_goes_on_where_this_process_left_it()
    {
        using var first = _hashes.Take("u", 0)!;
        first.AppendData("abc"u8);
        _hashes.Put("u", 3, first);
        using var second = _hashes.Take("u", 3)!;
        second.AppendData("def"u8);
        Assert.Equal(UploadFilm.HashOf("abcdef"u8), Convert.ToHexStringLower(second.GetHashAndReset()));
    }

    [Fact]
    public void A_hash_of_other_bytes_than_asked_for_is_none()
    {
        _hashes.Put("u", 3, _hashes.Take("u", 0));
        Assert.Null(_hashes.Take("v", 3));
        Assert.Null(_hashes.Take("u", 4)); // another process took a piece in between
        Assert.Null(_hashes.Take("u", 3));
    }

    [Fact]
    public void The_upload_not_heard_of_for_longest_makes_room()
    {
        foreach (var number in Enumerable.Range(0, RunningHashes.Most + 1))
        {
            _hashes.Put($"u{number}", 1, _hashes.Take($"u{number}", 0));
        }
        Assert.Null(_hashes.Take("u0", 1));
        Assert.NotNull(_hashes.Take("u1", 1));
        Assert.NotNull(_hashes.Take($"u{RunningHashes.Most}", 1));
    }
}
