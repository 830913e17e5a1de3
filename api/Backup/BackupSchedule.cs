using System.Globalization;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>
/// Takes a backup when the last one is old enough, also by a process that was stopped meanwhile, and drops those beyond the number that is kept. An embedded
/// database has one process, so nobody else does.
/// </summary>
internal sealed class BackupSchedule(BackupSource source, IOptions<BackupOptions> options, TimeProvider time, ILogger<BackupSchedule> logger)
    : BackgroundService
{
    private const string NameFormat = "yyyyMMdd'T'HHmmss'Z'";
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private readonly DataBackup _backup = new(source, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = DueIn(); ; )
            {
                await Task.Delay(wait, time, stoppingToken);
                wait = await TakeAsync(stoppingToken) ? DueIn() : Again;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>How long until the next is due.</summary>
    internal TimeSpan DueIn()
    {
        var due = Newest() is { } newest ? newest.At + options.Value.Every - time.GetUtcNow() : TimeSpan.Zero;
        return due < TimeSpan.Zero ? TimeSpan.Zero : due;
    }

    /// <returns>False where it could not be taken, which the log says.</returns>
    internal async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var name = time.GetUtcNow().ToString(NameFormat, CultureInfo.InvariantCulture);
            var directory = Path.Combine(options.Value.Directory, name);
            var manifest = await Task.Run(() => Take(directory, cancellationToken), cancellationToken);
            logger.LogInformation("Backup {Directory}: {Bytes} bytes of database, {Blobs} blobs", directory, manifest.DatabaseBytes, manifest.Blobs);
            if (manifest.Missing > 0)
                logger.LogWarning("{Missing} blobs that the database names are not in the folder of blobs and not in the backup", manifest.Missing);
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(fault, "The backup failed; it is tried again in {Again}", Again);
            return false;
        }
    }

    private BackupManifest Take(string directory, CancellationToken cancellationToken)
    {
        BackupFile.MakeFolder(options.Value.Directory);
        // Of those that were killed as they were taken, or as they were dropped.
        foreach (var left in Directory.GetDirectories(options.Value.Directory, ".*.partial").Where(left => TimeOf(Path.GetFileName(left)[1..^8]) is not null))
            Directory.Delete(left, recursive: true);
        var manifest = _backup.Take(directory, Newest()?.Directory, cancellationToken);
        foreach (var (old, _) in All().OrderByDescending(each => each.At).Skip(options.Value.Keep).ToList())
        {
            // Renamed first, so that half a backup is never taken for one.
            Directory.Move(old, DataBackup.DraftOf(old));
            Directory.Delete(DataBackup.DraftOf(old), recursive: true);
        }
        return manifest;
    }

    private (string Directory, DateTimeOffset At)? Newest() =>
        All().OrderByDescending(each => each.At).Select(each => ((string, DateTimeOffset)?)each).FirstOrDefault();

    /// <summary>The backups by their names; what others put beside them stays as it is.</summary>
    private IEnumerable<(string Directory, DateTimeOffset At)> All() =>
        from directory in Directory.Exists(options.Value.Directory) ? Directory.GetDirectories(options.Value.Directory) : []
        let at = TimeOf(Path.GetFileName(directory))
        where at is not null
        select (directory, at.Value);

    private static DateTimeOffset? TimeOf(string name) =>
        DateTimeOffset.TryParseExact(name, NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
