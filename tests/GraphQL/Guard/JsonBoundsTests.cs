using System.Text;
using System.Text.Json;

namespace ELearning.GraphQL.Tests.Guard;

public sealed class JsonBoundsTests
{
    private static readonly GraphQLLimits Limits = new()
    {
        JsonDepth = 8,
        JsonValues = 500,
        ListEntries = 100,
    };

    public static TheoryData<string, string> Refused =>
        new()
        {
            { "a list", $"[{Many("1", 101)}]" },
            { "a list in a list in an object", $$"""{ "a": [1, [{{Many("true", 101)}}], 2] }""" },
            { "a list after a long one", $"[[{Many("1", 100)}], [{Many("1", 101)}]]" },
            { "an object", $$"""{ {{string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"{i}\":0"))}} }""" },
            { "values in all", $"[{Many($"[{Many("1", 90)}]", 6)}]" },
            { "a number", $"[{new string('9', 101)}, \"{new string('x', 200)}\"]" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_be_too_much_is_refused_before_it_is_read(string name, string json) =>
        Assert.True(Assert.Throws<HttpFault>(() => Check(json)).Status == 400, name);

    [Theory]
    [InlineData(100_000)]
    [InlineData(9)]
    public void What_is_nested_too_deeply_is_no_json(int depth) =>
        Assert.ThrowsAny<JsonException>(() => Check($"{new string('[', depth)}{new string(']', depth)}{new string(' ', 300)}"));

    [Fact]
    public void What_is_within_the_bounds_passes()
    {
        Check($"[[{Many("1", 100)}], [{Many("1", 100)}], {{ {string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"{i}\":[]"))} }}]");
        Check($"[[[[[[[[\"{new string('x', 1_000)}\"]]]]]]]]");
        Check($"[{new string('9', 100)}, 1e400, \"{new string('x', 200)}\"]");
    }

    private static void Check(string json) => JsonBounds.Check(Encoding.UTF8.GetBytes(json), Limits);

    private static string Many(string value, int times) => string.Join(',', Enumerable.Repeat(value, times));
}
