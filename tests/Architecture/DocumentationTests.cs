using System.Text.RegularExpressions;

namespace ELearning.Tests.Architecture;

/// <summary>The pages of the repository point at what is there, and the first of them stays short.</summary>
public sealed partial class DocumentationTests
{
    private const int LargestFirstPage = 1200;

    public static TheoryData<string> Pages =>
        [
            "README.md",
            "CHANGELOG.md",
            "api/README.md",
            "api/ERRORS.md",
            "content/README.md",
            "infra/README.md",
            "infra/embedded/README.md",
            "infra/web/README.md",
            "tests/README.md",
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_and_every_path_in_backticks_exists(string page)
    {
        var text = RepositoryFile.Read(page);
        var linked = Link().Matches(text).Select(link => Path.Combine(Path.GetDirectoryName(page)!, link.Groups[1].Value));
        var named = Named().Matches(Block().Replace(text, "")).Select(name => name.Groups[1].Value);
        Assert.Empty(linked.Concat(named).Where(path => !Path.Exists(RepositoryFile.PathOf(path))).Distinct());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_heading_finds_it(string page)
    {
        var folder = Path.GetDirectoryName(page)!;
        Assert.Empty(
            from link in Heading().Matches(RepositoryFile.Read(page))
            let target = link.Groups[1].Value is { Length: > 0 } other ? Path.Combine(folder, other) : page
            where !Anchors(RepositoryFile.Read(target)).Contains(link.Groups[2].Value)
            select link.Value
        );
    }

    [Fact]
    public void The_first_page_is_read_in_a_few_minutes() =>
        Assert.InRange(RepositoryFile.Read("README.md").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 300, LargestFirstPage);

    /// <summary>As sites that show such pages name their headings.</summary>
    private static IEnumerable<string> Anchors(string text) =>
        Regex
            .Matches(Block().Replace(text, ""), "^#+ (.+)$", RegexOptions.Multiline)
            .Select(heading => Regex.Replace(heading.Groups[1].Value.ToLowerInvariant(), @"[^\p{L}\p{N} _-]", "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]*)#([^)]+)\)")]
    private static partial Regex Heading();

    /// <summary>What lies in the repository lies in one of four folders; the data directory is made at the first start.</summary>
    [GeneratedRegex(@"`((?:api|content|infra|tests)/(?!\.data)[A-Za-z0-9._/-]+)`")]
    private static partial Regex Named();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
