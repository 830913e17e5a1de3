using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.GraphQL.Tests.Answers;

/// <summary>Which answers are kept, for whom, and until when.</summary>
public sealed class SharedAnswersTests : IDisposable
{
    private const string Notice = "{ notice }";
    private readonly Basis _basis = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TinyHost _host;

    public SharedAnswersTests() => _host = new TinyHost(true, services => services.AddSingleton<TimeProvider>(_time).AddScoped<IAnswerBasis>(_ => _basis));

    private int Read => _host.Library.Read;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task What_all_read_alike_is_worked_out_once()
    {
        var first = await _host.AskAsync(Notice);
        Assert.Equal("""{"data":{"notice":"今日开放 "}}""", first);
        Assert.Equal(first, await _host.AskAsync(Notice));
        Assert.Equal(first, await _host.AskAsync(Notice, user: TinyHost.User("Auditor")));
        Assert.Equal(1, Read);
    }

    [Theory]
    [InlineData("{ notice shelves { totalCount } }")]
    [InlineData("{ notice greeting }")]
    [InlineData("{ notice missing }")]
    [InlineData("{ notice(to: \"nobody\") }")]
    [InlineData("{ notice __schema { types { name } } }")]
    public async Task An_answer_with_a_callers_own_in_it_or_with_an_error_is_not_kept(string query)
    {
        var first = await _host.AskAsync(query);
        Assert.Equal(first, await _host.AskAsync(query));
        Assert.Equal(2, Read);
    }

    [Fact]
    public async Task Another_question_language_or_view_is_another_answer()
    {
        const string to = "query($to: String) { notice(to: $to) }";
        await _host.AskAsync(to, new { to = "1" });
        await _host.AskAsync(to, new { to = "2" });
        await _host.AskAsync(to, new { to = (string?)null });
        await _host.AskAsync(to);
        Assert.Equal(4, Read);
        await _host.AskAsync(to, new { to = "1" }, language: "en");
        Assert.Equal(5, Read);
        _basis.View = "another";
        await _host.AskAsync(to, new { to = "1" });
        Assert.Equal(6, Read);
        _basis.View = null;
        await _host.AskAsync(to, new { to = "1" });
        await _host.AskAsync(to, new { to = "1" });
        Assert.Equal(8, Read);
        _basis.View = "all";
        await _host.AskAsync(to, new { to = "1" });
        await _host.AskAsync("query A { notice } query B { notice }", operation: "A");
        await _host.AskAsync("query A { notice } query B { notice }", operation: "B");
        Assert.Equal(10, Read);
    }

    [Fact]
    public async Task It_holds_until_the_stamp_rises_or_a_minute_has_passed()
    {
        await _host.AskAsync(Notice);
        _time.Advance(SharedAnswers.Lifetime - TimeSpan.FromTicks(1));
        await _host.AskAsync(Notice);
        Assert.Equal(1, Read);
        _time.Advance(TimeSpan.FromTicks(1));
        await _host.AskAsync(Notice);
        Assert.Equal(2, Read);
        _basis.Stamp++;
        await _host.AskAsync(Notice);
        await _host.AskAsync(Notice);
        Assert.Equal(3, Read);
    }

    [Fact]
    public async Task Who_asks_at_the_same_moment_waits_for_the_first()
    {
        var mayGoOn = new TaskCompletionSource();
        _host.Library.Reading = mayGoOn.Task;
        var answers = Enumerable.Range(0, 20).Select(_ => _host.AskAsync(Notice)).ToList();
        Assert.Equal(1, Read);
        mayGoOn.SetResult();
        Assert.Single((await Task.WhenAll(answers)).Distinct());
        Assert.Equal(1, Read);
    }

    [Fact]
    public async Task Who_asks_after_a_change_does_not_get_what_was_begun_before_it()
    {
        var mayGoOn = new TaskCompletionSource();
        _host.Library.Reading = mayGoOn.Task;
        var before = _host.AskAsync(Notice);
        _basis.Stamp++;
        var after = _host.AskAsync(Notice);
        mayGoOn.SetResult();
        Assert.Equal(await before, await after);
        Assert.Equal(2, Read);
    }

    [Fact]
    public async Task Where_the_first_gets_none_the_others_ask_for_themselves()
    {
        const string nobody = "{ notice(to: \"nobody\") }";
        var mayGoOn = new TaskCompletionSource();
        _host.Library.Reading = mayGoOn.Task;
        var answers = Enumerable.Range(0, 5).Select(_ => _host.AnswerAsync(nobody)).ToList();
        Assert.Equal(1, Read);
        mayGoOn.SetResult();
        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("NOT_FOUND", answer.Code()));
        Assert.Equal(5, Read);
    }

    [Fact]
    public async Task Rights_are_looked_at_before_what_is_kept()
    {
        await _host.AskAsync(Notice);
        Assert.Equal("UNAUTHENTICATED", (await _host.AnswerAsync(Notice, user: TinyHost.Nobody)).Code());
    }

    [Fact]
    public async Task What_is_kept_costs_the_same()
    {
        var someone = Caller("a");
        var budget = _host.Service<CallerBudgets>().Of(someone, null);
        await _host.AskAsync(Notice, user: someone);
        var afterFirst = budget.Remaining;
        await _host.AskAsync(Notice, user: someone);
        var second = afterFirst - budget.Remaining;
        await _host.AskAsync(Notice, user: someone);
        Assert.Equal(second, afterFirst - second - budget.Remaining);
        Assert.True(second > 0);
        Assert.Equal(1, Read);
    }

    [Fact]
    public void A_million_different_questions_take_no_more_bytes_than_were_given()
    {
        const int bytes = 1024 * 1024;
        var kept = new TwoQueues<AnswerKey, byte[]>(bytes);
        for (var i = 0; i < 1_000_000; i++)
        {
            kept.Keep(new AnswerKey("{ notice }", null, $"s{i};", "zh-CN", ""), [], 400);
            if (i % 10_000 == 0)
                Assert.True(kept.Bytes <= bytes, $"{kept.Bytes} after {i}");
        }

        Assert.InRange(kept.Count, 1, bytes / 400);
    }

    private static ClaimsPrincipal Caller(string name) => TinyCallers.User(name, ["Member"]);

    private sealed class Basis : IAnswerBasis
    {
        public string? View { get; set; } = "all";

        public long Stamp { get; set; } = 1;

        public ValueTask<long> StampAsync(CancellationToken cancellationToken) => new(Stamp);
    }
}

/// <summary>Variables are named by a text of their own.</summary>
public sealed class VariablesTextTests
{
    private static readonly string[] Different =
    [
        "{}",
        """{ "a": null }""",
        """{ "a": 1 }""",
        """{ "a": 1.0 }""",
        """{ "a": "1" }""",
        """{ "a": true }""",
        """{ "a": false }""",
        """{ "a": "true" }""",
        """{ "a": [] }""",
        """{ "a": [[]] }""",
        """{ "a": {} }""",
        """{ "a": [1, 2] }""",
        """{ "a": [12] }""",
        """{ "a": ["1", "2"] }""",
        """{ "a": ["1s1:2"] }""",
        """{ "a": { "b": 1 }, "c": 2 }""",
        """{ "a": { "b": 1, "c": 2 } }""",
        """{ "a": "}", "b": "{" }""",
        """{ "a": "", "b": "}{" }""",
        """{ "a": 123456789012345678901234567890 }""",
    ];

    [Fact]
    public void No_two_of_these_have_the_same()
    {
        using var host = new TinyHost();
        Assert.Equal(Different.Length, Different.Select(json => TextOf(host, json)).Distinct().Count());
        Assert.DoesNotContain(null, Different.Select(json => TextOf(host, json)));
    }

    [Fact]
    public void What_is_too_long_has_none()
    {
        using var host = new TinyHost();
        Assert.NotNull(TextOf(host, JsonSerializer.Serialize(new { a = new string('x', 4_000) })));
        Assert.Null(TextOf(host, JsonSerializer.Serialize(new { a = new string('x', 5_000) })));
        Assert.Null(TextOf(host, JsonSerializer.Serialize(new { a = Enumerable.Repeat(1, 5_000) })));
    }

    private static string? TextOf(TinyHost host, string json) =>
        VariablesText.Of(host.Service<global::GraphQL.IGraphQLTextSerializer>().Deserialize<global::GraphQL.Inputs>(json));
}
