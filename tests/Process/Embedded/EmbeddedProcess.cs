using System.Text.RegularExpressions;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Processes.Tests.Embedded;

/// <summary>The embedded database as a process of its own, so that it can be killed; its address is its connection string.</summary>
internal static partial class EmbeddedProcess
{
    // From its own build output: the copy beside the tests leans on ASP.NET, which a process of its own does not load.
    private static readonly string Program = Path.GetFullPath(
        Path.Combine(
            AppContext.BaseDirectory,
            "../../../../../infra/embedded",
            Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../../.."), AppContext.BaseDirectory),
            "ELearning.Embedded.dll"
        )
    );

    private static readonly Dictionary<string, string> NothingSet = [];

    public static Task<ServerProcess> ServeAsync(string file) =>
        ServerProcess.StartAsync(Program, ["--port", "0", "--data", file], NothingSet, ConnectionString());

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        ServerProcess.RunAsync(Program, arguments, NothingSet);

    [GeneratedRegex(@"^(mongodb://\S+)$")]
    private static partial Regex ConnectionString();
}
