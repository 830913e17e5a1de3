using System.Diagnostics;
using System.Runtime.CompilerServices;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>Fastify and mercurius with its just-in-time compiler, the quickest GraphQL server of Node.js that npm has; installed on first use.</summary>
internal static class Mercurius
{
    public static async Task<ServerProcess> StartAsync(string dataFile)
    {
        MissingProgramError.Require("node", "nodejs");
        MissingProgramError.Require("npm", "npm");
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            using var install = Process.Start(
                new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder }
            )!;
            await install.WaitForExitAsync();
            if (install.ExitCode != 0)
                throw new MissingProgramError($"npm ci failed in {folder}");
        }
        return await ServerProcess.StartAsync(Path.Combine(folder, "mercurius.mjs"), [dataFile], new Dictionary<string, string>(), program: "node");
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(Path.GetDirectoryName(thisFile))!;
}
