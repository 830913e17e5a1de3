namespace ELearning.Api;

/// <summary>What stands after <c>import courseware</c>.</summary>
/// <param name="Settings">Settings of the host, as the API takes them: <c>--Storage:DataDirectory=…</c>.</param>
internal sealed record ImportArguments(string Directory, string? Organisation, bool Apply, bool Submit, string[] Settings)
{
    /// <returns>Null when they are not understood.</returns>
    public static ImportArguments? Of(string[] arguments)
    {
        if (arguments is not ["import", "courseware", { } directory, .. var rest] || directory.StartsWith('-'))
            return null;
        var parsed = new ImportArguments(directory, null, false, false, []);
        for (var i = 0; i < rest.Length; i++)
        {
            switch (rest[i])
            {
                case "--apply":
                    parsed = parsed with { Apply = true };
                    break;
                case "--submit":
                    parsed = parsed with { Submit = true };
                    break;
                case "--organisation" when i + 1 < rest.Length:
                    parsed = parsed with { Organisation = rest[++i] };
                    break;
                case { } setting
                    when setting.StartsWith("--", StringComparison.Ordinal)
                        && setting.Contains(':', StringComparison.Ordinal)
                        && setting.Contains('=', StringComparison.Ordinal):
                    parsed = parsed with { Settings = [.. parsed.Settings, setting] };
                    break;
                default:
                    return null;
            }
        }
        return parsed is { Submit: true, Apply: false } ? null : parsed;
    }

    /// <summary>The same for a file.</summary>
    public string FullFile =>
        Environment.GetEnvironmentVariable("PWD") is { } shell
        && Path.IsPathRooted(shell)
        && Path.GetFullPath(Directory, shell) is var there
        && File.Exists(there)
            ? there
            : Path.GetFullPath(Directory);

    /// <summary>
    /// As whoever types it sees it: <c>dotnet run --project</c> starts the process in the project's folder and leaves the shell's in <c>PWD</c>.
    /// </summary>
    public string FullDirectory
    {
        get
        {
            var here = Path.GetFullPath(Directory);
            return
                Environment.GetEnvironmentVariable("PWD") is { } shell
                && Path.IsPathRooted(shell)
                && Path.GetFullPath(Directory, shell) is var there
                && System.IO.Directory.Exists(there)
                ? there
                : here;
        }
    }
}
