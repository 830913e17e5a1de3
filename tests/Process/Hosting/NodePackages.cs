using System.Runtime.CompilerServices;

namespace ELearning.Processes.Tests.Hosting;

/// <summary>The folder of the tests' npm packages; they are installed by infra/test.sh and never committed.</summary>
internal static class NodePackages
{
    public static string Directory([CallerFilePath] string thisFile = "")
    {
        var tests = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(thisFile)))!;
        return System.IO.Directory.Exists(Path.Combine(tests, "node_modules"))
            ? tests
            : throw new InvalidOperationException("tests/node_modules is missing: run infra/test.sh, which installs it.");
    }
}
