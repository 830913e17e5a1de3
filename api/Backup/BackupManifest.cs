using System.Text.Json;

namespace ELearning.Api;

/// <summary>What a backup holds: <c>manifest.json</c> in its folder, written when all else is there.</summary>
/// <param name="Format">The layout of the folder; another one is refused, never guessed at.</param>
/// <param name="TakenAt">Whatever was acknowledged before is in it.</param>
/// <param name="DatabaseSha256">Of the database file, lower-case hex.</param>
/// <param name="Missing">Blobs that the database names and the folder did not hold: lost before the backup was taken.</param>
/// <param name="Staged">Files with the bytes of unfinished uploads.</param>
internal sealed record BackupManifest(
    int Format,
    DateTimeOffset TakenAt,
    string DatabaseSha256,
    long DatabaseBytes,
    int Blobs,
    long BlobBytes,
    int Missing,
    int Staged
)
{
    public const int CurrentFormat = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string FileIn(string directory) => Path.Combine(directory, "manifest.json");

    public void Write(FileStream file)
    {
        JsonSerializer.Serialize(file, this, Json);
        file.Flush(flushToDisk: true);
    }

    /// <exception cref="ConfigurationError">The folder is no backup, or one of another format.</exception>
    public static BackupManifest Read(string directory)
    {
        BackupManifest? found = null;
        try
        {
            found = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(FileIn(directory)), Json);
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            // Said below: a folder without a manifest that can be read is none.
        }
        return found switch
        {
            null or { DatabaseSha256: null } => throw new ConfigurationError(
                $"restore {directory}",
                "is not a backup; name a folder that `backup` made, it holds a manifest.json"
            ),
            { Format: not CurrentFormat } => throw new ConfigurationError(
                $"restore {directory}",
                $"has format {found.Format}, this program reads {CurrentFormat}; restore it with the release that took it"
            ),
            _ => found,
        };
    }
}
