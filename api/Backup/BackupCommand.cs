using System.Globalization;
using ELearning.Embedded;

namespace ELearning.Api;

/// <summary>
/// <c>backup DIR</c> copies the data, whether a process serves it or not; <c>restore DIR</c> makes an empty data directory of a copy. Ends with 0 when all is
/// well, 1 when it was not done, 2 when blobs were missing before the backup was taken.
/// </summary>
internal static class BackupCommand
{
    private const string Usage = "Usage: backup DIR | restore DIR [--Storage:DataDirectory=DIR]";

    public static bool IsAsked(string[] arguments) => arguments is ["backup" or "restore", ..];

    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            if (arguments is not [{ } verb, { Length: > 0 } directory, .. var settings] || directory.StartsWith('-') || !settings.All(IsSetting))
                throw new ConfigurationError(arguments[0], Usage);
            var configuration = new ConfigurationManager();
            // A web host takes its environment from here too.
            configuration.AddEnvironmentVariables("ASPNETCORE_");
            var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { Args = settings, Configuration = configuration });
            var source = BackupSource.Of(builder);
            return verb == "backup" ? await BackUpAsync(Full(directory), source, stop.Token) : await RestoreAsync(Full(directory), source);
        }
        catch (Exception error) when (error is ConfigurationError or EmbeddedMongoException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(error.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static async Task<int> BackUpAsync(string directory, BackupSource source, CancellationToken cancellationToken)
    {
        var manifest = new DataBackup(source, TimeProvider.System).Take(directory, null, cancellationToken);
        await Console.Out.WriteLineAsync(Told(directory, manifest));
        if (!File.Exists(Path.Combine(directory, BackupSource.Keys[0])))
            await Console.Out.WriteLineAsync("The keys (Secrets:*) are settings and not in it: keep them, too, or pseudonyms and media addresses change.");
        if (!source.HasBlobs)
            await Console.Out.WriteLineAsync("Blobs are in Azure and not in it: infra/README.md says under Backing up how they are kept.");
        if (manifest.Missing == 0)
            return 0;
        await Console.Error.WriteLineAsync($"{manifest.Missing} blobs that the database names are not in {source.BlobFolder}: look for them in older backups.");
        return 2;
    }

    private static async Task<int> RestoreAsync(string directory, BackupSource target)
    {
        await Console.Out.WriteLineAsync(Told(target.Directory, DataRestore.Run(directory, target)));
        return 0;
    }

    private static string Told(string directory, BackupManifest manifest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{directory}: {manifest.DatabaseBytes} bytes of database, {manifest.Blobs} blobs of {manifest.BlobBytes} bytes, as of {manifest.TakenAt:u}"
        );

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal)
        && argument.Contains(':', StringComparison.Ordinal)
        && argument.Contains('=', StringComparison.Ordinal);

    /// <summary>
    /// As whoever types it sees it: <c>dotnet run --project</c> starts the process in the project's folder and leaves the shell's in <c>PWD</c>.
    /// </summary>
    private static string Full(string directory) =>
        Path.TrimEndingDirectorySeparator(
            Path.GetFullPath(
                directory,
                Environment.GetEnvironmentVariable("PWD") is { } shell && Path.IsPathRooted(shell) ? shell : Environment.CurrentDirectory
            )
        );
}
