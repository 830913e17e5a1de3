using System.Text;
using ELearning.Api;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Media;
using Snapshooter.Xunit;

namespace ELearning.Processes.Tests.Import;

/// <summary>The real command in a process of its own, over the folder that the page of the content store makes.</summary>
public sealed class ImportProcessTests : IDisposable
{
    private static readonly string Readme = RepositoryFile.PathOf("content/README.md");
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-import-data-");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elearning-import-readme-");

    public void Dispose()
    {
        _data.Delete(recursive: true);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_example_of_the_README_looked_at_done_and_done_again()
    {
        foreach (var name in new[] { "party-history.mp4", "reading.m4a", "handbook.pdf", "poster.png" })
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, name), await DemoMedia.BytesAsync(name));
        }
        var manifest = (await File.ReadAllLinesAsync(Readme))
            .SkipWhile(line => !line.Contains("manifest.csv <<'END'", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line != "END")
            .ToList();
        await WriteAsync(manifest);
        var told = new StringBuilder();

        await RunAsync(0, told);
        await RunAsync(0, told, "--apply", "--submit");
        await RunAsync(0, told, "--apply", "--submit");
        await WriteAsync([.. manifest, "story,\u001b[31m故事,,FILM,LOCAL,,,,,,,一,nowhere.mp4,", ",,,,,,,,,,,二,../二.mp4,"]);
        await RunAsync(2, told, "--apply");
        Snapshot.Match(told.ToString());
    }

    [Fact]
    public async Task What_cannot_begin_says_so_in_one_line_and_ends_with_1()
    {
        await using var api = await ServerProcess.StartApiAsync(_data.FullName, "--Seed:Demo", "false");
        await RefusesAsync("elearning.db", ["import", "courseware", _folder.FullName]);
        await api.TerminateAsync();
        await RefusesAsync("manifest.xlsx", ["import", "courseware", _folder.FullName, "--organisation", "3505"], seed: false);
        await RefusesAsync("Usage", ["import", "teachers", _folder.FullName]);
    }

    [Theory]
    [InlineData("import courseware new", true)]
    [InlineData("import courseware new --organisation 3505 --apply --submit", true)]
    [InlineData("import courseware new --Storage:DataDirectory=/data", true)]
    [InlineData("import", false)]
    [InlineData("import courseware", false)]
    [InlineData("import courseware --apply", false)]
    [InlineData("import members new", false)]
    [InlineData("import courseware new --organisation", false)]
    [InlineData("import courseware new --publish", false)]
    [InlineData("import courseware new --submit", false)]
    public void Arguments_are_understood_or_refused(string line, bool understood) => Assert.Equal(understood, ImportArguments.Of(line.Split(' ')) is not null);

    [Fact]
    public void Arguments_say_what_they_say() =>
        Assert.Equivalent(
            new ImportArguments("new", "3505", true, true, ["--Storage:DataDirectory=/data"]),
            ImportArguments.Of(["import", "courseware", "new", "--submit", "--organisation", "3505", "--Storage:DataDirectory=/data", "--apply"])
        );

    private Task WriteAsync(IEnumerable<string> lines) => File.WriteAllLinesAsync(Path.Combine(_folder.FullName, "manifest.csv"), lines);

    private async Task RunAsync(int expected, StringBuilder told, params string[] options)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(
            "ELearning.Api.dll",
            ["import", "courseware", _folder.FullName, "--organisation", "350582", .. options],
            Environment(seed: true)
        );
        Assert.Equal("", error);
        Assert.Equal(expected, exitCode);
        told.Append("$ import courseware DIR --organisation 350582").AppendJoin("", options.Select(option => " " + option)).Append('\n');
        told.AppendJoin('\n', output.Split('\n').Select(line => line.TrimEnd())).Append('\n');
    }

    private async Task RefusesAsync(string named, string[] arguments, bool seed = false)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync("ELearning.Api.dll", arguments, Environment(seed));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(named, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private Dictionary<string, string> Environment(bool seed) =>
        new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Seed__Demo"] = seed ? "true" : "false",
            ["Storage__DataDirectory"] = _data.FullName,
            ["LC_ALL"] = "en_US.UTF-8",
        };
}
