using System.Text.Json;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Schemas;

namespace ELearning.Processes.Tests.Schemas;

/// <summary>Clients are built against the schema that was released last: what would break them is announced before it is merged.</summary>
public sealed class CompatibilityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elearning-schemas-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_breaks_clients_of_the_last_release_that_the_changelog_does_not_announce()
    {
        var unannounced = await UnannouncedAsync(
            RepositoryFile.PathOf("tests/Schema/released.graphql"),
            RepositoryFile.PathOf("api/schema.graphql"),
            RepositoryFile.Read(Changelog.File)
        );
        Assert.True(
            unannounced.Count == 0,
            $"This breaks clients of tests/Schema/released.graphql. Keep the old beside the new and deprecate it, or name it in {Changelog.File} "
                + $"under \"## Unreleased\", \"### Breaking\":\n{string.Join('\n', unannounced)}"
        );
    }

    [Fact]
    public async Task What_clients_rely_on_is_missed_until_it_is_announced_and_additions_are_free()
    {
        var before = Write(
            "before",
            "type Query { films(first: Int, kind: Kind): [Film!]! } enum Kind { LONG SHORT } type Film { title: String! length: Int! }"
        );
        var after = Write(
            "after",
            "type Query { films(first: Int!, kind: Kind): [Film!]! more: Int } enum Kind { LONG } type Film { title: String length: Int! poster: String }"
        );
        const string announced =
            "# Changelog\n## Unreleased\n### Breaking\n- `Film.title` may be null.\n- `Kind.SHORT` is gone.\n### Added\n- `Query.films.first`\n## "
            + "2026-01-01\n### Breaking\n- `Query.films.first`\n";

        Assert.Equal(
            ["Film.title", "Kind.SHORT", "Query.films.first"],
            (await UnannouncedAsync(before, after, "# Changelog\n")).Select(change => change.Path).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["Query.films.first"], (await UnannouncedAsync(before, after, announced)).Select(change => change.Path));
    }

    private string Write(string name, string sdl)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.graphql");
        File.WriteAllText(file, sdl);
        return file;
    }

    private static async Task<List<Change>> UnannouncedAsync(string released, string current, string changelog)
    {
        var announced = Changelog.AnnouncedBreaks(changelog);
        var breaking = JsonSerializer.Deserialize<List<Change>>(
            await NodeScript.RunAsync("Process/Schema", "breaking-changes.mjs", released, current),
            JsonSerializerOptions.Web
        )!;
        return [.. breaking.Where(change => !announced.Contains(change.Path))];
    }

    private sealed record Change(string Path, string Message);
}
