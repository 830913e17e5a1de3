using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Section <c>Policies</c>.</summary>
public sealed class PoliciesOptions
{
    /// <summary>
    /// A folder of further policy files (<c>*.json</c>), relative to the content root; a file with the id of a built-in one and a higher version replaces it.
    /// Default: none.
    /// </summary>
    public string Directory { get; set; } = "";
}

/// <summary>The policies we hold, at most one in force on a day. Read once; every figure comes from here.</summary>
public sealed class PolicyLibrary
{
    private const string DirectoryKey = "Policies:Directory";
    private const string BuiltIn = "ELearning.Content.Policies.policies.";

    internal PolicyLibrary(IOptions<PoliciesOptions> options)
        : this(Sources(options.Value.Directory)) { }

    /// <param name="sources">Name and JSON text of each file.</param>
    internal PolicyLibrary(IEnumerable<(string Name, string Json)> sources)
    {
        var read = sources.Select(source => (source.Name, Policy: Read(source.Name, source.Json))).ToList();
        foreach (var twin in read.GroupBy(entry => (entry.Policy.Id, entry.Policy.Version)).Where(twins => twins.Count() > 1))
        {
            throw new ConfigurationError(
                DirectoryKey,
                $"{string.Join(" and ", twin.Select(entry => entry.Name))} are both version {twin.Key.Version} of {twin.Key.Id}; raise the version of the newer"
            );
        }
        var current = read.GroupBy(entry => entry.Policy.Id)
            .Select(versions => versions.MaxBy(entry => entry.Policy.Version))
            .OrderBy(entry => entry.Policy.InForce.From)
            .ToList();
        foreach (var (earlier, later) in current.Zip(current.Skip(1)))
        {
            if (earlier.Policy.InForce.Overlaps(later.Policy.InForce))
                throw new ConfigurationError(
                    DirectoryKey,
                    $"{earlier.Name} and {later.Name} are both in force on {later.Policy.InForce.From:yyyy-MM-dd}; end the earlier one (a higher "
                        + $"version of it with inForce.to) the day before"
                );
        }
        All = [.. current.Select(entry => entry.Policy)];
    }

    public IReadOnlyList<Policy> All { get; }

    /// <summary>The first day on which any policy was in force; null where there is none.</summary>
    public DateOnly? FirstDay => All.Count > 0 ? All[0].InForce.From : null;

    /// <summary>Returns the policy in force on a day; null for days before any policy there is.</summary>
    public Policy? InForceOn(DateOnly day) => All.FirstOrDefault(policy => policy.InForce.Contains(day));

    /// <summary>Returns the policy that a year is judged by: in force on its last day, today where that is earlier; null for years before any.</summary>
    public Policy? InForceIn(int year, DateOnly today) => InForceOn(ComplianceRules.ReferenceDay(year, today));

    internal static IEnumerable<(string Name, string Json)> Sources(string directory)
    {
        var assembly = typeof(PolicyLibrary).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(BuiltIn, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[BuiltIn.Length..], reader.ReadToEnd());
        }
        if (directory.Length == 0)
            yield break;
        foreach (var path in FilesIn(directory))
        {
            yield return (Path.GetFileName(path), File.ReadAllText(path));
        }
    }

    private static IEnumerable<string> FilesIn(string directory)
    {
        try
        {
            return Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationError(DirectoryKey, $"{directory} cannot be read; name a readable folder of policy files or leave it empty", cause);
        }
    }

    private static Policy Read(string name, string json) =>
        PolicyReading.Read(json) switch
        {
            ({ } policy, _) => policy,
            (_, var fault) => throw new ConfigurationError(DirectoryKey, $"{name}, line {fault!.Line}: {fault.Reason}"),
        };
}
