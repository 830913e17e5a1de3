using System.Diagnostics;
using System.Text;
using GraphQLParser.Exceptions;

namespace ELearning.GraphQL.Tests.Guard;

public sealed class DocumentGuardTests
{
    private static readonly DocumentGuard Guard = new(new GraphQLLimits());

    /// <summary>Wide enough that counting limits are met, not the size of the text.</summary>
    private static readonly DocumentGuard Wide = new(new GraphQLLimits { DocumentBytes = 1024 * 1024, Fragments = 1_000 });

    public static TheoryData<string, string> Attacks =>
        new()
        {
            { "a ring of 2,000 fragments", Ring(2_000) },
            { "a ring of 90 fragments", Ring(90) },
            { "a fragment that spreads itself", "{ ...A } fragment A on Query { a { ...A } }" },
            { "25 doubling fragments", Doubling(25) },
            { "60 doubling fragments", Doubling(60) },
            { "20,000 aliases", $"{{ {string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a{i}:__typename "))} }}" },
            { "2,000 times the same field", $"{{ {string.Concat(Enumerable.Repeat("a ", 2_000))} }}" },
            { "300 siblings", $"{{ x {{ {string.Concat(Enumerable.Range(0, 300).Select(i => $"a{i} "))} }} }}" },
            { "a list in a list, 50,000 deep", $"{{ a(x: {new string('[', 50_000)}{new string(']', 50_000)}) }}" },
            { "a list never closed", $"{{ a(x: {new string('[', 50_000)}" },
            { "an object in an object", $"{{ a(x: {string.Concat(Enumerable.Repeat("{b:", 20_000))}" },
            { "fields 10,000 deep", $"{string.Concat(Enumerable.Repeat("{a", 10_000))}{new string('}', 10_000)}" },
            { "fields 30 deep", $"{string.Concat(Enumerable.Repeat("{a", 30))}{new string('}', 30)}" },
            { "inline fragments 10,000 deep", $"{{{string.Concat(Enumerable.Repeat("...{", 10_000))}" },
            { "a variable type nested", $"query($a: {new string('[', 30_000)}Int) {{ a }}" },
            { "10,000 directives", $"{{ a {string.Concat(Enumerable.Repeat("@skip(if: true) ", 10_000))} }}" },
            { "1,000 operations", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"query Q{i} {{ a }} ")) },
            { "a chain of fragments, each deep", Chain(90, 40) },
            {
                "aliases in fragments",
                $"{{ {string.Concat(Enumerable.Repeat("a { ...F } ", 20))} }} fragment F on X {{ "
                    + $"{string.Concat(Enumerable.Range(0, 20).Select(i => $"a{i}: a "))} }}"
            },
            {
                "spreads that come to nothing",
                "{ a ...F0 } " + string.Concat(Enumerable.Range(0, 20).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} ...F{i + 1} }} "))
            },
            {
                "one field in one place, out of many fragments",
                "{ "
                    + string.Concat(Enumerable.Range(0, 60).Select(i => $"...F{i} "))
                    + "} "
                    + string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on Query {{ a {{ b }} }} "))
            },
            { "one field in one place, below fields that merge", $"{{ {string.Concat(Enumerable.Repeat("a { b { c c } b { c c } } ", 40))} }}" },
            {
                "operations that share a large fragment",
                string.Concat(Enumerable.Range(0, 50).Select(i => $"query Q{i} {{ ...F }} "))
                    + $"fragment F on Query {{ {string.Concat(Enumerable.Range(0, 45).Select(i => $"f{i} "))} }}"
            },
            { "300 variables", $"query({string.Concat(Enumerable.Range(0, 300).Select(i => $"$v{i}: Int "))}) {{ a }}" },
            { "a list of 1,500 numbers", $"{{ a(x: [{string.Concat(Enumerable.Repeat("1 ", 1_500))}]) }}" },
            { "a long list as a default", $"query($x: [Int] = [{string.Concat(Enumerable.Repeat("1,", 1_500))}]) {{ a }}" },
            { "a long list in a directive", $"{{ a @x(y: {{ z: [{string.Concat(Enumerable.Repeat("1,", 1_500))}] }}) }}" },
            { "30,000 numbers in a row", $"{{ a(x: [{string.Concat(Enumerable.Repeat("-1", 30_000))}]) }}" },
            { "10,000 arguments", $"{{ a({string.Concat(Enumerable.Repeat("x:1 ", 10_000))}) }}" },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_document_made_to_hurt_is_refused_at_once(string name, string document)
    {
        foreach (var guard in new[] { Guard, Wide })
        {
            var watch = Stopwatch.StartNew();
            var fault = Assert.Throws<RequestFault>(() => guard.Parse(document));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), name);
            Assert.True(fault.Code!.StartsWith("DOCUMENT_", StringComparison.Ordinal) || fault.Code == "FRAGMENT_CYCLE", fault.Code);
        }
    }

    [Theory]
    [InlineData("type A { b: Int }")]
    [InlineData("{ a } extend schema @x")]
    [InlineData("{ a } directive @x on FIELD")]
    public void What_cannot_be_executed_is_not_validated(string document) =>
        Assert.Equal("INVALID_DOCUMENT", Assert.Throws<RequestFault>(() => Guard.Parse(document)).Code);

    [Fact]
    public void A_page_put_together_of_many_fragments_passes()
    {
        // As component frameworks write them: every component asks for the id and the type of what it shows.
        var components = string.Concat(
            Enumerable.Range(0, 40).Select(i => $"fragment C{i} on Courseware {{ __typename id teachers {{ __typename id }} f{i} }} ")
        );
        Assert.NotEmpty(
            Guard.Parse($"{{ courseware {{ nodes {{ {string.Concat(Enumerable.Range(0, 40).Select(i => $"...C{i} "))} }} }} }} {components}").Definitions
        );
    }

    [Theory]
    [InlineData("{ a(x: \"{{{{[[[[((((\") b(y: \"\"\"{{{ \\\"\"\" [[[ \"\"\") } # {{{{{{{{")]
    [InlineData("{ a(x: \"\\\\\") { b } }")]
    [InlineData("query Q($a: [[Int!]!]!) { a(x: { b: [{ c: $a }] }) { ...F ... on X { d } } } fragment F on X { e { f } }")]
    public void Brackets_in_strings_and_comments_do_not_count(string document)
    {
        var text = document + string.Concat(Enumerable.Repeat("\n# { [ (", 200)) + "\n";
        Assert.NotEmpty(Guard.Parse(text).Definitions);
    }

    [Fact]
    public void The_operations_of_the_web_client_pass()
    {
        var ten = new StringBuilder("{ me { ");
        for (var i = 0; i < 12; i++)
        {
            ten.Append("a { ");
        }

        ten.Append("id ").Append('}', 14);
        Assert.NotEmpty(Guard.Parse(ten.ToString()).Definitions);
    }

    [Fact]
    public void What_is_no_document_is_a_syntax_error() => Assert.Throws<GraphQLSyntaxErrorException>(() => Guard.Parse("{ a(x: \"never closed) }"));

    private static string Ring(int count) =>
        "{ ...F0 } " + string.Concat(Enumerable.Range(0, count).Select(i => $"fragment F{i} on Query {{ ...F{(i + 1) % count} }} "));

    private static string Doubling(int count) =>
        "{ ...F0 } "
        + string.Concat(Enumerable.Range(0, count).Select(i => $"fragment F{i} on Query {{ a {{ ...F{i + 1} }} b {{ ...F{i + 1} }} }} "))
        + $"fragment F{count} on Query {{ a }}";

    private static string Chain(int count, int depth) =>
        "{ ...F0 } "
        + string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => $"fragment F{i} on Query {{ {string.Concat(Enumerable.Repeat("...{", depth))} ...F{i + 1} {new string('}', depth)} }} ")
        )
        + $"fragment F{count} on Query {{ {string.Concat(Enumerable.Repeat("a {", 30))} a {new string('}', 30)} }}";
}
