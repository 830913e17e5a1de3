using ELearning.Content;
using ELearning.Embedded;

namespace ELearning.Api;

/// <summary>The zero-install database: started when no connection string is set, a peer of MongoDB at the wire from then on.</summary>
internal static class EmbeddedDatabase
{
    /// <summary>The database file in the data directory.</summary>
    public const string FileName = "elearning.db";

    private const string ConnectionString = "Storage:Mongo:ConnectionString";

    public static async Task AddEmbeddedDatabaseAsync(this IHostApplicationBuilder builder)
    {
        var storage = Settings.Read<StorageOptions>(builder.Configuration, "Storage");
        var directory = DataDirectory(builder, storage);
        if (storage.Mongo.ConnectionString.Length > 0)
        {
            return;
        }
        var server = await EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = Path.Combine(directory, FileName) }, CancellationToken.None);
        builder.Configuration[ConnectionString] = server.ConnectionString;
        // Registered first, so it stops last: everything that writes on the way down still finds it.
        builder.Services.AddHostedService(services => new Lifetime(server, directory, services.GetRequiredService<ILogger<EmbeddedMongo>>()));
    }

    /// <summary>Made absolute once, against the content root, so that every reader of the setting means the same folder.</summary>
    private static string DataDirectory(IHostApplicationBuilder builder, StorageOptions storage)
    {
        var directory = Path.GetFullPath(storage.DataDirectory, builder.Environment.ContentRootPath);
        builder.Configuration["Storage:DataDirectory"] = directory;
        Content.DataDirectory.Require(directory);
        return directory;
    }

    private sealed class Lifetime(EmbeddedMongo server, string directory, ILogger<EmbeddedMongo> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            logger.LogInformation("Embedded database (development, tests, small single node; not MongoDB) in {Directory}", directory);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken) => await server.DisposeAsync();
    }
}
