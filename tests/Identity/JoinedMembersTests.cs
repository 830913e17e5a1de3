using ELearning.Api;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Identity;

public sealed class JoinedMembersTests
{
    private readonly FakeTimeProvider _time = new();
    private int _asked;

    [Fact]
    public async Task A_join_is_asked_for_once_a_minute()
    {
        var joined = new JoinedMembers(_time);
        Assert.Equal("m1", await joined.FindAsync("subject", () => Answer("m1")));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("m1", await joined.FindAsync("subject", () => Answer("m2")));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("m2", await joined.FindAsync("subject", () => Answer("m2")));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_join_that_does_not_exist_yet_holds_as_soon_as_it_does()
    {
        var joined = new JoinedMembers(_time);
        Assert.Null(await joined.FindAsync("subject", () => Answer(null)));
        Assert.Equal("m1", await joined.FindAsync("subject", () => Answer("m1")));
    }

    private Task<string?> Answer(string? memberId)
    {
        _asked++;
        return Task.FromResult(memberId);
    }
}
