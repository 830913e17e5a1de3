using System.Text.RegularExpressions;

namespace ELearning.Tests.Schemas;

/// <summary>CHANGELOG.md as programs read it: what it names in backticks.</summary>
internal static partial class Changelog
{
    public const string File = "CHANGELOG.md";

    /// <summary>
    /// What stands under "Breaking" of what is not released yet: <c>Courseware.title</c>, <c>Query.courseware.first</c>, <c>CoursewareKind.VIDEO</c>.
    /// </summary>
    public static IReadOnlySet<string> AnnouncedBreaks(string changelog) => Named(Section(Section(changelog, "## Unreleased"), "### Breaking"));

    /// <summary>The lines about something, whatever the release.</summary>
    public static IEnumerable<string> LinesNaming(string changelog, string name) =>
        changelog.Split('\n').Where(line => line.Contains($"`{name}`", StringComparison.Ordinal));

    /// <summary>From a heading to the next of its level.</summary>
    private static string Section(string text, string heading)
    {
        var lines = text.Split('\n').SkipWhile(line => line.TrimEnd() != heading).Skip(1);
        return string.Join(
            '\n',
            lines.TakeWhile(line => !line.StartsWith(heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)], StringComparison.Ordinal))
        );
    }

    private static HashSet<string> Named(string text) => [.. Backticked().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backticked();
}
