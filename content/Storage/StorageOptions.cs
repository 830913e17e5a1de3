using System.ComponentModel.DataAnnotations;

namespace ELearning.Content;

/// <summary>Section <c>Storage</c>: where data lives.</summary>
public sealed class StorageOptions
{
    public MongoOptions Mongo { get; init; } = new();
    public BlobOptions Blobs { get; init; } = new();

    /// <summary>Folder of the embedded database, the folder blob store and the development keys; relative to the content root. Default <c>.data</c>.</summary>
    [Required]
    public string DataDirectory { get; set; } = ".data";
}

public sealed class MongoOptions
{
    /// <summary>A MongoDB connection string; empty means the embedded database.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Database name, 1 to 63 characters, none of which MongoDB refuses in names. Default <c>elearning</c>.</summary>
    [Required, StringLength(63, MinimumLength = 1)]
    [RegularExpression("""[^/\\. "$*<>:|?\x00]+""", ErrorMessage = "is no name of a database; take letters, digits, hyphens and underscores")]
    public string Database { get; init; } = "elearning";
}

public sealed class BlobOptions
{
    /// <summary>An Azure Storage connection string; empty (with <see cref="ServiceUri"/> empty too) means a folder below the data directory.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>An Azure Blob service address, spoken to with <c>DefaultAzureCredential</c>.</summary>
    public string ServiceUri { get; init; } = "";

    /// <summary>Whether blobs are files below the data directory, because nothing else is set.</summary>
    public bool InFolder => ConnectionString.Length == 0 && ServiceUri.Length == 0;

    /// <summary>Container name. Default <c>media</c>.</summary>
    [Required]
    public string Container { get; init; } = "media";
}

/// <summary>Section <c>Secrets</c>: keys shared by all processes, base64 of at least 32 bytes each; made once into the data directory in Development.</summary>
public sealed class SecretsOptions
{
    /// <summary>Signs media addresses.</summary>
    public string Media { get; set; } = "";

    /// <summary>Signs presence checks.</summary>
    public string Presence { get; set; } = "";

    /// <summary>Keys the hashes of devices and addresses in evidence, and the pseudonyms of members.</summary>
    public string Evidence { get; set; } = "";
}
