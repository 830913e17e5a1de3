using System.Text.Encodings.Web;
using System.Text.Json;

namespace ELearning.Tests.Storage;

/// <summary>
/// The committed list of all that the stores ask of a database, <c>tests/Storage/stores-send.json</c>: what any server under the product has to answer. A new
/// word in it is a decision, so it is written only by <see cref="StoresSendTests"/> with <c>ELEARNING_RECORD=1</c>.
/// </summary>
internal static class StoresSend
{
    private static readonly string Path = RepositoryFile.PathOf("tests/Storage/stores-send.json");
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Lazy<HashSet<string>> Listed = new(() => [.. SentCommands.Lines(Read())]);

    public static SortedDictionary<string, SortedSet<string>> Read() =>
        JsonSerializer.Deserialize<SortedDictionary<string, SortedSet<string>>>(File.ReadAllText(Path))!;

    public static bool IsToBeWritten => Environment.GetEnvironmentVariable("ELEARNING_RECORD") == "1";

    public static void Write(SortedDictionary<string, SortedSet<string>> words) => File.WriteAllText(Path, JsonSerializer.Serialize(words, Readable) + "\n");

    /// <summary>The words that the embedded database does not implement, by its own table.</summary>
    public static IEnumerable<string> Unimplemented(IReadOnlyDictionary<string, SortedSet<string>> sent)
    {
        var table = ImplementationTable.Read();
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

    public static IEnumerable<string> Unlisted(SentCommands sent) => SentCommands.Lines(sent.Words).Where(line => !Listed.Value.Contains(line));

    /// <summary>Called at the end of each test of stores or API: what it sent is in the list.</summary>
    public static void RequireListed(SentCommands sent)
    {
        var unlisted = IsToBeWritten ? "" : string.Join(", ", Unlisted(sent));
        Assert.True(
            unlisted.Length == 0,
            $"The stores sent what {System.IO.Path.GetFileName(Path)} does not list: {unlisted}. Let {nameof(StoresSendTests)} do it too and run that "
                + $"with ELEARNING_RECORD=1; "
                + "what is not in the table of infra/embedded/SUBSET.md has to be implemented first."
        );
    }
}
