using ELearning.Content;

namespace ELearning.Api;

/// <summary>Where the data lies that is copied, or is to lie.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="Database">The name of the database in its file.</param>
/// <param name="HasBlobs">Whether blobs lie in a folder below it.</param>
internal sealed record BackupSource(string Directory, string Database, bool HasBlobs)
{
    /// <summary>The keys, where they are not settings, and the key of the development issuer.</summary>
    public static readonly string[] Keys = ["secrets.json", "development-issuer.pem"];

    public string DatabaseFile => Path.Combine(Directory, EmbeddedDatabase.FileName);

    public string BlobFolder => Path.Combine(Directory, "blobs");

    /// <exception cref="ConfigurationError">The data lies in MongoDB, which has backups of its own.</exception>
    public static BackupSource Of(IHostApplicationBuilder builder)
    {
        var storage = Settings.Read<StorageOptions>(builder.Configuration, "Storage");
        if (storage.Mongo.ConnectionString.Length > 0)
            throw new ConfigurationError(
                "Storage:Mongo:ConnectionString",
                "is set, and backups are of the embedded database alone; use mongodump and what infra/README.md says under Backing up"
            );
        return new(Path.GetFullPath(storage.DataDirectory, builder.Environment.ContentRootPath), storage.Mongo.Database, storage.Blobs.InFolder);
    }
}
