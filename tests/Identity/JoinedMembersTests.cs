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

    [Fact]
    public async Task A_join_that_was_taken_back_is_asked_for_again_and_no_other()
    {
        var joined = new JoinedMembers(_time);
        await joined.FindAsync("one", () => Answer("m1"));
        await joined.FindAsync("two", () => Answer("m2"));
        joined.Forget(new HashSet<string> { "m1" });
        Assert.Null(await joined.FindAsync("one", () => Answer(null)));
        Assert.Equal("m2", await joined.FindAsync("two", () => Answer(null)));
    }

    [Fact]
    public async Task What_was_asked_for_before_a_join_was_taken_back_is_not_remembered()
    {
        var joined = new JoinedMembers(_time);
        var answer = new TaskCompletionSource<string?>();
        var asked = joined.FindAsync("subject", () => answer.Task);
        joined.Forget(new HashSet<string> { "m1" });
        answer.SetResult("m1");
        Assert.Equal("m1", await asked);
        Assert.Null(await joined.FindAsync("subject", () => Answer(null)));
    }

    [Fact]
    public async Task Nothing_is_looked_for_once_a_minute_has_passed_without_a_join()
    {
        var joined = new JoinedMembers(_time);
        Assert.True(joined.IsEmpty);
        await joined.FindAsync("subject", () => Answer("m1"));
        _time.Advance(JoinedMembers.Lifetime - TimeSpan.FromTicks(1));
        Assert.False(joined.IsEmpty);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(joined.IsEmpty);
    }

    private Task<string?> Answer(string? memberId)
    {
        _asked++;
        return Task.FromResult(memberId);
    }
}
