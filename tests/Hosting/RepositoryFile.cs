using System.Runtime.CompilerServices;

namespace ELearning.Tests.Hosting;

/// <summary>
/// Files of the repository that people read. What is made from the product is committed, so that a change is a diff; where the two differ the test fails, and
/// says how to write the file anew.
/// </summary>
internal static class RepositoryFile
{
    private const string Rewrite = "ELEARNING_REWRITE";

    /// <param name="path">From the root of the repository.</param>
    public static string PathOf(string path) => Path.Combine(Root(), path);

    public static string Read(string path) => File.ReadAllText(PathOf(path)).ReplaceLineEndings("\n");

    /// <summary>Fails where the file does not hold this text; with <c>ELEARNING_REWRITE=1</c> it is written instead.</summary>
    public static void Match(string path, string text)
    {
        var wanted = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
            File.WriteAllText(PathOf(path), wanted);
        else if (FirstDifference(File.Exists(PathOf(path)) ? Read(path) : "", wanted) is { } difference)
            Assert.Fail(
                $"{path} is not what the product says.\n{difference}\nIf that is meant, run this test with {Rewrite}=1, read the diff, and tell "
                    + $"consumers in CHANGELOG.md."
            );
    }

    public static string? FirstDifference(string file, string product)
    {
        var (old, now) = (file.Split('\n'), product.Split('\n'));
        for (var line = 0; line < Math.Max(old.Length, now.Length); line++)
        {
            var (before, after) = (old.ElementAtOrDefault(line), now.ElementAtOrDefault(line));
            if (before != after)
                return $"Line {line + 1}\n- {before ?? "(end of file)"}\n+ {after ?? "(end of file)"}";
        }
        return null;
    }

    private static string Root([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(thisFile)))!;
}
