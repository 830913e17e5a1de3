using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Fills keys that are not configured. In Development they are made once into <c>secrets.json</c> in the data directory (readable by this user alone); anywhere
/// else they must be configured, because several processes have to share them.
/// </summary>
internal sealed class SecretsFile(IHostEnvironment environment, IOptions<StorageOptions> storage) : IPostConfigureOptions<SecretsOptions>
{
    private const int Length = 32;

    /// <summary>
    /// So many different bytes a key has at least. Of 32 random ones nearly all differ; one of zeros, or a word repeated to the length that was asked for, is
    /// no secret.
    /// </summary>
    private const int Different = 8;

    public void PostConfigure(string? name, SecretsOptions options)
    {
        if (environment.IsDevelopment() && (options.Media.Length == 0 || options.Presence.Length == 0 || options.Evidence.Length == 0))
        {
            var kept = ReadOrMake(storage.Value.DataDirectory);
            options.Media = options.Media.Length == 0 ? kept.Media : options.Media;
            options.Presence = options.Presence.Length == 0 ? kept.Presence : options.Presence;
            options.Evidence = options.Evidence.Length == 0 ? kept.Evidence : options.Evidence;
        }
        Require("Media", options.Media);
        Require("Presence", options.Presence);
        Require("Evidence", options.Evidence);
    }

    private void Require(string key, string value)
    {
        var bytes = new byte[value.Length];
        var fault =
            value.Length == 0 ? "is missing"
            : !Convert.TryFromBase64String(value, bytes, out var length) || length < Length ? "is not base64 of at least 32 bytes"
            : !environment.IsDevelopment() && bytes.Take(length).Distinct().Count() < Different ? "can be guessed, because it repeats a few bytes"
            : null;
        if (fault is not null)
            throw new ConfigurationError($"Secrets:{key}", $"{fault}; set the output of `openssl rand -base64 32`, the same in every process");
    }

    private static SecretsOptions ReadOrMake(string directory)
    {
        DataDirectory.Require(directory);
        var path = Path.Combine(directory, "secrets.json");
        if (!File.Exists(path))
        {
            var made = new SecretsOptions
            {
                Media = Key(),
                Presence = Key(),
                Evidence = Key(),
            };
            var draft = $"{path}.{Environment.ProcessId}";
            using (var file = new FileStream(draft, DataDirectory.ForOwnerAlone()))
            {
                JsonSerializer.Serialize(file, made);
                file.Flush(flushToDisk: true);
            }
            try
            {
                File.Move(draft, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft); // another process was first: its keys are the keys
            }
        }
        DataDirectory.Tighten(path);
        try
        {
            return JsonSerializer.Deserialize<SecretsOptions>(File.ReadAllBytes(path)) ?? new();
        }
        catch (JsonException cause)
        {
            throw new ConfigurationError("Storage:DataDirectory", $"{path} is not readable as JSON; delete it and new development keys are made", cause);
        }
    }

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));
}
