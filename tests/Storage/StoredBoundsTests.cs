using System.Text.RegularExpressions;
using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Tests.Storage;

/// <summary>The page about running the product says of each collection and folder what bounds it.</summary>
public sealed partial class StoredBoundsTests
{
    private static readonly string Section = Regex
        .Match(RepositoryFile.Read("infra/README.md"), "\n## What bounds what is stored\n(.*?)(\n## |\\z)", RegexOptions.Singleline)
        .Groups[1]
        .Value;

    [Fact]
    public void Each_collection_has_a_row_and_each_row_a_collection()
    {
        var collections = Directory
            .EnumerateFiles(RepositoryFile.PathOf("content"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Opened().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        Assert.Superset(new HashSet<string> { "audit", "evidence", "uploads", "idempotencyKeys" }, collections);
        Assert.Equal(collections.Order(), Rows("collection").Order());
    }

    [Fact]
    public async Task Each_folder_has_a_row()
    {
        await using var school = await School.OpenAsync();
        var directory = school.Host.Service<IOptions<StorageOptions>>().Value.DataDirectory;
        var rows = Rows("in `Storage:DataDirectory`").Select(row => row.TrimEnd('/')).ToHashSet();
        var found = Directory
            .EnumerateFileSystemEntries(directory)
            .Concat(Directory.EnumerateDirectories(Path.Combine(directory, "blobs")))
            .Select(path => Path.GetRelativePath(directory, path))
            .Where(path => !HashPrefix().IsMatch(path))
            .Select(path => Journal().Replace(path, ".db"));
        Assert.Empty(found.Except(rows));
    }

    /// <summary>The names in the first column of a table of the section.</summary>
    private static List<string> Rows(string heading)
    {
        var table = Section
            .Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .ToList();
        Assert.True(table.Count > 2, $"There is no table of {heading}.");
        Assert.All(table[2..], row => Assert.True(row.Split('|')[2].Trim().Length > 0, row));
        return [.. table[2..].SelectMany(row => Name().Matches(row.Split('|')[1])).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"\.Collection<\w+>\(""(\w+)""\)")]
    private static partial Regex Opened();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("^blobs/[0-9a-f]{2}$")]
    private static partial Regex HashPrefix();

    /// <summary>What SQLite keeps beside a database, and the lock of whoever has it open.</summary>
    [GeneratedRegex(@"\.db[-.].*$")]
    private static partial Regex Journal();
}
