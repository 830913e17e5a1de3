using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ELearning.Embedded.Tests.Hosting;

/// <summary>The table under "Implemented" in <c>infra/embedded/SUBSET.md</c>: for each area the words in code type.</summary>
internal static partial class ImplementationTable
{
    private static readonly string Page = Path.GetFullPath(Path.Combine(Folder(), "../../../infra/embedded/SUBSET.md"));

    /// <summary>Lines of one section, by its heading.</summary>
    public static IEnumerable<string> Section(string heading) =>
        File.ReadLines(Page).SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Read() =>
        Section("Implemented")
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length == 4)
            .ToDictionary(
                cells => cells[1].Trim().Trim('`'),
                cells => (IReadOnlySet<string>)Code().Matches(cells[2]).SelectMany(code => code.Groups[1].Value.Split(' ', '/')).ToHashSet()
            );

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
