using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ELearning.Tests;

/// <summary>The table under "Implemented" in <c>infra/embedded/README.md</c>: for each area the words in code type.</summary>
internal static partial class ImplementationTable
{
    public static string ReadmePath { get; } = Path.GetFullPath(Path.Combine(Folder(), "../../infra/embedded/README.md"));

    /// <summary>Lines of one section, by its heading.</summary>
    public static IEnumerable<string> Section(string heading) =>
        File.ReadLines(ReadmePath).SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Read() =>
        Section("Implemented")
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length == 4)
            .ToDictionary(
                cells => cells[1].Trim().Trim('`'),
                cells => (IReadOnlySet<string>)Code().Matches(cells[2]).SelectMany(code => code.Groups[1].Value.Split(' ', '/')).ToHashSet()
            );

    /// <summary>What of this the table does not have.</summary>
    public static IEnumerable<string> Outside(IReadOnlyDictionary<string, SortedSet<string>> sent)
    {
        var table = Read();
        foreach (var (area, words) in sent)
        {
            if (!SentCommands.OperatorAreas.Contains(area) && !table["commands"].Contains(area))
                yield return area;
            foreach (var word in words)
            {
                if (
                    !(table.TryGetValue(area, out var known) && known.Contains(word))
                    && (SentCommands.OperatorAreas.Contains(area) || !table["every command"].Contains(word))
                )
                    yield return $"{area}: {word}";
            }
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
