using System.Diagnostics;
using System.Runtime.CompilerServices;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// A server of Node.js from npm: a folder with its package.json and scripts, copied to where nothing is tracked (<c>artifacts/benchmarks</c>) and installed
/// there on first use.
/// </summary>
/// <remarks>
/// Native modules that cannot be had compiled are compiled with Node's headers: those of a Debian package are found by <c>npm_config_nodedir=/usr</c>.
/// </remarks>
internal sealed class NodePackage
{
    private const string Description = "package.json";
    private const string Installed = "installed.json";
    private readonly string _folder;

    private NodePackage(string folder) => _folder = folder;

    /// <param name="source">Folder beside the file that calls.</param>
    /// <exception cref="MissingProgramError">There is no npm, or it cannot install the package.</exception>
    public static async Task<NodePackage> InstallAsync(string source, [CallerFilePath] string caller = "")
    {
        MissingProgramError.Require("node", "nodejs");
        MissingProgramError.Require("npm", "npm");
        var package = new NodePackage(Directory.CreateDirectory(Path.Combine(Artifacts(), source)).FullName);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(caller)!, source)))
        {
            File.Copy(file, package.PathOf(Path.GetFileName(file)), overwrite: true);
        }

        var wanted = await File.ReadAllTextAsync(package.PathOf(Description));
        if (File.Exists(package.PathOf(Installed)) && await File.ReadAllTextAsync(package.PathOf(Installed)) == wanted)
            return package;
        Console.WriteLine($"npm installs {source}; that may take some minutes");
        string[] how = File.Exists(package.PathOf("package-lock.json")) ? ["ci"] : ["install", "--no-package-lock"];
        var (exitCode, said) = await package.EndAsync("npm", [.. how, "--no-audit", "--no-fund", "--loglevel=error"]);
        if (exitCode != 0)
            throw new MissingProgramError($"npm cannot install {source}: {LastLine(said)}");
        await File.WriteAllTextAsync(package.PathOf(Installed), wanted);
        return package;
    }

    /// <summary>Runs a script to its end.</summary>
    /// <exception cref="MissingProgramError">It failed.</exception>
    public async Task RunAsync(string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var (exitCode, said) = await EndAsync("node", [PathOf(script), .. arguments], environment);
        if (exitCode != 0)
            throw new MissingProgramError($"{script} failed: {said.Trim()}");
    }

    /// <exception cref="MissingProgramError">It ended before it listened.</exception>
    public async Task<ServerProcess> StartAsync(
        string script,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        System.Text.RegularExpressions.Regex? listening = null
    )
    {
        try
        {
            return await ServerProcess.StartAsync(PathOf(script), arguments, environment, listening, program: "node");
        }
        catch (InvalidOperationException failed)
        {
            throw new MissingProgramError(failed.Message);
        }
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private async Task<(int ExitCode, string Said)> EndAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private static string Artifacts([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "../../artifacts/benchmarks");

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
}
